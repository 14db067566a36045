"""Dense numbers for sparse ones, and every person's pairs in the order of their wishes."""

from __future__ import annotations

import numpy as np
from numba import njit

from pipelines.matching.market import Integers

_FREE = -1


def number_values(values: Integers) -> tuple[Integers, int]:
    """Return a number from 0 for each value, equal for equal ones, and how many there are."""
    return _number(np.ascontiguousarray(values, dtype=np.int64))


def order_by_wish(
    person: Integers, people: int, wish: Integers, key: Integers, vacancy: Integers
) -> tuple[Integers, Integers]:
    """Return the pairs of person after person, best first, and where each person's begin (and the last one's end)."""
    starts = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(np.bincount(person, minlength=people), out=starts[1:])
    order = _by_person(person, starts)
    _sort_groups(order, starts, wish, key, vacancy)
    return order, starts


@njit(cache=True)
def _number(values: Integers) -> tuple[Integers, int]:
    """A hash table of values and their numbers, made twice as large whenever half of it is taken."""
    taken = np.full((1 << 10, 2), _FREE, dtype=np.int64)
    numbers = np.empty(len(values), dtype=np.int64)
    count = 0
    for at in range(len(values)):
        slot = _slot(taken, values[at])
        if taken[slot, 1] == _FREE:
            taken[slot, 0], taken[slot, 1] = values[at], count
            count += 1
        numbers[at] = taken[slot, 1]
        if 2 * count > len(taken):
            taken = _twice(taken)
    return numbers, count


@njit(cache=True)
def _slot(taken: Integers, value: int) -> int:
    """Where a value stands in the table, or would."""
    # Multiplying spreads neighbours over the table; where a slot is taken by another value, the next is tried.
    slot = ((value * 0x9E3779B1) ^ (value >> 15)) & (len(taken) - 1)
    while taken[slot, 1] != _FREE and taken[slot, 0] != value:
        slot = (slot + 1) & (len(taken) - 1)
    return slot


@njit(cache=True)
def _twice(taken: Integers) -> Integers:
    larger = np.full((2 * len(taken), 2), _FREE, dtype=np.int64)
    for old in range(len(taken)):
        if taken[old, 1] != _FREE:
            slot = _slot(larger, taken[old, 0])
            larger[slot, 0], larger[slot, 1] = taken[old, 0], taken[old, 1]
    return larger


@njit(cache=True)
def _by_person(person: Integers, starts: Integers) -> Integers:
    upcoming = starts[:-1].copy()
    order = np.empty(len(person), dtype=np.int64)
    for pair in range(len(person)):
        who = person[pair]
        order[upcoming[who]] = pair
        upcoming[who] += 1
    return order


@njit(cache=True)
def _before(one: int, other: int, wish: Integers, key: Integers, vacancy: Integers) -> bool:
    """Whether a person prefers one pair of theirs to the other."""
    if wish[one] != wish[other]:
        return bool(wish[one] > wish[other])
    if key[one] != key[other]:
        return bool(key[one] > key[other])
    return bool(vacancy[one] < vacancy[other])


@njit(cache=True)
def _sort_groups(order: Integers, starts: Integers, wish: Integers, key: Integers, vacancy: Integers) -> None:
    """Sort each person's pairs in place by a heap: no person is so much listed that it would take long."""
    for who in range(len(starts) - 1):
        first, size = starts[who], starts[who + 1] - starts[who]
        for root in range(size // 2 - 1, -1, -1):
            _sink(order, first, root, size, wish, key, vacancy)
        for end in range(size - 1, 0, -1):
            order[first], order[first + end] = order[first + end], order[first]
            _sink(order, first, 0, end, wish, key, vacancy)


@njit(cache=True)
def _sink(order: Integers, first: int, root: int, size: int, wish: Integers, key: Integers, vacancy: Integers) -> None:
    """Let an entry sink in a heap whose top is the least wished for."""
    while 2 * root + 1 < size:
        child = 2 * root + 1
        if child + 1 < size and _before(order[first + child], order[first + child + 1], wish, key, vacancy):
            child += 1
        if not _before(order[first + root], order[first + child], wish, key, vacancy):
            return
        order[first + root], order[first + child] = order[first + child], order[first + root]
        root = child
