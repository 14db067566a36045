"""A market of a given size as the engine's arrays. Tables for other engines belong in tables.py.

The skew is assumed, not observed: occupations by a power law on both sides, nine in ten persons without a certificate,
one to three wished places near home, skills that thin out within a dictionary of the occupation.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.matching.judge import P
from pipelines.matching.pool import SLOTS, Dictionary, Integers, Market, People, Reach, Rules, Vacancies

Numbers = npt.NDArray[np.int64]

RULES = Rules(45, 15, 10, 10000, 8000, 4000)
_OCCUPATIONS = 1200
_SKILLS = 2000
_DICTIONARY = 40
_KINDS = 12
_SKEW = 0.55
_TODAY = 20_700


class Size(NamedTuple):
    """How large a market is."""

    people: int
    vacancies: int
    provinces: int
    counties: int

    @property
    def employers(self) -> int:
        """Return the number of enterprises."""
        return max(1, self.vacancies // 8)


SIZES = {
    "city": Size(50_000, 10_000, 1, 12),
    "province": Size(1_000_000, 200_000, 1, 110),
    "nation": Size(10_000_000, 2_000_000, 31, 95),
}


def make_market(size: Size, seed: int = 1) -> Market:
    """Return a market; the same size and seed give the same one."""
    rng = np.random.default_rng(seed)
    share = _power_law(rng)
    dictionary = _dictionary(rng)
    regions = _regions(size)
    people, available, reach_person, reach_occupation = _people(rng, size, share, dictionary, regions)
    reach = _reach(rng, people, available, reach_person, reach_occupation)
    return Market(people, reach, _vacancies(rng, size, share, regions), dictionary, RULES)


def _power_law(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    weight = np.arange(1, _OCCUPATIONS + 1) ** -_SKEW
    return rng.permutation(weight / weight.sum())


def _regions(size: Size) -> Numbers:
    county = np.arange(size.counties)
    within = (1 + county // 10) * 100 + 1 + county % 10
    return (np.arange(11, 11 + size.provinces)[:, None] * 10000 + within).ravel()


def _dictionary(rng: np.random.Generator) -> Dictionary:
    skills = np.stack([rng.choice(_SKILLS, _DICTIONARY, replace=False) for _ in range(_OCCUPATIONS)])
    return Dictionary(
        start=np.concatenate([[0], np.arange(_OCCUPATIONS + 1)]) * _DICTIONARY,
        skill_no=skills.ravel().astype(np.int32),
        position=np.tile(np.arange(_DICTIONARY, dtype=np.int32), _OCCUPATIONS),
    )


def _draw(rng: np.random.Generator, share: npt.NDArray[np.float64], count: int) -> Integers:
    return np.searchsorted(np.cumsum(share)[:-1], rng.random(count, dtype=np.float32)).astype(np.int32) + 1


def _people(
    rng: np.random.Generator, size: Size, share: npt.NDArray[np.float64], dictionary: Dictionary, regions: Numbers
) -> tuple[People, Integers, Integers, Integers]:
    n = size.people
    wished = 3
    home = rng.integers(0, regions.size, n)
    near = np.clip(home[:, None] + rng.integers(-6, 7, (n, wished)), 0, regions.size - 1)
    wish = np.where(rng.random((n, wished)) < 0.25, regions[near] // 100 * 100, regions[near]).astype(np.int32)
    has_wish = rng.random((n, wished)) < (0.8, 0.4, 0.2)
    # What a major reaches: one occupation for all, a second for most, a third and fourth for some.
    reached = np.stack([_draw(rng, share, n) for _ in range(4)], axis=1)
    has_reach = rng.random((n, 4)) < (1.0, 0.7, 0.35, 0.15)
    for later in range(1, 4):
        has_reach[:, later] &= (reached[:, later, None] != reached[:, :later]).all(axis=1)
    skill_start, skill_no, skill_share = _skills(rng, n, reached[:, 0], dictionary)
    block = rng.random(n) < 0.1
    permit = rng.random(n) < 0.12
    permits = int(permit.sum())
    issued = rng.integers(_TODAY - 1500, _TODAY, permits, dtype=np.int32)
    birth_16 = rng.integers(_TODAY - 1500, _TODAY - 300, n, dtype=np.int32)
    people = People(
        tie_no=np.sort(_distinct(rng, n)),
        age_16_day=birth_16,
        age_18_day=birth_16 + np.int32(731),
        reserved_employer=np.where(rng.random(n) < 0.02, rng.integers(1, size.employers + 1, n), 0).astype(np.int32),
        distance_elsewhere=np.where(has_wish.any(axis=1), 0, 4000).astype(np.int32),
        skill_start=skill_start,
        skill_no=skill_no,
        skill_share=skill_share,
        wish_start=_starts(has_wish.sum(axis=1)),
        wish_region=wish[has_wish],
        block_start=_starts(block),
        block_employer=rng.integers(1, size.employers + 1, int(block.sum()), dtype=np.int32),
        permit_start=_starts(permit),
        permit_kind=rng.integers(1, _KINDS + 1, permits, dtype=np.int32),
        permit_from=issued,
        permit_to=issued + np.int32(2190),
    )
    available = (_TODAY + 30 * rng.integers(-4, 10, n)).astype(np.int32)
    return people, available, np.nonzero(has_reach)[0].astype(np.int32), reached[has_reach]


def _skills(
    rng: np.random.Generator, n: int, occupation: Integers, dictionary: Dictionary
) -> tuple[Integers, Integers, Integers]:
    starts, numbers, shares = [np.zeros(1, np.int64)], [], []
    table = dictionary.skill_no.reshape(_OCCUPATIONS, _DICTIONARY)
    chance = np.linspace(0.6, 0.1, _DICTIONARY, dtype=np.float32)
    for first in range(0, n, 500_000):
        some = occupation[first : first + 500_000] - 1
        drawn = rng.random((some.size, _DICTIONARY), dtype=np.float32)
        has = drawn < chance
        starts.append(has.sum(axis=1))
        numbers.append(table[some][has].astype(np.int32))
        shares.append((1 + (drawn[has] * 1000 % 1 < 0.5)).astype(np.uint8))
    return np.cumsum(np.concatenate(starts)), np.concatenate(numbers), np.concatenate(shares)


def _reach(
    rng: np.random.Generator, people: People, available: Integers, person: Integers, occupation: Integers
) -> Reach:
    count = person.size
    rank = np.where(rng.random(count, dtype=np.float32) < 0.1, rng.integers(1, 9, count), 0).astype(np.int8)
    months = np.where(rng.random(count, dtype=np.float32) < 0.3, rng.integers(0, 7, count), 0)
    static = (15 * 1000 * rng.integers(2, 11, count) + 10 * (10000 * months // 6)).astype(np.int32)
    order = np.lexsort((people.tie_no[person], -static, available[person], -rank, occupation))
    return Reach(
        start=_starts(np.bincount(occupation, minlength=_OCCUPATIONS + 1)),
        person=person[order],
        ladder_rank=rank[order],
        available_day=available[person[order]],
        static_score=static[order],
    )


def _vacancies(rng: np.random.Generator, size: Size, share: npt.NDArray[np.float64], regions: Numbers) -> Vacancies:
    n = size.vacancies
    occupation = _draw(rng, share, n)
    region = regions[np.minimum((regions.size * rng.random(n) ** 1.5).astype(np.int64), regions.size - 1)]
    order = np.lexsort((np.arange(n), region, occupation))
    asked = rng.integers(0, SLOTS + 1, n)
    positions = np.argsort(rng.random((n, _DICTIONARY), dtype=np.float32) * np.linspace(0.3, 1.0, _DICTIONARY), axis=1)
    used = np.arange(SLOTS) < asked[:, None]
    weight = np.where(used, 5 * rng.integers(5, 21, (n, SLOTS)), 0).astype(np.int32)
    min_level = np.where(rng.random(n) < 0.25, rng.integers(1, 6, n), 0).astype(np.int32)
    demand = rng.random(n) < 0.05
    return Vacancies(
        start=_starts(np.bincount(occupation, minlength=_OCCUPATIONS + 1)),
        number=order.astype(np.int64) + 1,
        employer=rng.integers(1, size.employers + 1, n, dtype=np.int32),
        work_region=region[order].astype(np.int32),
        start_day=(_TODAY + 15 * rng.integers(0, 16, n)).astype(np.int32),
        minimum_age=np.where(rng.random(n) < 0.3, 18, 16).astype(np.int32),
        min_level=min_level,
        must_level=np.where(rng.random(n) < 0.3, min_level, 0).astype(np.int32),
        skill=np.where(used, positions[:, :SLOTS], 0).astype(np.int32),
        weight=weight,
        skill_weight=weight.sum(axis=1).astype(np.int32),
        demand_start=_starts(demand),
        demand_kind=rng.integers(1, _KINDS + 1, int(demand.sum()), dtype=np.int32),
        tie_a=rng.integers(1, 2**31, n),
        tie_b=rng.integers(0, P, n),
    )


def _distinct(rng: np.random.Generator, count: int) -> Numbers:
    step = P // count
    return np.arange(count, dtype=np.int64) * step + rng.integers(0, step, count)


def _starts(counts: npt.NDArray[Any]) -> Integers:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
