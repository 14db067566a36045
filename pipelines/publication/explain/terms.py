"""What a score is computed from: a vacancy's terms and a person's, as an edition holds them.

Reading them belongs in `tables`, scoring in `score`. There is no birth date, gender or origin to be had here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPONENTS = ("skills", "affinity", "level", "internship", "distance", "awards")
LISTED = 50
"""How many candidates a vacancy gets."""
LADDER_TOP = 8


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A matched vacancy.

    Attributes:
        must_level: The level that is a condition, 0 for none.
        skills: The weight of each required skill that scores.
        weights: In percent, by component.
        distance: Points by class of distance.
    """

    vacancy_id: str
    uscc: str
    occupation_code: str
    work_region: str
    start_day: int
    min_level: int
    must_level: int
    certificate_kinds: tuple[str, ...]
    tie_a: int
    tie_b: int
    internship_full_months: int
    award_years: int
    skills: Mapping[str, int] = field(hash=False)
    weights: Mapping[str, int] = field(hash=False)
    distance: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person reaches the vacancy's occupation."""

    way: str
    affinity_points: int
    ladder_rank: int
    internship_months: int


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the pool, as one vacancy meets them.

    Attributes:
        is_of_age: For the vacancy, on its start day; False when it is not known.
        reach: None when the occupation is not reached.
        certificates: Kind, first and last day of validity.
    """

    tie_no: int
    available_day: int
    is_of_age: bool
    wish_regions: tuple[str, ...]
    covered: frozenset[str]
    assumed: frozenset[str]
    present_employers: frozenset[str]
    disputed_employers: frozenset[str]
    blocked_employers: frozenset[str]
    reserved_for: str | None
    awards_points: int
    known_inputs: int
    reach: Reach | None
    certificates: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a published list."""

    rank: int
    score: int
    tie: int
    person_key: str
    reason_en: str
    reason_zh: str
