"""Which post internships broke a rule of severity error: found at the door, or by a rule that needs other feeds.

The rules are domain section 3 and the code tables; what a metric makes of a breach belongs in `internships`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.recomputation.days import add_months
from tests.recomputation.in_force import InForce
from tests.recomputation.source import Row, code_table, holds, threshold


def broken(force: InForce, internships: list[tuple[Row, Row]]) -> set[str]:
    """Return the ids of the internships with at least one breach of severity error.

    Args:
        force: The rows in force.
        internships: Rows in force, each with the spell of its student.
    """
    door = {
        (found["delivery_no"], found["sheet"], found["row_no"])
        for found in force.source.findings("internship")
        if found["kind"] == "compliance" and found["severity"] == "error"
    }
    industries = {row["uscc"]: row["industry"] for row in force.rows("enterprise")}
    regions = {row["institution_code"]: row["region"] for row in force.rows("college")}
    finished = _finished(force)
    found: set[str] = set()
    for row, spell in internships:
        industry, region = industries.get(row["host_uscc"]), regions.get(row["institution_code"])
        rules = _rules(row, spell, industry, region, finished.get(spell["person_key"] or "", []))
        at_door = (row["delivery_no"], row["sheet"], row["row_no"]) in door
        if at_door or any(_in_force(rule, row["start_date"]) for rule in rules):
            found.add(row["internship_id"])
    return found


def _rules(row: Row, spell: Row, industry: str | None, region: str | None, finished: list[dt.date]) -> Iterator[str]:
    """Yield the codes of the rules that other feeds show to be broken."""
    first = row["start_date"]
    minor = _younger(spell, "ADULT_AGE", first)
    if minor and row["guardian_consent"] is not True:
        yield "INT-M02"
    if _first_year(spell, first, finished):
        yield "INT-M03"
    if first >= dt.date(2021, 12, 31) and _younger(spell, "INTERN_MIN_AGE", first):
        yield "INT-M04"
    if any(_barred(row, barred, minor=minor, woman=spell["gender"] == "female") for barred in _barred_work(first)):
        yield "INT-M05"
    if industry is not None and any(industry.startswith(prefix) for prefix in _barred_industries()):
        yield "INT-M06"
    # The code of a college tells its province when it is the ten digits of the national form.
    told = row["institution_code"].isdigit() and len(row["institution_code"]) == 10
    away = region is not None and row["host_region"] is not None and region[:2] != row["host_region"][:2]
    if not told and away and row["cross_province_filing_no"] is None:
        yield "INT-M18"


def _in_force(code: str, day: dt.date) -> bool:
    rules = [row for row in code_table("internship_rules") if row["rule_code"] == code and row["severity"] == "error"]
    return any(holds(rule, day) for rule in rules)


def _first_year(spell: Row, day: dt.date, finished: list[dt.date]) -> bool:
    """Whether a day lies in the first year, by the spell and by the grade, of a full-time student who began anew."""
    begun, grade_ends = spell["programme_start"], dt.date(spell["grade"] + 1, 8, 31)
    anew = spell["learner_kind"] != "in_service" and all(earlier >= begun for earlier in finished)
    return anew and day < add_months(begun, 12) and day <= grade_ends


def _finished(force: InForce) -> dict[str, list[dt.date]]:
    """Return when the programmes of each person began that were not broken off: who goes on from one begins no more."""
    found: dict[str, list[dt.date]] = defaultdict(list)
    for row in force.rows("enrolment"):
        if row["person_key"] is not None and row["status"] not in ("dropped", "transferred"):
            found[row["person_key"]].append(row["programme_start"])
    return dict(found)


def _younger(spell: Row, name: str, day: dt.date) -> bool:
    born = spell["birth_date"]
    return born is not None and day < add_months(born, 12 * int(threshold(name, day)))


def _barred_work(day: dt.date) -> list[Row]:
    return [row for row in code_table("internship_barred_work") if holds(row, day)]


def _barred(row: Row, barred: Row, *, minor: bool, woman: bool) -> bool:
    done = [row["labour_intensity"]] if barred["kind"] == "labour_intensity" else row["hazard_flags"]
    group = {"minor": minor, "woman": woman, "student": True}[barred["person_group"]]
    return group and barred["code"] in ([] if done is None else list(done))


def _barred_industries() -> list[str]:
    rows = code_table("internship_industries")
    return [row["industry_prefix"] for row in rows if row["rule_id"] == "I06" and row["severity"] == "error"]
