"""Facts of post internships: whose host hired the intern, and which broke no rule.

Which rules an internship broke belongs in `breaches`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.recomputation.breaches import broken
from tests.recomputation.cells import Fact
from tests.recomputation.days import add_months, month_end
from tests.recomputation.in_force import InForce
from tests.recomputation.people import EMPLOYED, Status, cities, destinations
from tests.recomputation.source import Row, threshold

Spells = dict[tuple[str, str], list[Row]]


def spells(force: InForce) -> Spells:
    """Return the spells of each college and student number, by their first day."""
    found: Spells = defaultdict(list)
    for row in force.rows("enrolment"):
        found[row["institution_code"], row["student_no"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["programme_start"])
    return dict(found)


def spell_of(row: Row, known: Spells) -> Row | None:
    """Return the student's spell: the newest begun by the first day, else the newest."""
    rows = known.get((row["institution_code"], row["student_no"]), [])
    begun = [spell for spell in rows if row["start_date"] is not None and spell["programme_start"] <= row["start_date"]]
    return begun[-1] if begun else rows[-1] if rows else None


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each post internship of a student with a spell adds."""
    known, where, found = spells(force), cities(force, "college", "institution_code"), destinations(force)
    counted = [
        (row, spell) for row in force.rows("internship")
        if row["internship_type"] == "post" and (spell := spell_of(row, known)) is not None
    ]  # fmt: skip
    breaches = broken(force, counted)
    cutoffs = _cutoffs([row for row, _ in counted], today)
    for row, spell in counted:
        dims = {
            "college": row["institution_code"], "major_class": spell["major_code"][:4] if spell["major_code"] else None,
            "region": where.get(row["institution_code"]), "occupation": row["occupation_code"],
            "enterprise": row["host_uscc"],
        }  # fmt: skip
        if row["status"] == "completed" and row["end_date"] is not None and row["end_date"] <= today:
            yield _conversion(row, dims, found[row["institution_code"], row["student_no"]], today)
        for cutoff in cutoffs:
            if row["status"] != "planned" and row["start_date"] <= cutoff and row["end_date"] > month_end(cutoff, -12):
                kept = int(row["internship_id"] not in breaches)
                yield Fact("internship_compliance_rate", cutoff, str(cutoff.year), dims, kept)


def _conversion(row: Row, dims: dict[str, str | None], statuses: list[Status], today: dt.date) -> Fact:
    due = add_months(row["end_date"], int(threshold("INTERN_CONVERSION_MONTHS", today)))
    over = due <= today
    hired = row["converted_to_hire"] is True or any(_hired(status, row["host_uscc"], due) for status in statuses)
    unknown = not hired and row["converted_to_hire"] is None and not statuses
    year = row["end_date"].year
    return Fact(
        "intern_conversion_rate", dt.date(year + 1, 6, 30), str(year), dims, int(over and hired), int(over),
        int(over and unknown), judged=over, provisional=not over,
    )  # fmt: skip


def _hired(status: Status, host: str, due: dt.date) -> bool:
    begun = status.row["start_date"] or status.row["signed_date"] or status.day
    return status.among(EMPLOYED) and status.row["employer_uscc"] == host and begun <= due


def _cutoffs(rows: list[Row], today: dt.date) -> list[dt.date]:
    """Return the last day of the last month that is over, and each year's last day with an internship's edge."""
    last = today if today == month_end(today) else month_end(today, -1)
    years = {day.year for row in rows for day in (row["start_date"], row["end_date"]) if row["status"] != "planned"}
    return sorted({last} | {end for year in years if (end := dt.date(year, 12, 31)) <= today})
