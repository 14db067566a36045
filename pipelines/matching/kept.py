"""What enterprises keep while persons turn to them: the best pairs under seats of vacancies within a quota.

A heap per vacancy has its worst pair on top; a tree per enterprise has the worst of all its vacancies' tops.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pipelines.matching.market import Integers

NOBODY = -1
_REFUSED = -2


FIRST, ROOM, HELD, OWNER, LEAF, WORST_KEY, COLUMNS = 0, 1, 2, 3, 4, 5, 8
"""What is known of a vacancy, side by side in one line of the cache: where its heap begins, how many pairs it has room
for and keeps, its enterprise, its leaf in the tree of that, and the key that a pair must exceed once it is full."""


class Kept(NamedTuple):
    """The market from the enterprises' side, and what they keep at the moment.

    Attributes:
        key: Of each pair.
        vacancy: Of each pair; vacancies are numbered from 0 in the order of their own numbers.
        places: Of each vacancy the columns above.
        quota: Of each enterprise.
        used: How many pairs an enterprise keeps.
        heap: Kept pairs of all vacancies, each vacancy's in a heap of its own.
        tree: Worst pairs of all enterprises, each enterprise's in a tree of its own, the top at 1.
        root: Where an enterprise's tree begins.
        leaves: How many leaves it has, a power of two; 0 where the quota cannot be used up before the seats are.
    """

    key: Integers
    vacancy: Integers
    places: Integers
    quota: Integers
    used: Integers
    heap: Integers
    tree: Integers
    root: Integers
    leaves: Integers


def empty_kept(key: Integers, vacancy: Integers, seats: Integers, enterprise: Integers, quota: Integers) -> Kept:
    """Return the state before anybody turned to anybody."""
    places = np.zeros((len(seats), COLUMNS), dtype=np.int64)
    room = np.minimum(np.maximum(seats, 0), np.bincount(vacancy, minlength=len(seats)))
    room[quota[enterprise] <= 0] = 0
    places[:, ROOM] = room
    places[:, FIRST] = np.cumsum(room) - room
    places[:, OWNER] = enterprise
    vacancies = np.bincount(enterprise, minlength=len(quota))
    order = np.argsort(enterprise, kind="stable")
    places[order, LEAF] = np.arange(len(seats)) - (np.cumsum(vacancies) - vacancies)[enterprise[order]]
    leaves = np.array([1 << max(int(count) - 1, 0).bit_length() for count in vacancies], dtype=np.int64)
    leaves[np.bincount(enterprise, weights=room, minlength=len(quota)) <= quota] = 0
    return Kept(
        key=key,
        vacancy=vacancy,
        places=places,
        quota=quota,
        used=np.zeros(len(quota), dtype=np.int64),
        heap=np.empty(room.sum(), dtype=np.int64),
        tree=np.full(2 * leaves.sum(), NOBODY, dtype=np.int64),
        root=2 * (np.cumsum(leaves) - leaves),
        leaves=leaves,
    )


@njit(cache=True)
def defer(starts: Integers, person: Integers, kept: Kept) -> Integers:
    """Return for each person the pair that is kept at last, or -1; a person's pairs stand together, best first."""
    people = len(starts) - 1
    last = np.full(people, NOBODY, dtype=np.int64)
    upcoming = starts[:-1].copy()
    waiting = np.arange(people)
    left = people
    while left:
        left -= 1
        who = waiting[left]
        while upcoming[who] < starts[who + 1]:
            pair = upcoming[who]
            upcoming[who] += 1
            out = _offer(kept, pair)
            if out == _REFUSED:
                continue
            last[who] = pair
            if out != NOBODY:
                last[person[out]] = NOBODY
                waiting[left] = person[out]
                left += 1
            break
    return last


@njit(cache=True)
def _offer(kept: Kept, pair: int) -> int:
    """Return _REFUSED, or, when the pair is kept now, the pair that is let go for it (NOBODY when none is)."""
    where = kept.vacancy[pair]
    place = kept.places[where]
    if place[HELD] == place[ROOM]:
        if place[ROOM] == 0 or kept.key[pair] < place[WORST_KEY]:
            return _REFUSED
        out = kept.heap[place[FIRST]]
    elif kept.used[place[OWNER]] == kept.quota[place[OWNER]]:
        out = kept.tree[kept.root[place[OWNER]] + 1]
        if not _worse(kept, out, pair):
            return _REFUSED
    else:
        out = NOBODY
    if out != NOBODY:
        _let_go_worst(kept, kept.vacancy[out])
    _keep(kept, where, pair)
    return int(out)


@njit(cache=True)
def _worse(kept: Kept, one: int, other: int) -> bool:
    """Whether an enterprise would rather keep the other of two pairs of its own."""
    if kept.key[one] != kept.key[other]:
        return bool(kept.key[one] < kept.key[other])
    return bool(kept.vacancy[one] > kept.vacancy[other])


@njit(cache=True)
def _keep(kept: Kept, where: int, pair: int) -> None:
    """Put a pair into the heap of its vacancy, which has room."""
    heap, first = kept.heap, kept.places[where, FIRST]
    at = kept.places[where, HELD]
    while at and _worse(kept, pair, heap[first + (at - 1) // 2]):
        heap[first + at] = heap[first + (at - 1) // 2]
        at = (at - 1) // 2
    heap[first + at] = pair
    _count(kept, where, 1)


@njit(cache=True)
def _let_go_worst(kept: Kept, where: int) -> None:
    """Take the worst pair out of the heap of a vacancy."""
    heap, first, size = kept.heap, kept.places[where, FIRST], kept.places[where, HELD] - 1
    pair, at = heap[first + size], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _worse(kept, heap[first + child + 1], heap[first + child]):
            child += 1
        if not _worse(kept, heap[first + child], pair):
            break
        heap[first + at] = heap[first + child]
        at = child
    heap[first + at] = pair
    _count(kept, where, -1)


@njit(cache=True)
def _count(kept: Kept, where: int, change: int) -> None:
    """Note that a vacancy keeps one more or one fewer, and find the worst of its enterprise again."""
    place = kept.places[where]
    owner = place[OWNER]
    place[HELD] += change
    kept.used[owner] += change
    worst = kept.heap[place[FIRST]] if place[HELD] else NOBODY
    place[WORST_KEY] = kept.key[worst] if place[HELD] else 0
    if not kept.leaves[owner]:
        return
    tree, root = kept.tree, kept.root[owner]
    at = kept.leaves[owner] + place[LEAF]
    tree[root + at] = worst
    while at > 1:
        at //= 2
        left, right = tree[root + 2 * at], tree[root + 2 * at + 1]
        use_right = left == NOBODY or (right != NOBODY and _worse(kept, right, left))
        worst = right if use_right else left
        if worst == tree[root + at]:
            return
        tree[root + at] = worst
