"""Who graduated, and what is known of them on a day.

Spells, persons, graduates and statuses as the dictionary's conventions say; metrics belong in the families.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tests.recomputation.in_force import InForce
from tests.recomputation.source import Row, code_table

DIPLOMA = "graduated"
LEAVERS = (DIPLOMA, "completed_no_diploma")
CODES = {row["code"] for row in code_table("destination_codes")}
SETTLED = {"10", "11", "12", "27", "46", "50", "51", "75", "76", "80", "81", "82", "85"}
DIRECT = {"10", "11", "12", "27", "50", "51"}
EMPLOYED = DIRECT | {"75", "76"}
NOT_GRADUATING = "65"


@dataclass(frozen=True, slots=True)
class Status:
    """What one destination row says."""

    row: Row

    @property
    def code(self) -> str:
        """The code as reported."""
        return str(self.row["destination_code"])

    @property
    def day(self) -> dt.date:
        """The day that the row describes."""
        day: dt.date = self.row["status_date"]
        return day

    @property
    def disputed(self) -> bool:
        """Whether the graduate or the verification denies it."""
        verified, confirmed = self.row["verification_status"], self.row["graduate_confirmed"]
        return verified in ("disputed", "rejected") or confirmed == "no"

    def among(self, codes: set[str]) -> bool:
        """Whether the status is one of a group, and nobody disputes it."""
        return not self.disputed and self.code in codes


@dataclass(frozen=True, slots=True)
class Graduate:
    """One person of one college and cohort."""

    spell: Row
    person_key: str | None
    ended: dt.date
    dims: dict[str, str | None]
    statuses: tuple[Status, ...]

    @property
    def cohort(self) -> int:
        """The year of the day on which the spell ended."""
        return self.ended.year

    def status(self, day: dt.date) -> Status | None:
        """Return the newest status up to a day."""
        return max((s for s in self.statuses if s.day <= day), key=lambda s: s.day, default=None)

    def in_d(self, day: dt.date) -> bool:
        """Whether the graduate belongs to D of a day."""
        now = self.status(day)
        return self.spell["status"] == DIPLOMA and (now is None or now.code != NOT_GRADUATING)


def city(region: str | None) -> str | None:
    """Return the city of a region."""
    return region[:4] + "00" if region else None


def cities(force: InForce, feed: str, key: str) -> dict[str, str | None]:
    """Return the city of each college or enterprise of a register."""
    return {row[key]: city(row["region"]) for row in force.rows(feed)}


def person_keys(force: InForce) -> dict[tuple[str, str], str]:
    """Return the largest pseudonym known of each college and student number."""
    known: dict[tuple[str, str], str] = {}
    for row in force.rows("enrolment"):
        if row["person_key"]:
            student = (row["institution_code"], row["student_no"])
            known[student] = max(known.get(student, ""), row["person_key"])
    return known


def graduates(force: InForce) -> list[Graduate]:
    """Return the graduates, one for each person, college and cohort."""
    keys, where = person_keys(force), cities(force, "college", "institution_code")
    statuses = destinations(force)
    chosen: dict[tuple[object, str, int], Graduate] = {}
    for row in sorted(force.rows("enrolment"), key=_preference):
        if row["status"] not in LEAVERS or not (row["actual_end"] or row["expected_end"]):
            continue
        college, student_no = row["institution_code"], row["student_no"]
        key = row["person_key"] or keys.get((college, student_no))
        ended = row["actual_end"] or row["expected_end"]
        found = tuple(s for s in statuses[college, student_no] if s.row["graduation_year"] == ended.year)
        dims = {"college": college, "tier": row["tier"], "gender": row["gender"], "region": where.get(college)}
        dims["major_class"] = row["major_code"][:4] if row["major_code"] else None
        chosen.setdefault((key or (college, student_no), college, ended.year), Graduate(row, key, ended, dims, found))
    return list(chosen.values())


def destinations(force: InForce) -> dict[tuple[str, str], list[Status]]:
    """Return the destination rows of each college and student number."""
    found: dict[tuple[str, str], list[Status]] = defaultdict(list)
    for row in force.rows("destination"):
        found[row["institution_code"], row["student_no"]].append(Status(row))
    return found


def _preference(row: Row) -> tuple[bool, bool, int, str]:
    started = row["programme_start"]
    return (row["status"] != DIPLOMA, not row["newest"], -started.toordinal() if started else 0, row["student_no"])
