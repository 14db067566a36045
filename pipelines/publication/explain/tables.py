"""Reads an edition's own tables for one vacancy and one person. The warehouse is never opened.

What is computed from them belongs in `score` and `answer`.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Self

import duckdb

from pipelines.publication.explain.terms import COMPONENTS, Person, Place, Reach, Vacancy
from pipelines.store.editions import open_edition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

_DISTANCES = ("same_county", "same_city", "same_province", "elsewhere", "no_wish")
_NEEDED = ("mart_match", "mart_match_vacancy", "mart_match_skill", "mart_match_person", "mart_match_reach",
           "mart_match_certificate", "mart_match_below_age", "mart_reserve_talent_pool", "mart_vacancy")  # fmt: skip


class TablesGoneError(Exception):
    """The edition has no tables of persons any more, or never had those that an explanation needs."""


class EditionTables:
    """The tables of one edition, open for reading; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open them.

        Raises:
            TablesGoneError: naming the first that is not there.
            EditionError: the ready answers, which hold the names of skills, cannot be read.
        """
        self._files = {name: folder / "tables" / f"{name}.parquet" for name in _NEEDED}
        if absent := [name for name, path in self._files.items() if not path.is_file()]:
            raise TablesGoneError(
                f"{folder.name} has no table {absent[0]}: its rows about persons were dropped with age or after an "
                f"erasure, or it is older than this command / {folder.name}中没有所需的人员数据表，可能已到期清除"
            )
        with closing(open_edition(folder)) as answers:
            rows = answers.execute("select code, name_en, name_zh from label where list = 'skill'").fetchall()
        self.skill_names: Mapping[str, tuple[str, str]] = {code: (en, zh) for code, en, zh in rows}
        self._connection = duckdb.connect()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what was opened."""
        self._connection.close()

    def listed_vacancy(self, vacancy_id: str) -> tuple[str, str | None] | None:
        """Return a vacancy's enterprise and why it is not matched; None when there is no such vacancy."""
        found = self._one("mart_vacancy", "vacancy_id = ?", vacancy_id)
        return (found["uscc"], found["unmatched_reason"]) if found else None

    def vacancy(self, vacancy_id: str) -> Vacancy:
        """Return a matched vacancy's terms."""
        row = self._one("mart_match_vacancy", "vacancy_id = ?", vacancy_id)
        if row is None:
            raise TablesGoneError(f"{vacancy_id} is matched and has no terms / {vacancy_id}缺少匹配条件")
        skills = self._rows("mart_match_skill", "vacancy_id = ?", vacancy_id)
        return Vacancy(
            vacancy_id=row["vacancy_id"],
            uscc=row["uscc"],
            occupation_code=row["occupation_code"],
            work_region=row["work_region"] or "",
            start_day=row["start_day"],
            min_level=row["min_level"],
            must_level=row["must_level"],
            certificate_kinds=tuple(row["certificate_kinds"]),
            tie_a=row["tie_a"],
            tie_b=row["tie_b"],
            internship_full_months=row["internship_full_months"],
            award_years=row["award_years"],
            skills={skill["skill_code"]: skill["weight"] for skill in skills},
            weights={name: row[f"weight_{name}"] for name in COMPONENTS},
            distance={name: row[f"points_{name}"] for name in _DISTANCES},
        )

    def exclusions(self, person_key: str) -> tuple[str, ...] | None:
        """Return why somebody is not in the pool, nothing for a member; None when the edition knows nobody such."""
        found = self._one("mart_reserve_talent_pool", "person_key = ?", person_key)
        return tuple(found["exclusion_codes"]) if found else None

    def person(self, person_key: str, vacancy: Vacancy) -> Person | None:
        """Return a member of the pool as one vacancy meets them."""
        row = self._one("mart_match_person", "person_key = ?", person_key)
        if row is None:
            return None
        reach = self._one(
            "mart_match_reach", "person_key = ? and occupation_code = ?", person_key, vacancy.occupation_code
        )
        young = self._one("mart_match_below_age", "person_key = ? and vacancy_id = ?", person_key, vacancy.vacancy_id)
        held = self._rows("mart_match_certificate", "person_key = ?", person_key)
        return Person(
            tie_no=row["tie_no"],
            available_day=row["available_day"],
            is_of_age=row["is_age_known"] and young is None,
            wish_regions=tuple(row["wish_regions"]),
            covered=frozenset(row["skills_covered"]),
            assumed=frozenset(row["skills_assumed"]),
            present_employers=frozenset(row["present_employers"]),
            disputed_employers=frozenset(row["disputed_employers"]),
            blocked_employers=frozenset(row["blocked_employers"]),
            reserved_for=row["reserved_for_uscc"],
            awards_points=row["awards_points"],
            known_inputs=row["known_inputs"],
            reach=_reach(reach) if reach else None,
            certificates=tuple((one["certificate_kind"], one["from_day"], one["to_day"]) for one in held),
        )

    def places(self, vacancy_id: str) -> tuple[Place, ...]:
        """Return the published list of a vacancy, best first."""
        columns = ("rank", "score", "tie", "person_key", "reason_en", "reason_zh")
        rows = self._rows("mart_match", "vacancy_id = ?", vacancy_id)
        places = (Place(**{column: row[column] for column in columns}) for row in rows)
        return tuple(sorted(places, key=lambda place: place.rank))

    def _rows(self, table: str, condition: str, *values: str) -> list[dict[str, Any]]:
        path = str(self._files[table])
        relation = self._connection.execute(
            f"select * from read_parquet(?) where {condition}",  # noqa: S608 our own conditions
            [path, *values],
        )
        names = [column[0] for column in relation.description or ()]
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]

    def _one(self, table: str, condition: str, *values: str) -> dict[str, Any] | None:
        rows = self._rows(table, condition, *values)
        return rows[0] if rows else None


def _reach(row: Mapping[str, Any]) -> Reach:
    return Reach(row["reach"], row["affinity_points"], row["ladder_rank"], row["internship_months"])
