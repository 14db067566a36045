"""Columns of the engine's input tables, in any order of rows, made into the arrays of pool.py. Scoring is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pipelines.matching.pool import RANKS, SLOTS, Dictionary, Integers, Market, People, Reach, Rules, Vacancies

Columns: TypeAlias = Mapping[str, Integers]

TABLES: dict[str, tuple[str, ...]] = {
    "person": ("tie_no", "age_16_day", "age_18_day", "reserved_employer_seq", "distance_points_without_hit"),
    "reach": ("tie_no", "occupation_seq", "ladder_rank", "available_day", "static_score"),
    "person_skill": ("tie_no", "skill_no", "is_covered"),
    "wish": ("tie_no", "wish_region"),
    "employer_block": ("tie_no", "employer_seq"),
    "permit": ("tie_no", "kind_seq", "from_day", "to_day"),
    "skill": ("occupation_seq", "skill_no", "bit_position"),
    "demand": ("vacancy_seq", "kind_seq"),
    "vacancy": (
        "vacancy_seq", "occupation_seq", "employer_seq", "work_region", "start_day", "minimum_age", "min_level",
        "must_level", *(f"{kind}{slot}" for slot in range(1, SLOTS + 1) for kind in "kw"), "skill_weight",
        "tie_a", "tie_b",
    ),
}  # fmt: skip
"""The tables and the columns that are read, all integers without nulls."""


class TableError(ValueError):
    """The tables do not fit each other."""


def market_of(tables: Mapping[str, Columns], rules: Rules) -> Market:
    """Return the arrays an engine reads.

    Raises:
        TableError: A row names a person or a vacancy that is not there, or a skill that the dictionary does not
            have, or a ladder rank is out of range.
    """
    skill, vacancy, reach = tables["skill"], tables["vacancy"], tables["reach"]
    occupations = 1 + max(_most(table["occupation_seq"]) for table in (skill, vacancy, reach))
    _check_positions(vacancy, skill, occupations)
    by_tie = np.argsort(tables["person"]["tie_no"], kind="stable")
    ties = tables["person"]["tie_no"][by_tie].astype(np.int64)
    return Market(
        _people(tables, by_tie, ties),
        _reach(reach, ties, occupations),
        _vacancies(vacancy, tables["demand"], occupations),
        _dictionary(skill, occupations),
        rules,
    )


def _check_positions(vacancy: Columns, skill: Columns, occupations: int) -> None:
    width = np.zeros(occupations, np.int64)
    np.maximum.at(width, skill["occupation_seq"], skill["bit_position"] + 1)
    for slot in range(1, SLOTS + 1):
        outside = (vacancy[f"w{slot}"] > 0) & (vacancy[f"k{slot}"] >= width[vacancy["occupation_seq"]])
        if np.any(outside):
            raise TableError(f"k{slot}: a position that the dictionary of the occupation does not have")


def _people(tables: Mapping[str, Columns], by_tie: Integers, ties: Integers) -> People:
    person = {name: _words(values[by_tie]) for name, values in tables["person"].items()}
    skill, skill_start = _ragged(tables["person_skill"], "tie_no", ties)
    wish, wish_start = _ragged(tables["wish"], "tie_no", ties)
    block, block_start = _ragged(tables["employer_block"], "tie_no", ties)
    permit, permit_start = _ragged(tables["permit"], "tie_no", ties)
    return People(
        tie_no=ties,
        age_16_day=person["age_16_day"],
        age_18_day=person["age_18_day"],
        reserved_employer=person["reserved_employer_seq"],
        distance_elsewhere=person["distance_points_without_hit"],
        skill_start=skill_start,
        skill_no=skill["skill_no"],
        skill_share=(1 + skill["is_covered"]).astype(np.uint8),
        wish_start=wish_start,
        wish_region=wish["wish_region"],
        block_start=block_start,
        block_employer=block["employer_seq"],
        permit_start=permit_start,
        permit_kind=permit["kind_seq"],
        permit_from=permit["from_day"],
        permit_to=permit["to_day"],
    )


def _reach(reach: Columns, ties: Integers, occupations: int) -> Reach:
    rank = reach["ladder_rank"]
    if rank.size and not 0 <= rank.min() <= rank.max() < RANKS:
        raise TableError(f"ladder ranks {rank.min()} to {rank.max()}")
    order = np.lexsort(
        (reach["tie_no"], -reach["static_score"], reach["available_day"], -rank, reach["occupation_seq"])
    )
    return Reach(
        start=_starts(reach["occupation_seq"], occupations),
        person=_words(_numbers(reach["tie_no"][order], ties, "tie_no")),
        ladder_rank=rank[order].astype(np.int8),
        available_day=_words(reach["available_day"][order]),
        static_score=_words(reach["static_score"][order]),
    )


def _vacancies(vacancy: Columns, demand: Columns, occupations: int) -> Vacancies:
    order = np.lexsort((vacancy["vacancy_seq"], vacancy["work_region"], vacancy["occupation_seq"]))
    column = {name: _words(values[order]) for name, values in vacancy.items() if name not in ("tie_a", "tie_b")}
    by_number = np.argsort(vacancy["vacancy_seq"][order], kind="stable")
    numbers = vacancy["vacancy_seq"][order][by_number]
    position = by_number[_numbers(demand["vacancy_seq"], numbers, "vacancy_seq")]
    kinds = demand["kind_seq"][np.argsort(position, kind="stable")]
    return Vacancies(
        start=_starts(vacancy["occupation_seq"], occupations),
        number=vacancy["vacancy_seq"][order].astype(np.int64),
        employer=column["employer_seq"],
        work_region=column["work_region"],
        start_day=column["start_day"],
        minimum_age=column["minimum_age"],
        min_level=column["min_level"],
        must_level=column["must_level"],
        skill=np.column_stack([column[f"k{slot}"] for slot in range(1, SLOTS + 1)]),
        weight=np.column_stack([column[f"w{slot}"] for slot in range(1, SLOTS + 1)]),
        skill_weight=column["skill_weight"],
        demand_start=_starts(position, numbers.size),
        demand_kind=_words(kinds),
        tie_a=vacancy["tie_a"][order].astype(np.int64),
        tie_b=vacancy["tie_b"][order].astype(np.int64),
    )


def _dictionary(skill: Columns, occupations: int) -> Dictionary:
    order = np.argsort(skill["occupation_seq"], kind="stable")
    return Dictionary(
        start=_starts(skill["occupation_seq"], occupations),
        skill_no=_words(skill["skill_no"][order]),
        position=_words(skill["bit_position"][order]),
    )


def _ragged(table: Columns, owner: str, owners: Integers) -> tuple[dict[str, Integers], Integers]:
    number = _numbers(table[owner], owners, owner)
    order = np.argsort(number, kind="stable")
    return {name: _words(values[order]) for name, values in table.items()}, _starts(number, owners.size)


def _numbers(values: Integers, known: Integers, name: str) -> Integers:
    place = np.searchsorted(known, values)
    if values.size and (not known.size or place.max() >= known.size or np.any(known[place] != values)):
        raise TableError(f"{name}: a row names one that is not in its own table")
    return place


def _starts(number: Integers, count: int) -> Integers:
    return np.concatenate([[0], np.cumsum(np.bincount(number, minlength=count))]).astype(np.int64)


def _words(values: npt.NDArray[Any]) -> Integers:
    return np.ascontiguousarray(values.astype(np.int32))


def _most(values: Integers) -> int:
    return int(values.max()) if values.size else 0
