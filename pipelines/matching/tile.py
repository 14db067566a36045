"""A tile: so many persons of one occupation that what is known of them stays in the processor's cache.

Here a tile is filled; ranking vacancies over it belongs in rank.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pipelines.matching.pool import RANKS, Integers, Market, People, Rules
from pipelines.matching.scan import BLOCK

SIZE = 4096
NO_HIT = -1


class Tile(NamedTuple):
    """Working memory of one thread.

    Attributes:
        planes: Per required skill and person 2 covered, 1 assumed, 0 missing.
        position: Per skill its position in the dictionary of the occupation, -1 for none.
        segment: Where each rank starts, from the highest down, and the end.
        wish: Region codes of all wishes in rising order.
        wisher: Whose wish it is.
        points: Points of distance by province, by city, by county: the best so far or NO_HIT.
        tie_no: Number that parts equal scores.
        legal_from: Days on which the persons reach 16 and 18.
        is_special: Whether the person is reserved for an enterprise or never meets some.
        elsewhere: Points of distance when no wish comes near.
        base: What is known of the score before the vacancy's level and skills, times 2^shift.
        sums: Weights of skills.
        bounds: Upper bounds of scores, in blocks.
    """

    planes: Integers
    position: Integers
    segment: Integers
    wish: Integers
    wisher: Integers
    points: Integers
    tie_no: Integers
    legal_from: Integers
    is_special: Integers
    elsewhere: Integers
    base: Integers
    sums: Integers
    bounds: Integers


@njit(nogil=True, cache=True)
def new_tile(market: Market, occupation: int) -> Tile:
    """Return working memory for one occupation."""
    dictionary = market.dictionary
    first, end = dictionary.start[occupation], dictionary.start[occupation + 1]
    skills = market.people.skill_no
    position = np.full(int(skills.max()) + 1 if skills.size else 1, -1, np.int32)
    width = 1
    for i in range(first, end):
        if dictionary.skill_no[i] < position.size:
            position[dictionary.skill_no[i]] = dictionary.position[i]
        width = max(width, int(dictionary.position[i]) + 1)
    return Tile(
        np.zeros((width, SIZE), np.uint8),
        position,
        np.zeros(RANKS + 1, np.int64),
        np.zeros(0, np.int32),
        np.zeros(0, np.int32),
        np.zeros((3, SIZE), np.int32),
        np.zeros(SIZE, np.int64),
        np.zeros((2, SIZE), np.int32),
        np.zeros(SIZE, np.bool_),
        np.zeros(SIZE, np.int32),
        np.zeros(SIZE, np.int32),
        np.zeros(SIZE, np.uint16),
        np.zeros((SIZE // BLOCK, BLOCK), np.int32),
    )


@njit(nogil=True, cache=True)
def fill_tile(market: Market, tile: Tile, first: int, size: int) -> Tile:
    """Write the persons `first` to `first + size - 1` of the reach into a tile and return it with their wishes."""
    people, persons = market.people, market.reach.person[first : first + size]
    tile.planes[:, :size] = 0
    wishes = 0
    for i in range(size):
        person = persons[i]
        tile.tie_no[i] = people.tie_no[person]
        tile.legal_from[0, i] = people.age_16_day[person]
        tile.legal_from[1, i] = people.age_18_day[person]
        blocks = people.block_start[person + 1] - people.block_start[person]
        tile.is_special[i] = blocks > 0 or people.reserved_employer[person] != 0
        tile.elsewhere[i] = people.distance_elsewhere[person]
        wishes += people.wish_start[person + 1] - people.wish_start[person]
        for k in range(people.skill_start[person], people.skill_start[person + 1]):
            place = tile.position[people.skill_no[k]]
            if place >= 0:
                tile.planes[place, i] = people.skill_share[k]
    ranks = market.reach.ladder_rank[first : first + size]
    place = 0
    for above in range(RANKS):
        while place < size and ranks[place] > RANKS - 1 - above:
            place += 1
        tile.segment[above] = place
    tile.segment[RANKS] = size
    wish, wisher = _sorted_wishes(people, persons, wishes)
    return Tile(
        tile.planes,
        tile.position,
        tile.segment,
        wish,
        wisher,
        tile.points,
        tile.tie_no,
        tile.legal_from,
        tile.is_special,
        tile.elsewhere,
        tile.base,
        tile.sums,
        tile.bounds,
    )


@njit(nogil=True, cache=True)
def _sorted_wishes(people: People, persons: Integers, wishes: int) -> tuple[Integers, Integers]:
    both = np.empty(wishes, np.int64)
    n = 0
    for i in range(persons.size):
        for k in range(people.wish_start[persons[i]], people.wish_start[persons[i] + 1]):
            both[n] = np.int64(people.wish_region[k]) * SIZE + i
            n += 1
    both.sort()
    return (both // SIZE).astype(np.int32), (both % SIZE).astype(np.int32)


@njit(nogil=True, cache=True)
def place_region(rules: Rules, tile: Tile, static: Integers, region: int, before: int, shift: int) -> None:
    """Write the base of every person for a work region; `before` is the region written before, -1 for none."""
    size = static.size
    if before // 10000 != region // 10000:
        tile.points[0, :size] = NO_HIT
        _raise_points(tile, 0, region // 10000 * 10000, 10000, rules.points_same_province)
    if before // 100 != region // 100:
        tile.points[1, :size] = tile.points[0, :size]
        if region // 100 % 100 != 0:
            _raise_points(tile, 1, region // 100 * 100, 100, rules.points_same_city)
    tile.points[2, :size] = tile.points[1, :size]
    if region % 100 != 0:
        _raise_points(tile, 2, region, 1, rules.points_same_county)
    weight = np.int32(rules.weight_distance)
    points, elsewhere, base = tile.points[2], tile.elsewhere, tile.base
    for i in range(size):
        near = points[i] if points[i] != NO_HIT else elsewhere[i]
        base[i] = np.int32((static[i] + weight * near) << shift)


@njit(nogil=True, cache=True)
def _raise_points(tile: Tile, kind: int, low: int, width: int, points: int) -> None:
    best, wisher = tile.points[kind], tile.wisher
    for i in range(np.searchsorted(tile.wish, low), np.searchsorted(tile.wish, low + width)):
        best[wisher[i]] = max(best[wisher[i]], points)
