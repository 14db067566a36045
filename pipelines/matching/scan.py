"""The loops that see every pair: one vacancy over a run of persons of one rank, in whole vectors of the machine.

They add up weights of skills and an upper bound of the score, and say in which blocks anybody can still reach the list.
Exact scores and filters that a range cannot express belong in judge.py.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pipelines.matching.pool import SLOTS, Integers

BLOCK = 64
"""Persons that are looked at one by one when the bound of any of them reaches the list."""


@njit(nogil=True, cache=True)
def add_skills(sums: Integers, planes: Integers, skills: Integers, weights: Integers, first: int, size: int) -> None:
    """Write the weight of the skills of `size` persons from `first` on, covered skills twice."""
    for i in range(size):
        sums[i] = 0
    for slot in range(0, SLOTS, 2):
        one, other = np.uint16(weights[slot]), np.uint16(weights[slot + 1])
        if one == 0 and other == 0:
            continue
        mine = planes[skills[slot]][first:]
        yours = planes[skills[slot + 1]][first:]
        for i in range(size):
            sums[i] = np.uint16(sums[i] + one * mine[i] + other * yours[i])


@njit(nogil=True, cache=True)
def bound_scores(bounds: Integers, base: Integers, sums: Integers, factor: int, summand: int, size: int) -> None:
    """Write the upper bounds of `size` scores, and -1 up to the end of the last block."""
    by_one, always = np.int32(factor), np.int32(summand)
    for i in range(size):
        bounds[i] = np.int32(base[i] + sums[i] * by_one + always)
    for i in range(size, (size + BLOCK - 1) // BLOCK * BLOCK):
        bounds[i] = np.int32(-1)


@njit(nogil=True, cache=True)
def reaches(row: Integers, least: int) -> bool:
    """Say whether any bound of a block is `least` or more; the sign of a difference says it without a branch."""
    below = np.int32(least - 1)
    signs = np.int32(0)
    for i in range(BLOCK):
        signs |= np.int32(below - row[i])
    return bool(signs < 0)
