"""The whole answer to `talent explain`: what is published, what the edition's own tables give, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from data_contracts.text import Text
from pipelines.publication.explain.more_words import filter_words, raise_words
from pipelines.publication.explain.raises import Raise, raises_of, rank_among
from pipelines.publication.explain.score import Score, failing_filters, key_of, score_of
from pipelines.publication.explain.terms import LISTED, Place, Vacancy
from pipelines.publication.explain.words import explanation, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.publication.explain.tables import EditionTables
    from pipelines.publication.explain.terms import Person, Reach

Outcome = Literal["listed", "not_listed", "filtered", "not_in_pool", "vacancy_not_matched"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was recomputed for a person who reaches the occupation.

    Attributes:
        rank: Among the others of the published list, None where a filter stops the person or 50 are better.
        points_missing: To the last place of a full list, None for whoever has one.
    """

    score: Score
    reach: str
    weights: Mapping[str, int]
    rank: int | None
    points_missing: int | None
    words: Text
    raises: tuple[Raise, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer.

    Attributes:
        codes: Of the filters that stop the person, of the exclusions from the pool, or why the vacancy is not matched.
        agrees: Whether what is published is what was recomputed.
    """

    outcome: Outcome
    agrees: bool = True
    codes: tuple[str, ...] = ()
    filter_words: tuple[Text, ...] = ()
    published: Place | None = None
    found: Found | None = None
    skill_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that `talent explain --format json` prints."""
        words = self.filter_words or (None,) * len(self.codes)
        found, place = self.found, self.published
        return {
            "outcome": self.outcome,
            "agrees": self.agrees,
            "published": place and {
                "rank": place.rank, "score": place.score, "explanation": {"en": place.reason_en, "zh": place.reason_zh}
            },
            "recomputed": found and _as_dict(found),
            "reasons": [
                {"code": code, "words": said and said.as_dict()} for code, said in zip(self.codes, words, strict=True)
            ],
            "points_missing": found.points_missing if found else None,
            "would_raise": [
                {
                    "change": one.change, "detail": one.detail, "gain": one.gain, "score": one.score, "rank": one.rank,
                    "words": raise_words(one, self.skill_names).as_dict(),
                }
                for one in (found.raises if found else ())
            ],
        }  # fmt: skip


def explain(tables: EditionTables, vacancy_id: str, person_key: str) -> Explained | None:
    """Explain a pair from an edition's tables; None when the edition knows no such vacancy or person."""
    listed, exclusions = tables.listed_vacancy(vacancy_id), tables.exclusions(person_key)
    if listed is None or exclusions is None:
        return None
    if listed[1] is not None:
        return Explained("vacancy_not_matched", codes=(listed[1],))
    places = tables.places(vacancy_id)
    published = next((place for place in places if place.person_key == person_key), None)
    vacancy = tables.vacancy(vacancy_id)
    person = tables.person(person_key, vacancy)
    if person is None:
        return Explained("not_in_pool", agrees=published is None, codes=exclusions, published=published)
    stopped = failing_filters(vacancy, person)
    others = [place for place in places if place is not published]
    found = _found(tables, vacancy, person, person.reach, others, is_stopped=bool(stopped)) if person.reach else None
    return Explained(
        outcome="filtered" if stopped else "listed" if found and found.rank else "not_listed",
        agrees=_agrees(published, found, is_stopped=bool(stopped)),
        codes=stopped,
        filter_words=tuple(filter_words(code, vacancy, person) for code in stopped),
        published=published,
        found=found,
        skill_names=tables.skill_names,
    )


def _found(
    tables: EditionTables, vacancy: Vacancy, person: Person, reach: Reach, others: Sequence[Place], *, is_stopped: bool
) -> Found:
    score = score_of(vacancy, person, reach)
    keys = [key_of(place.score, place.tie) for place in others]
    rank = None if is_stopped else rank_among(score.key, keys)
    words = explanation(vacancy, person, reach, score, tables.skill_names)
    if rank is not None:
        scores = [place.score for place in others]
        above = scores[rank - 2] if rank > 1 else None
        below = scores[rank - 1] if rank - 1 < len(scores) else None
        place = standing(rank, score.score, above, below)
        words = Text(place.en + words.en, place.zh + words.zh)
    return Found(
        score=score,
        reach=reach.way,
        weights=vacancy.weights,
        rank=rank,
        points_missing=_missing(score.key, keys) if rank is None else None,
        words=words,
        raises=raises_of(vacancy, person, reach, keys),
    )


def _missing(key: int, keys: Sequence[int]) -> int:
    """Return how many points a key is short of the last place of the list, 0 when the list has room for it."""
    if len(keys) < LISTED:
        return 0
    last = sorted(keys, reverse=True)[LISTED - 1]
    return -(-max(last - key, 0) // (1 << 32))


def _agrees(published: Place | None, found: Found | None, *, is_stopped: bool) -> bool:
    if published is None:
        return is_stopped or found is None or found.rank is None
    return found is not None and (found.rank, found.score.score) == (published.rank, published.score)


def _as_dict(found: Found) -> dict[str, Any]:
    score = found.score
    return {
        "rank": found.rank,
        "score": score.score,
        "components": {
            name: {"points": points, "weight": found.weights[name]} for name, points in score.points.items()
        },
        "skills": {"covered": list(score.covered), "assumed": list(score.assumed), "missing": list(score.missing)},
        "reach": found.reach,
        "explanation": found.words.as_dict(),
    }  # fmt: skip
