"""Filters, components and score of one person at one vacancy, in plain integers: the definition once more.

The engines that score everybody are dbt's models and `pipelines.matching`; words belong in `words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.publication.explain.terms import Person, Reach, Vacancy

TIE_MODULUS = 4294967291
_KEY_BASE = 1 << 32
FULL = 10_000


@dataclass(frozen=True, slots=True)
class Score:
    """What a pair is worth.

    Attributes:
        points: 0 to 10,000 by component.
        key: The score with the tie below it; higher ranks first.
    """

    score: int
    key: int
    points: Mapping[str, int]
    covered: tuple[str, ...]
    assumed: tuple[str, ...]
    missing: tuple[str, ...]


def failing_filters(vacancy: Vacancy, person: Person) -> tuple[str, ...]:
    """Return the codes of the hard filters that stop the person, in the order of the definition."""
    level = person.reach.ladder_rank if person.reach else 0
    holds = {
        "occupation_not_reached": person.reach is not None,
        "below_legal_age": person.is_of_age,
        "certificate_missing": not missing_certificates(vacancy, person),
        "level_too_low": level >= vacancy.must_level,
        "not_available_yet": person.available_day <= vacancy.start_day,
        "present_employer": vacancy.uscc not in person.present_employers,
        "disputed_employer": vacancy.uscc not in person.disputed_employers,
        "blocked_employer": vacancy.uscc not in person.blocked_employers,
        "order_class": person.reserved_for in (None, vacancy.uscc),
    }
    return tuple(code for code, is_met in holds.items() if not is_met)


def missing_certificates(vacancy: Vacancy, person: Person) -> tuple[str, ...]:
    """Return the kinds that are demanded and not valid on the start day."""
    valid = {kind for kind, first, last in person.certificates if first <= vacancy.start_day <= last}
    return tuple(kind for kind in vacancy.certificate_kinds if kind not in valid)


def score_of(vacancy: Vacancy, person: Person, reach: Reach) -> Score:
    """Return what a person who reaches the occupation is worth, whatever the filters say."""
    points = {
        "skills": _skills(vacancy, person),
        "affinity": reach.affinity_points,
        "level": _level(vacancy.min_level, reach.ladder_rank),
        "internship": min(FULL, FULL * reach.internship_months // vacancy.internship_full_months),
        "distance": _distance(vacancy, person.wish_regions),
        "awards": person.awards_points,
    }
    score = sum(vacancy.weights[name] * value for name, value in points.items())
    tie = (vacancy.tie_a * person.tie_no + vacancy.tie_b) % TIE_MODULUS
    asked = sorted(vacancy.skills)
    return Score(
        score=score,
        key=key_of(score, tie),
        points=points,
        covered=tuple(skill for skill in asked if skill in person.covered),
        assumed=tuple(skill for skill in asked if skill in person.assumed - person.covered),
        missing=tuple(skill for skill in asked if skill not in person.assumed | person.covered),
    )


def key_of(score: int, tie: int) -> int:
    """Return what ranks a pair: the score, then the tie, of which the lower wins."""
    return score * _KEY_BASE + _KEY_BASE - 1 - tie


def _skills(vacancy: Vacancy, person: Person) -> int:
    required = sum(vacancy.skills.values())
    if not required:
        return FULL
    counted = sum(
        weight * (2 if skill in person.covered else 1 if skill in person.assumed else 0)
        for skill, weight in vacancy.skills.items()
    )
    return FULL * counted // (2 * required)


def _level(minimum: int, held: int) -> int:
    margin = held - minimum if minimum else max(held - 1, 0)
    return max(0, min(FULL, 6000 + 2000 * margin))


def _distance(vacancy: Vacancy, wishes: tuple[str, ...]) -> int:
    points, region = vacancy.distance, vacancy.work_region
    hits = []
    for wish in wishes:
        # Codes end in 00 for a city and 0000 for a province; a wish may be four digits, a city.
        if wish[:2] == region[:2]:
            hits.append(points["same_province"])
        if wish[:4] == region[:4] and wish[2:4] != "00":
            hits.append(points["same_city"])
        if wish == region and wish[4:6] != "00":
            hits.append(points["same_county"])
    if hits:
        return max(hits)
    return points["elsewhere"] if wishes else points["no_wish"]
