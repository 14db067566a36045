"""The exact key of one pair and the filters that are asked only of those who can still reach the list.

Level and available day are ranges of the order of `Reach` and belong in rank.py. What is called for every pair takes
numbers and single arrays: handing over a struct of arrays costs more than the answer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pipelines.matching.pool import Integers

P = 4294967291
"""The largest prime below 2^32; ties are residues of it."""

ADULT = 16
"""A vacancy whose minimum age is higher asks for 18."""

ALL_POINTS = 10000


class Filters(NamedTuple):
    """What `People` says of enterprises and permits, see there."""

    reserved_employer: Integers
    block_start: Integers
    block_employer: Integers
    permit_start: Integers
    permit_kind: Integers
    permit_from: Integers
    permit_to: Integers


@njit(nogil=True, cache=True)
def pair_key(score: int, tie_a: int, tie_b: int, tie_no: int) -> int:
    """Return the sort key of a pair."""
    return (score << 32) + 4294967295 - (tie_a * tie_no + tie_b) % P


@njit(nogil=True, cache=True)
def skills_points(skill_weight: int, doubled: int | np.int64) -> int:
    """Return the points of the skills whose weights, covered ones twice, add up to `doubled`."""
    if skill_weight == 0:
        return ALL_POINTS
    return int(ALL_POINTS * doubled // (2 * skill_weight))


@njit(nogil=True, cache=True)
def level_points(min_level: int, rank: int) -> int:
    """Return the points of the level held over the level asked for."""
    margin = rank - min_level if min_level > 0 else max(rank - 1, 0)
    return max(0, min(ALL_POINTS, 6000 + 2000 * margin))


@njit(nogil=True, cache=True)
def is_open_to(filters: Filters, person: int, employer: int) -> bool:
    """Say whether a person may be shown to an enterprise: not reserved for another, and none never to meet."""
    if filters.reserved_employer[person] != 0 and filters.reserved_employer[person] != employer:
        return False
    for i in range(filters.block_start[person], filters.block_start[person + 1]):
        if filters.block_employer[i] == employer:
            return False
    return True


@njit(nogil=True, cache=True)
def meets_demands(filters: Filters, person: int, demands: Integers, day: int) -> bool:
    """Say whether a person holds a permit of each demanded kind that is valid on a day."""
    for i in range(demands.size):  # noqa: SIM110 - numba compiles no generator expressions
        if not _holds(filters, person, demands[i], day):
            return False
    return True


@njit(nogil=True, cache=True)
def _holds(filters: Filters, person: int, kind: int, day: int) -> bool:
    for i in range(filters.permit_start[person], filters.permit_start[person + 1]):
        if filters.permit_kind[i] == kind and filters.permit_from[i] <= day <= filters.permit_to[i]:
            return True
    return False
