"""Vacancies of one occupation ranked over everybody who reaches it, tile by tile.

Within a tile persons stand by rank and then by the day they are available, so that both filters are ranges.
Dividing the work among threads belongs in best.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pipelines.matching.heap import keep
from pipelines.matching.judge import (
    ADULT,
    ALL_POINTS,
    Filters,
    is_open_to,
    level_points,
    meets_demands,
    pair_key,
    skills_points,
)
from pipelines.matching.pool import RANKS, Integers, Market, Rules, Vacancies
from pipelines.matching.scan import BLOCK, add_skills, bound_scores, reaches
from pipelines.matching.tile import SIZE, Tile, fill_tile, new_tile, place_region


class Terms(NamedTuple):
    """The numbers of one vacancy for persons of one rank.

    Attributes:
        always: Score of the level.
        weight_skills: Weight of the skills in the score.
        skill_weight: Sum of the weights of the required skills.
        factor: Score times 2^shift of one unit of the doubled weights of skills, rounded up.
        summand: Score times 2^shift that all persons of the rank have.
        shift: See there.
        employer: The enterprise.
        day: Day the work starts.
        tie_a: Factor of the vacancy's own order.
        tie_b: Summand of it.
    """

    always: int
    weight_skills: int
    skill_weight: int
    factor: int
    summand: int
    shift: int
    employer: int
    day: int
    tie_a: int
    tie_b: int


@njit(nogil=True, cache=True)
def rank_vacancies(
    market: Market, occupation: int, between: tuple[int, int], shift: int, keys: Integers, counts: Integers
) -> None:
    """Collect the best keys of the vacancies from the first to before the second, all of one occupation.

    Args:
        market: Everything that decides.
        occupation: Number of the occupation.
        between: Positions of the first vacancy and of the one after the last.
        shift: Bits by which scores are raised so that bounds lose little to whole numbers.
        keys: One heap per vacancy.
        counts: How many keys stand in each heap.
    """
    people, reach = market.people, market.reach
    filters = Filters(
        people.reserved_employer,
        people.block_start,
        people.block_employer,
        people.permit_start,
        people.permit_kind,
        people.permit_from,
        people.permit_to,
    )
    tile = new_tile(market, occupation)
    for first in range(reach.start[occupation], reach.start[occupation + 1], SIZE):
        size = min(SIZE, reach.start[occupation + 1] - first)
        tile = fill_tile(market, tile, first, size)
        end = first + size
        persons, days, static = reach.person[first:end], reach.available_day[first:end], reach.static_score[first:end]
        _rank_tile(market.vacancies, market.rules, filters, tile, persons, days, static, between, shift, keys, counts)


@njit(nogil=True, cache=True)
def _rank_tile(
    vacancies: Vacancies,
    rules: Rules,
    filters: Filters,
    tile: Tile,
    persons: Integers,
    days: Integers,
    static: Integers,
    between: tuple[int, int],
    shift: int,
    keys: Integers,
    counts: Integers,
) -> None:
    planes, segment, sums, bounds, base = tile.planes, tile.segment, tile.sums, tile.bounds, tile.base
    flat, tie_no, is_special = bounds.reshape(-1), tile.tie_no, tile.is_special
    starts, must_level, regions = vacancies.start_day, vacancies.must_level, vacancies.work_region
    region = -1
    for vacancy in range(between[0], between[1]):
        if regions[vacancy] != region:
            place_region(rules, tile, static, regions[vacancy], region, shift)
            region = regions[vacancy]
        legal_from = tile.legal_from[1 if vacancies.minimum_age[vacancy] > ADULT else 0]
        demands = vacancies.demand_kind[vacancies.demand_start[vacancy] : vacancies.demand_start[vacancy + 1]]
        skills, weights, heap = vacancies.skill[vacancy], vacancies.weight[vacancy], keys[vacancy]
        for above in range(RANKS - max(0, must_level[vacancy])):
            start, end = segment[above], segment[above + 1]
            if start == end:
                continue
            size = np.searchsorted(days[start:end], starts[vacancy], side="right")
            if size == 0:
                continue
            terms = _terms(vacancies, rules, vacancy, RANKS - 1 - above, shift)
            end = start + size
            add_skills(sums, planes, skills, weights, start, size)
            bound_scores(flat, base[start:end], sums, terms.factor, terms.summand, size)
            counts[vacancy] = _collect(
                heap,
                counts[vacancy],
                terms,
                bounds[: (size + BLOCK - 1) // BLOCK],
                base[start:end],
                sums,
                tie_no[start:end],
                legal_from[start:end],
                is_special[start:end],
                persons[start:end],
                filters,
                demands,
            )


@njit(nogil=True, cache=True)
def _terms(vacancies: Vacancies, rules: Rules, vacancy: int, rank: int, shift: int) -> Terms:
    weight = vacancies.skill_weight[vacancy]
    always = rules.weight_level * level_points(vacancies.min_level[vacancy], rank)
    factor, summand = 0, always
    if weight == 0:
        summand += rules.weight_skills * ALL_POINTS
    else:
        factor = ((rules.weight_skills * ALL_POINTS << shift) + 2 * weight - 1) // (2 * weight)
    return Terms(
        always,
        rules.weight_skills,
        int(weight),
        factor,
        summand << shift,
        shift,
        int(vacancies.employer[vacancy]),
        int(vacancies.start_day[vacancy]),
        vacancies.tie_a[vacancy],
        vacancies.tie_b[vacancy],
    )


@njit(nogil=True, cache=True)
def _collect(
    heap: Integers,
    count: int,
    terms: Terms,
    bounds: Integers,
    base: Integers,
    sums: Integers,
    tie_no: Integers,
    legal_from: Integers,
    is_special: Integers,
    persons: Integers,
    filters: Filters,
    demands: Integers,
) -> int:
    least = (heap[0] >> 32) << terms.shift if count == heap.size else 0
    for block in range(bounds.shape[0]):
        row = bounds[block]
        if not reaches(row, least):
            continue
        for i in range(BLOCK):
            if row[i] < least:
                continue
            place = block * BLOCK + i
            score = terms.always + (base[place] >> terms.shift)
            score += terms.weight_skills * skills_points(terms.skill_weight, np.int64(sums[place]))
            key = pair_key(score, terms.tie_a, terms.tie_b, tie_no[place])
            if (count == heap.size and key <= heap[0]) or legal_from[place] > terms.day:
                continue
            if is_special[place] and not is_open_to(filters, persons[place], terms.employer):
                continue
            if demands.size and not meets_demands(filters, persons[place], demands, terms.day):
                continue
            count = keep(heap, count, key)
            if count == heap.size:
                least = (heap[0] >> 32) << terms.shift
    return count
