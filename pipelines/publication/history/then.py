"""What a warehouse of the past says: its vacancies, its pool, and a vacancy's candidates by every way of ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines.intake.occupation.ngrams import NgramIndex
from pipelines.publication.history.hires import Hire, Vacancy
from pipelines.publication.history.past import HIRES
from pipelines.publication.history.ranking import Candidates, Integers

if TYPE_CHECKING:
    from pipelines.publication.warehouse import Warehouse

_BATCH = 200
_MILLION = 1_000_000


@dataclass(frozen=True)
class Pool:
    """The members of the pool in order of their number.

    Attributes:
        tie_no: Their numbers.
        tie_of: The number of each person.
        hires: How many people of the member's major were hired by then.
        text: Which of the texts is the member's.
        texts: Majors and skills as one text each.
    """

    tie_no: Integers
    tie_of: dict[str, int]
    hires: Integers
    text: Integers
    texts: list[str]


def hires_in(warehouse: Warehouse) -> list[Hire]:
    """Return every hire that a warehouse knows."""
    rows = warehouse.rows(
        f"select person_key, uscc, occupation_code, hired_on from {warehouse.relation(HIRES)} "  # noqa: S608 our own names
        "order by person_key, uscc, occupation_code"
    )
    return [Hire(**row) for row in rows]


def vacancies_in(warehouse: Warehouse) -> list[Vacancy]:
    """Return the vacancies that stood open."""
    rows = warehouse.rows(
        "select known.vacancy_id, open.vacancy_seq, known.uscc, known.occupation_code, known.date_posted as posted, "  # noqa: S608 our own names
        f"known.title from {warehouse.relation('int_match_vacancy')} as open "
        f"inner join {warehouse.relation('int_vacancy')} as known on open.vacancy_id = known.vacancy_id "
        "order by open.vacancy_seq"
    )
    return [Vacancy(**row) for row in rows]


def pool_in(warehouse: Warehouse) -> Pool:
    """Return the pool with what the simpler ways of ranking go by."""
    relation = warehouse.relation
    rows = list(
        warehouse.rows(
            f"""
            with popular as (
                select major_code, count(distinct person_key) as hires from {relation(HIRES)} group by major_code
            ),
            skilled as (
                select own.person_key, string_agg(skills.name_zh, ' ' order by skills.code) as skills
                from {relation("int_person_skill")} as own
                inner join {relation("stg_code_skills")} as skills on own.skill_code = skills.code
                group by own.person_key
            ),
            major_names as (
                select code, max_by(name_zh, catalogue_year) as name from {relation("stg_code_majors")} group by code
            )
            select
                numbers.tie_no,
                numbers.person_key,
                coalesce(popular.hires, 0) as hires,
                coalesce(major_names.name, '') || ' ' || coalesce(skilled.skills, '') as text
            from {relation("int_match_person")} as numbers
            inner join {relation("int_pool_person")} as people on numbers.person_key = people.person_key
            left join popular on people.major_code = popular.major_code
            left join major_names on people.major_code = major_names.code
            left join skilled on numbers.person_key = skilled.person_key
            order by numbers.tie_no"""  # noqa: S608 our own names
        )
    )
    texts = sorted({row["text"] for row in rows})
    number = {text: n for n, text in enumerate(texts)}
    return Pool(
        tie_no=np.array([row["tie_no"] for row in rows], np.int64),
        tie_of={row["person_key"]: row["tie_no"] for row in rows},
        hires=np.array([row["hires"] for row in rows], np.int64),
        text=np.array([number[row["text"]] for row in rows], np.int64),
        texts=texts,
    )


def candidates_of(
    warehouse: Warehouse, pairs: str, pool: Pool, vacancies: Sequence[Vacancy]
) -> Iterator[tuple[Vacancy, Candidates]]:
    """Return the candidates of each vacancy that has any.

    Args:
        warehouse: As it would have been.
        pairs: The query that gives every pair that passes the hard filters.
        pool: Its pool.
        vacancies: Those asked about.
    """
    if not pool.texts:
        return
    index = NgramIndex(pool.texts)
    for first in range(0, len(vacancies), _BATCH):
        some = vacancies[first : first + _BATCH]
        numbers = ", ".join(str(v.vacancy_seq) for v in some)
        columns = warehouse.connection.execute(
            f"select vacancy_seq, tie_no, match_key from ({pairs}) where vacancy_seq in ({numbers})"  # noqa: S608 our own query and numbers
        ).fetchnumpy()
        seq, tie, key = (np.asarray(columns[name], np.int64) for name in ("vacancy_seq", "tie_no", "match_key"))
        for vacancy in some:
            own = seq == vacancy.vacancy_seq
            if own.any():
                yield vacancy, _candidates(index, pool, vacancy.title, tie[own], key[own])


def _candidates(index: NgramIndex, pool: Pool, title: str, tie: Integers, key: Integers) -> Candidates:
    alike = np.rint(index.similar(title) * _MILLION).astype(np.int64)
    at = np.searchsorted(pool.tie_no, tie)
    return Candidates(tie_no=tie, key=key, hires=pool.hires[at], alike=alike[pool.text[at]])
