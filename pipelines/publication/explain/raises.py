"""What would raise a score: each change made to the person's terms and the score computed again.

Only what a person can do is tried: skills, a level, months of internship, a wished region. Nothing about who they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.publication.explain.score import score_of
from pipelines.publication.explain.terms import LADDER_TOP, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.publication.explain.score import Score
    from pipelines.publication.explain.terms import Person, Reach, Vacancy


@dataclass(frozen=True, slots=True)
class Raise:
    """One change and what it would bring.

    Attributes:
        change: cover_skill, raise_level, internship_months or wish_region.
        detail: The skill, level, months or region.
        rank: Among those listed, None when it would still not be listed.
    """

    change: str
    detail: str
    gain: int
    score: int
    rank: int | None


def raises_of(vacancy: Vacancy, person: Person, reach: Reach, others: Iterable[int]) -> tuple[Raise, ...]:
    """Return every single change that would raise the score, the greatest gain first.

    Args:
        vacancy: Whose list it is.
        person: As they are.
        reach: How they reach the occupation.
        others: The keys of the other candidates of the list.
    """
    keys, now = list(others), score_of(vacancy, person, reach)
    found = []
    for change, detail, changed, changed_reach in _changes(vacancy, person, reach, now):
        then = score_of(vacancy, changed, changed_reach)
        if then.score > now.score:
            found.append(Raise(change, detail, then.score - now.score, then.score, rank_among(then.key, keys)))
    return tuple(sorted(found, key=lambda one: (-one.gain, one.change, one.detail)))


def rank_among(key: int, others: Iterable[int]) -> int | None:
    """Return the rank that a key has beside others, None behind the last place of a list."""
    rank = 1 + sum(other > key for other in others)
    return rank if rank <= LISTED else None


def _changes(vacancy: Vacancy, person: Person, reach: Reach, now: Score) -> Iterator[tuple[str, str, Person, Reach]]:
    for skill in sorted((*now.missing, *now.assumed)):
        yield "cover_skill", skill, replace(person, covered=person.covered | {skill}), reach
    if reach.ladder_rank < LADDER_TOP:
        # Without a minimum the lowest level counts as none: the next one that counts is the second.
        level = reach.ladder_rank + 1 if vacancy.min_level else max(reach.ladder_rank + 1, 2)
        yield "raise_level", str(level), person, replace(reach, ladder_rank=level)
    full = vacancy.internship_full_months
    for months in sorted({reach.internship_months + 1, full}):
        if reach.internship_months < months <= full:
            yield "internship_months", str(months), person, replace(reach, internship_months=months)
    if vacancy.work_region not in person.wish_regions:
        wishes = (*person.wish_regions, vacancy.work_region)
        yield "wish_region", vacancy.work_region, replace(person, wish_regions=wishes), reach
