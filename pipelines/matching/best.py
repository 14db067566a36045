"""The compiled engine: which fifty keys every vacancy gets. What a key means is said in design.md, Matching.

The answer does not depend on the number of threads: each vacancy has a heap of its own, and its keys differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from pipelines.matching.judge import ALL_POINTS
from pipelines.matching.pool import Integers, Market
from pipelines.matching.rank import rank_vacancies

TOP = 50
_PAIRS_PER_TASK = 200_000_000
_INT32_MAX = 2**31 - 1
# A bound is rounded up by less than one for every unit of the doubled weights of skills.
_BOUND_SLACK = 2**16


class MarketError(ValueError):
    """Numbers are larger than the engine's words."""


class Task(NamedTuple):
    """Some vacancies of one occupation and an upper bound of their pairs."""

    pairs: int
    occupation: int
    vacancies: tuple[int, int]


class Top(NamedTuple):
    """The best keys: one row per vacancy and key, in order of the vacancy's number, best first."""

    vacancy: Integers
    key: Integers


def best_keys(market: Market, *, threads: int = 2, k: int = TOP) -> Top:
    """Return the `k` best keys of every vacancy.

    Raises:
        MarketError: Scores or weights do not fit the engine's words.
    """
    shift = _bits_to_spare(market)
    total = market.vacancies.number.size
    keys = np.full((total, k), -1, np.int64)
    counts = np.zeros(total, np.int64)
    with ThreadPoolExecutor(threads) as pool:
        largest_first = sorted(tasks(market), reverse=True)
        running = [
            pool.submit(rank_vacancies, market, t.occupation, t.vacancies, shift, keys, counts) for t in largest_first
        ]
        for task in running:
            task.result()
    return _in_order(market.vacancies.number, keys, counts)


def tasks(market: Market) -> Iterator[Task]:
    """Yield the work in parts that do not share a vacancy; large occupations are several."""
    reach, start = market.reach.start, market.vacancies.start
    for occupation in range(min(reach.size, start.size) - 1):
        people = int(reach[occupation + 1] - reach[occupation])
        first, end = int(start[occupation]), int(start[occupation + 1])
        step = max(1, _PAIRS_PER_TASK // max(1, people))
        if people:
            for low in range(first, end, step):
                high = min(end, low + step)
                yield Task(people * (high - low), occupation, (low, high))


def _bits_to_spare(market: Market) -> int:
    rules, people, vacancies = market.rules, market.people, market.vacancies
    near = max(
        rules.points_same_county, rules.points_same_city, rules.points_same_province, _most(people.distance_elsewhere)
    )
    weights = (rules.weight_skills, rules.weight_level, rules.weight_distance)
    highest = _most(market.reach.static_score) + ALL_POINTS * (weights[0] + weights[1]) + weights[2] * near
    if (
        min(*weights, 0) < 0
        or 2 * _most(vacancies.skill_weight) >= _BOUND_SLACK
        or highest >= _INT32_MAX - _BOUND_SLACK
    ):
        raise MarketError(f"weights {weights}, highest score {highest}, skill weight {_most(vacancies.skill_weight)}")
    return ((_INT32_MAX - _BOUND_SLACK) // max(1, highest)).bit_length() - 1


def _most(values: Integers) -> int:
    return int(values.max()) if values.size else 0


def _in_order(numbers: Integers, keys: Integers, counts: Integers) -> Top:
    order = np.argsort(numbers, kind="stable")
    keys.sort(axis=1)
    best_first = keys[order, ::-1]
    return Top(np.repeat(numbers[order], counts[order]), best_first[best_first >= 0])
