"""A bounded heap of the best keys of one vacancy. What a key is made of belongs in scan.py."""

from __future__ import annotations

from numba import njit

from pipelines.matching.pool import Integers


@njit(nogil=True, cache=True)
def keep(heap: Integers, count: int, key: int) -> int:
    """Take a key among the best and return how many are kept; of a full heap the least, at its front, goes."""
    if count < heap.size:
        place = count
        while place > 0 and heap[(place - 1) >> 1] > key:
            heap[place] = heap[(place - 1) >> 1]
            place = (place - 1) >> 1
        heap[place] = key
        return count + 1
    place = 0
    below = 1
    while below < count:
        if below + 1 < count and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[place] = heap[below]
        place = below
        below = 2 * place + 1
    heap[place] = key
    return count
