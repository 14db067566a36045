"""The cells of the pool: members who reach an occupation, against the openings of today.

A member stands in several cells of one grouping, so these cells are made here and not from facts. Who is a member
belongs in `membership`, which vacancies are open in `vacancies`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tests.recomputation.cells import DIMENSIONS, ENTRIES, Figure, Key, half_up, status
from tests.recomputation.certificates import held, valid
from tests.recomputation.days import month_end
from tests.recomputation.in_force import InForce
from tests.recomputation.membership import Member, members
from tests.recomputation.people import city
from tests.recomputation.source import code_table
from tests.recomputation.vacancies import occupation, open_today

UNKNOWN = "unknown"
PER_OPENING, PEOPLE = "pool_reach_per_opening", "pool_reach_people"


def pool_cells(force: InForce, today: dt.date) -> dict[Key, Figure]:
    """Return the cells of both metrics of the pool; none of these while it has no member."""
    known = members(force, today)
    openings = _openings(force, today)
    reached = _reached(force, known, today)
    regions = {member.person_key: _regions(member, {region for _, region in openings}) for member in known}
    pairs: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    asked: dict[tuple[str, ...], int] = defaultdict(int)
    for (asked_for, region), number in openings.items():
        for where in _places(asked_for, region):
            asked[where] += number
    for member in known:
        for reach in reached[member.person_key]:
            for region in regions[member.person_key]:
                for where in _places(reach, region):
                    pairs[where].add((member.person_key, reach))
    found: dict[Key, Figure] = {}
    for where in (pairs.keys() | asked.keys() | {("*", "*")}) if known else ():
        people = {person for person, _ in pairs[where]}
        found |= _both(where, len(pairs[where]), asked[where], (len(people), len(known)), today)
    return found


def _both(
    where: tuple[str, ...], reaches: int, openings: int, people: tuple[int, int], today: dt.date
) -> Iterator[tuple[Key, Figure]]:
    dims = dict(zip(("occupation", "region"), where, strict=True))
    shown = tuple(dims.get(name, "*") for name in DIMENSIONS)
    cutoff = month_end(today)
    for metric, numerator, denominator in ((PER_OPENING, reaches, openings), (PEOPLE, *people)):
        said = status((denominator, 0, 0), judged=True, provisional=today < cutoff, today=today)
        quotient = half_up(Fraction(reaches, openings), 6) if openings else None
        value = quotient if metric == PER_OPENING else Decimal(numerator)
        unit = ENTRIES[metric]["unit"]
        yield Key(metric, cutoff, str(cutoff.year), shown), Figure(numerator, denominator, 0, value, unit, said)


def _places(code: str, region: str) -> list[tuple[str, ...]]:
    return [("*", "*"), (code, "*"), ("*", region), (code, region)]


def _openings(force: InForce, today: dt.date) -> dict[tuple[str, str], int]:
    """Return what is still open by occupation and city."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in open_today(force, today):
        left = max(row["openings"] - (row["filled_count"] or 0), 0)
        found[occupation(row) or UNKNOWN, city(row["work_region"]) or UNKNOWN] += left
    return dict(found)


def _regions(member: Member, asked: set[str]) -> set[str]:
    """Return the cities that a member wishes; a whole province is each of its cities that asks for people."""
    wishes = member.intention["wish_regions"]
    found: set[str] = set()
    for wish in [] if wishes is None else list(wishes):
        of_province = {region for region in asked if region[:2] == wish[:2]}
        found |= (of_province or {city(wish) or UNKNOWN}) if wish[2:4] == "00" else {city(wish) or UNKNOWN}
    return found or {UNKNOWN}


def _reached(force: InForce, known: list[Member], today: dt.date) -> dict[str, set[str]]:
    """Return the occupations that each member reaches."""
    by_major: dict[str, set[str]] = defaultdict(set)
    for row in code_table("major_occupation"):
        by_major[row["major_code"]].add(row["occupation_code"])
    found = {member.person_key: set(by_major[member.spell["major_code"]]) for member in known}
    students = {
        (row["institution_code"], row["student_no"]): row["person_key"]
        for row in force.rows("enrolment") if row["person_key"] in found
    }  # fmt: skip
    for row in force.rows("certificate"):
        if row["person_key"] in found and valid(row) and held(row, today):
            found[row["person_key"]].add(row["occupation_code"])
    for row in force.rows("internship"):
        person = students.get((row["institution_code"], row["student_no"]))
        begun = row["status"] != "planned" and row["start_date"] <= today
        if person is not None and row["internship_type"] == "post" and begun:
            found[person].add(row["occupation_code"])
    return {person: {one for one in occupations if one} for person, occupations in found.items()}
