"""Solve the plan as it is and as it would be, and say what differs, each person as an enterprise sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.matching.certificate import certify
from pipelines.matching.plan import recommend
from pipelines.matching.what_if import Placed, compare, vacancies_filled
from pipelines.publication.what_if.changes import Changes
from pipelines.publication.what_if.lists import changed_lists, pairs_after, pairs_before, seats_of

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from pipelines.matching.market import Integers, Pairs, Seats
    from pipelines.store.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Counts:
    """A plan in numbers: pairs, and vacancies with as many persons as seats."""

    recommended: int
    vacancies_filled: int
    blocking_pairs: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """A person at a vacancy, by the ids of an edition."""

    vacancy_id: str
    candidate_id: str

    def as_dict(self) -> dict[str, str]:
        """Return the ids."""
        return {"vacancy_id": self.vacancy_id, "candidate_id": self.candidate_id}


@dataclass(frozen=True, slots=True)
class Answer:
    """What would differ.

    Attributes:
        lists_recomputed: Vacancies whose lists were made anew.
        before: The plan as it is.
        after: The plan as it would be.
        added_placed: People of added places with a recommended vacancy.
        newly_placed: People of the pool who would get one, where.
        lost_place: Those who would lose theirs, which.
        worse: Those who would get one they wish for less, which they have now.
        better: How many would get one they wish for more.
        moved: How many would get another they wish for as much.
    """

    lists_recomputed: int
    before: Counts
    after: Counts
    added_placed: int
    newly_placed: tuple[Introduction, ...]
    lost_place: tuple[Introduction, ...]
    worse: tuple[Introduction, ...]
    better: int
    moved: int

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that `talent what-if --format json` prints."""
        people = {
            name: {"count": len(found), "introductions": [one.as_dict() for one in found]}
            for name, found in (
                ("newly_placed", self.newly_placed), ("lost_place", self.lost_place), ("worse", self.worse)
            )
        }  # fmt: skip
        return {
            "lists_recomputed": self.lists_recomputed,
            "before": _as_dict(self.before),
            "after": _as_dict(self.after),
            "added_placed": self.added_placed,
            **people,
            "better": self.better,
            "moved": self.moved,
        }


def _as_dict(counts: Counts) -> dict[str, int]:
    return {
        "recommended": counts.recommended,
        "vacancies_filled": counts.vacancies_filled,
        "blocking_pairs": counts.blocking_pairs,
    }


def what_if(warehouse: Path, keys: KeyRing, changes: Changes) -> Answer:
    """Say what the changes would do to the recommended plan of the warehouse.

    Raises:
        ChangeError: a change cannot be made.
        PublicationError: the warehouse cannot be read now.
    """
    with changed_lists(warehouse, changes) as connection:
        seats = seats_of(connection)
        placed_before, before = _solved(pairs_before(connection), seats)
        placed_after, after = _solved(pairs_after(connection), seats)
        added = np.array([n for (n,) in connection.execute("select tie_no from added").fetchall()], dtype=np.int64)
        of_pool = placed_after.without(added)
        difference = compare(placed_before, of_pool)
        names = _Names(connection, keys)
        return Answer(
            lists_recomputed=_recomputed(connection),
            before=before,
            after=after,
            added_placed=len(placed_after.person) - len(of_pool.person),
            newly_placed=names.introductions(of_pool, difference.newly_placed),
            lost_place=names.introductions(placed_before, difference.lost_place),
            worse=names.introductions(placed_before, difference.worse),
            better=len(difference.better),
            moved=len(difference.moved),
        )


def _solved(pairs: Pairs, seats: Seats) -> tuple[Placed, Counts]:
    plan = recommend(pairs, seats)
    placed = Placed.of(pairs, plan)
    filled = vacancies_filled(placed, seats.vacancy, seats.seats)
    return placed, Counts(len(plan.pair), filled, certify(pairs, seats, plan.pair).blocking_pairs)


class _Names:
    """The ids of vacancies and candidates by the numbers of matching."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    def introductions(self, placed: Placed, persons: Integers) -> tuple[Introduction, ...]:
        """Return the pairs of some persons, sorted."""
        chosen = np.isin(placed.person, persons)
        rows = self._connection.execute(
            "select vacancies.vacancy_id, marts.uscc, people.person_key from "
            "(select unnest($1::bigint[]) as tie_no, unnest($2::bigint[]) as vacancy_seq) as pairs "
            "inner join kept.intermediate.int_plan_vacancy as vacancies "
            "on pairs.vacancy_seq = vacancies.vacancy_seq "
            "inner join kept.marts.mart_vacancy as marts on vacancies.vacancy_id = marts.vacancy_id "
            "inner join kept.intermediate.int_match_person as people on pairs.tie_no = people.tie_no",
            [placed.person[chosen].tolist(), placed.vacancy[chosen].tolist()],
        ).fetchall()
        found = [Introduction(vacancy, self._keys.candidate_id(uscc, key)) for vacancy, uscc, key in rows]
        return tuple(sorted(found, key=lambda one: (one.vacancy_id, one.candidate_id)))


def _recomputed(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("select count(*) from changed.intermediate.int_match_vacancy").fetchall()[0][0])
