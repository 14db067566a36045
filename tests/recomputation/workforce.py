"""Facts of the workforce: levels, ages and the estimate of who retires within five years.

Appointments and training of the same enterprises belong in their own families.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.recomputation.cells import SIXTIETHS, Fact
from tests.recomputation.days import add_months, month_end, quarter_end
from tests.recomputation.in_force import InForce
from tests.recomputation.people import cities
from tests.recomputation.source import Row, code_table, holds, rows_of, threshold

AGES = {
    "skilled_share_30_and_under": {"25_and_under", "26_30"},
    "skilled_share_31_40": {"31_35", "36_40"},
    "skilled_share_41_50": {"41_45", "46_50"},
    "skilled_share_51_and_over": {"51_55", "56_and_over"},
}
BANDS = {row["code"]: int(row["high"] or 60) for row in code_table("bands") if row["list"] == "age_band"}
SKILLED, HIGH_SKILLED = 2, 4
FIVE_YEARS = 60


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each counted row adds at each quarter end."""
    where = cities(force, "enterprise", "uscc")
    reports = _reports(force)
    ends = {quarter_end(dt.date.fromisoformat(f"{period}-01")) for _, period in reports}
    months = int(threshold("WORKFORCE_REPORT_MONTHS", today))
    for cutoff in sorted(end for end in ends if end <= today):
        first, last = (f"{month_end(cutoff, back):%Y-%m}" for back in (1 - months, 0))
        for uscc in {uscc for uscc, _ in reports}:
            counted = max((p for u, p in reports if u == uscc and first <= p <= last), default=None)
            for row in reports[uscc, counted] if counted else ():
                dims = {"occupation": row["occupation_code"], "enterprise": uscc, "region": where.get(uscc)}
                yield from _of_row(row, cutoff, dims)


def _reports(force: InForce) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of each enterprise and month: of two senders those with the higher delivery number."""
    found: dict[tuple[str, str], list[Row]] = {}
    states = force.states("workforce")
    states["newest_delivery"] = states.groupby(["uscc", "period", "sender"])["delivery_no"].transform("max")
    for row in rows_of(states.sort_values("newest_delivery")):
        report = found.setdefault((row["uscc"], row["period"]), [])
        if report and report[0]["sender"] != row["sender"]:
            report.clear()
        report.append(row)
    return found


def _of_row(row: Row, cutoff: dt.date, dims: dict[str, str | None]) -> Iterator[Fact]:
    level = None if row["staff_level"] is None else int(row["staff_level"])
    staff, cohort = row["staff_count"], str(cutoff.year)
    skilled = level is None or level >= SKILLED
    counted = staff * skilled
    high = level is not None and level >= HIGH_SKILLED
    yield Fact("high_skilled_share", cutoff, cohort, dims, staff * high, counted, staff * (level is None))
    band = row["age_band"] if row["age_band"] in BANDS else None
    for metric, bands in AGES.items():
        unknown = level is None or band is None
        of_age = counted * (not unknown and band in bands)
        yield Fact(metric, cutoff, cohort, dims, of_age, counted, counted * unknown)
    if skilled and level is not None:
        parts = _sixtieths(row, band, cutoff)
        unseen = staff * (parts is None)
        yield Fact("retirement_risk_share", cutoff, cohort, dims, parts or 0, staff, unseen, provisional=True)


def _sixtieths(row: Row, band: str | None, cutoff: dt.date) -> int | None:
    """Return the staff of a row within five years of retirement, in sixtieths of a person."""
    ages = {gender: _retirement(gender, row["job_sequence"], cutoff) for gender in ("male", "female")}
    if band is None or None in ages.values():
        return None
    month = 12 * (BANDS[band] + 1)
    part = {gender: min(max(month - ((age or 0) - FIVE_YEARS), 0), SIXTIETHS) for gender, age in ages.items()}
    staff, men, women = row["staff_count"], row["male_count"], row["female_count"]
    if part["male"] == part["female"]:
        return int(staff * part["male"])
    if men is None and women is None:
        return None
    men, women = (staff - women if men is None else men), (staff - men if women is None else women)
    if men + women != staff:
        return None
    return int(men * part["male"] + women * part["female"])


def _retirement(gender: str, sequence: str | None, cutoff: dt.date) -> int | None:
    day = add_months(cutoff, FIVE_YEARS)
    rows = [r for r in code_table("retirement_ages") if (r["gender"], r["job_sequence"]) == (gender, sequence)]
    return next((int(row["age_months"]) for row in rows if holds(row, day)), None)
