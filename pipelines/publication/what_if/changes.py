"""What is changed, checked against the warehouse, and the input tables of matching with the changes in them.

The tables that change are copied beside the warehouse, which stays as it is; the rest is looked at through views.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

SLOTS = range(1, 9)
_TIE_MODULUS = 4294967291

VIEWED = ("int_match_employer_block", "int_match_parameter", "int_match_tie_inverse", "int_plan_vacancy")
PERSONAL = (
    "int_match_person", "int_match_reach", "int_match_certificate", "int_plan_person", "int_plan_wished_occupation"
)  # fmt: skip


class ChangeError(Exception):
    """A change that cannot be made: what it names is not there, or it would change nothing of the kind."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is asked.

    Attributes:
        add_places: Major code and how many more people like those of the major in the pool there would be.
        lower_level: Vacancy and the level it would ask for, 0 for none.
        drop_skill: Vacancy and a skill that it would no longer ask for.
    """

    add_places: tuple[tuple[str, int], ...] = ()
    lower_level: tuple[tuple[str, int], ...] = ()
    drop_skill: tuple[tuple[str, str], ...] = ()


def make_changed_tables(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Make the input tables as they would be, for the vacancies whose lists may differ.

    Args:
        connection: Has the warehouse attached as `kept`, and an empty database as `changed`.
        changes: What is asked.

    Raises:
        ChangeError: naming what cannot be changed.
    """
    connection.execute("create schema changed.intermediate")
    connection.execute("use changed.intermediate")
    for name in VIEWED:
        connection.execute(
            f"create view changed.intermediate.{name} as select * from kept.intermediate.{name}"  # noqa: S608 our own names
        )
    _add_people(connection, changes)
    connection.execute("create table int_match_vacancy as select * from kept.intermediate.int_match_vacancy")
    touched = {_lower_level(connection, *change) for change in changes.lower_level}
    touched |= {_drop_skill(connection, *change) for change in changes.drop_skill}
    connection.execute("create temp table touched as select unnest($1::bigint[]) as vacancy_seq", [sorted(touched)])
    # Beside those, a list may change where somebody who is added reaches the occupation.
    connection.execute(
        "delete from int_match_vacancy "
        "where vacancy_seq not in (from touched) and occupation_seq not in "
        "(select occupation_seq from kept.intermediate.int_match_reach "
        "where tie_no in (select template_tie_no from added))"
    )


def _add_people(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    connection.execute(
        "create temp table added (tie_no bigint, template_tie_no bigint, person_key varchar, major_code varchar)"
    )
    taken = {
        number for (number,) in connection.execute("select tie_no from kept.intermediate.int_match_tie").fetchall()
    }
    for major, places in changes.add_places:
        templates = _templates(connection, major)
        for nth in range(places):
            key = f"what-if:{major}:{nth}"
            number = int(hashlib.sha256(key.encode()).hexdigest()[:15], 16) % _TIE_MODULUS
            while number in taken:
                number = (number + 1) % _TIE_MODULUS
            taken.add(number)
            row = [number, templates[nth * len(templates) // places], key, major]
            connection.execute("insert into added values (?, ?, ?, ?)", row)
    for name in PERSONAL:
        replaced = "added.tie_no as tie_no" + (", added.person_key as person_key" if name == "int_match_person" else "")
        table = f"intermediate.{name}"
        connection.execute(
            f"create table changed.{table} as select * from kept.{table} union all "  # noqa: S608 our own names
            f"select template.* replace ({replaced}) from kept.{table} as template "
            "inner join added on template.tie_no = added.template_tie_no"
        )


def _templates(connection: duckdb.DuckDBPyConnection, major: str) -> list[int]:
    """Return members of the pool who studied a major and are promised to nobody, in order of their pseudonyms."""
    found = connection.execute(
        "select ties.tie_no from kept.intermediate.int_pool_person as pool "
        "inner join kept.intermediate.int_match_tie as ties on pool.person_key = ties.person_key "
        "where pool.is_member and pool.major_code = ? "
        "and pool.reserved_for_uscc is null order by pool.person_key",
        [major],
    ).fetchall()
    if not found:
        raise ChangeError(f"nobody in the pool studied major '{major}' / 人才库中没有专业“{major}”的人员")
    return [number for (number,) in found]


def _lower_level(connection: duckdb.DuckDBPyConnection, vacancy: str, level: int) -> int:
    number, asked = _vacancy(connection, vacancy, "min_level")
    if not 0 <= level < asked:
        raise ChangeError(
            f"{vacancy} asks for level {asked}; give a lower one from 0"
            f" / {vacancy}要求等级为{asked}，请给出更低的等级（0起）"
        )
    connection.execute(
        "update int_match_vacancy set min_level = $1, "
        "must_level = case when must_level > 0 then $1 else 0 end where vacancy_seq = $2",
        [level, number],
    )
    return number


def _drop_skill(connection: duckdb.DuckDBPyConnection, vacancy: str, skill: str) -> int:
    number, occupation = _vacancy(connection, vacancy, "occupation_seq")
    slots = ", ".join(f"k{slot}, w{slot}" for slot in SLOTS)
    held = connection.execute(
        f"select {slots} from int_match_vacancy where vacancy_seq = ?",  # noqa: S608 our own names
        [number],
    ).fetchall()[0]
    place = connection.execute(
        "select skills.bit_position from kept.intermediate.int_match_skill as skills "
        "inner join kept.intermediate.int_match_occupation as names on skills.occupation_code = names.occupation_code "
        "where names.occupation_seq = ? and skills.skill_code = ?",
        [occupation, skill],
    ).fetchone()
    pairs = list(zip(held[::2], held[1::2], strict=True))
    slot = next((slot for slot, (k, w) in zip(SLOTS, pairs, strict=True) if place and k == place[0] and w), None)
    if slot is None:
        raise ChangeError(f"{vacancy} does not score the skill '{skill}' / {vacancy}的评分技能中没有“{skill}”")
    connection.execute(
        f"update int_match_vacancy set skill_weight = skill_weight - w{slot}, "  # noqa: S608 our own names
        f"w{slot} = 0, k{slot} = 0 where vacancy_seq = ?",
        [number],
    )
    return number


def _vacancy(connection: duckdb.DuckDBPyConnection, vacancy: str, column: str) -> tuple[int, int]:
    """Return the number of a vacancy and one more column of it, as changed so far."""
    found = connection.execute(
        f"select vacancy_seq, {column} from int_match_vacancy where vacancy_id = ?",  # noqa: S608 our own names
        [vacancy],
    ).fetchone()
    if found is None:
        raise ChangeError(f"no vacancy '{vacancy}' is matched / 没有参与匹配的职位“{vacancy}”")
    return int(found[0]), int(found[1])
