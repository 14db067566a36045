"""What an engine reads, as structs of flat arrays of integers. Filling them from tables belongs in tables.py.

Persons are numbered from 0. `x_start` and a list make a ragged column: the entries of row `i` are
`x[x_start[i] : x_start[i + 1]]`. Occupations are numbered as the tables number them; days count from 1970-01-01.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.integer[Any]]

SLOTS = 8
"""At most so many required skills of a vacancy score."""

RANKS = 9
"""Ladder ranks 0 (none) to 8."""


class People(NamedTuple):
    """One entry per pool member.

    Attributes:
        tie_no: Number that parts equal scores.
        age_16_day: Day the person reaches the age of 16; far in the future when unknown.
        age_18_day: The same for 18.
        reserved_employer: The one enterprise that may see the person, 0 for all.
        distance_elsewhere: Points of distance when no wish comes near.
        skill_start: Where the skills of each person start.
        skill_no: Required skills that the person has.
        skill_share: 2 covered, 1 assumed.
        wish_start: Where the wishes of each person start.
        wish_region: Six-digit region codes, a city ends in 00 and a province in 0000.
        block_start: Where the enterprises start that each person never meets.
        block_employer: Those enterprises.
        permit_start: Where the permits of each person start.
        permit_kind: The kind of certificate that a demand names.
        permit_from: First day of validity.
        permit_to: Last day of validity.
    """

    tie_no: Integers
    age_16_day: Integers
    age_18_day: Integers
    reserved_employer: Integers
    distance_elsewhere: Integers
    skill_start: Integers
    skill_no: Integers
    skill_share: Integers
    wish_start: Integers
    wish_region: Integers
    block_start: Integers
    block_employer: Integers
    permit_start: Integers
    permit_kind: Integers
    permit_from: Integers
    permit_to: Integers


class Reach(NamedTuple):
    """Who reaches each occupation: within one, from the highest rank down, then from the earliest day.

    Among equal days the highest static score comes first, so that lists fill early with what is hard to beat.

    Attributes:
        start: Where each occupation starts.
        person: The person.
        ladder_rank: Level held in the occupation, 0 none.
        available_day: First day the person can start.
        static_score: The part of the score that is the same for every vacancy of the occupation.
    """

    start: Integers
    person: Integers
    ladder_rank: Integers
    available_day: Integers
    static_score: Integers


class Vacancies(NamedTuple):
    """One entry per vacancy, by occupation and work region.

    Attributes:
        start: Where each occupation starts.
        number: The vacancy's own number.
        employer: The enterprise.
        work_region: Six-digit region code.
        start_day: Day the work starts.
        minimum_age: Legal age, 16 or 18.
        min_level: Ladder rank asked for, 0 none.
        must_level: Ladder rank without which nobody is shown.
        skill: Positions of the required skills in the dictionary of the occupation, eight a vacancy.
        weight: Their weights, 0 for a slot that is not used.
        skill_weight: Sum of the weights.
        demand_start: Where the demanded certificates of each vacancy start.
        demand_kind: Their kinds; a person needs one valid permit of each.
        tie_a: Factor of the vacancy's own order of equal scores.
        tie_b: Summand of it.
    """

    start: Integers
    number: Integers
    employer: Integers
    work_region: Integers
    start_day: Integers
    minimum_age: Integers
    min_level: Integers
    must_level: Integers
    skill: Integers
    weight: Integers
    skill_weight: Integers
    demand_start: Integers
    demand_kind: Integers
    tie_a: Integers
    tie_b: Integers


class Dictionary(NamedTuple):
    """Required skills of each occupation.

    Attributes:
        start: Where each occupation starts.
        skill_no: The skill.
        position: Its position among those of the occupation, from 0.
    """

    start: Integers
    skill_no: Integers
    position: Integers


class Rules(NamedTuple):
    """Weights in percent and points of the score's reference tables."""

    weight_skills: int
    weight_level: int
    weight_distance: int
    points_same_county: int
    points_same_city: int
    points_same_province: int


class Market(NamedTuple):
    """Everything that decides which fifty keys a vacancy gets."""

    people: People
    reach: Reach
    vacancies: Vacancies
    dictionary: Dictionary
    rules: Rules
