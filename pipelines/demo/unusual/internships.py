"""Unusual internships: posts in the first year, a trade with too many interns, rows sent before their enrolment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.demo.internships import Internship
from pipelines.demo.organisations import Enterprise
from pipelines.demo.plan import COHORTS
from pipelines.demo.rows import Row
from pipelines.demo.work.staffing import staff_in_trade
from pipelines.demo.work.workplaces import Workplace

FIRST_YEAR = "post_internship_in_first_year"
CROWDED = "post_over_20_percent"
FULL_HOST = "host_over_10_percent"
EARLY_UNTIL = date(2026, 8, 20)
UNKNOWN_STUDENT = "249999999"
_FIRST_YEAR_POSTS = 2
_ADULT = 18
_PER_CENT, _FULL_PER_CENT = 32, 16
"""Interns per hundred staff in the crowded trade and at the crowded host, well over the 20 and 10 allowed."""
_SMALL_HOST = 40


def with_unusual_internships(
    internships: Sequence[Internship], workplaces: Sequence[Workplace], enterprises: Sequence[Enterprise]
) -> list[Internship]:
    """Return the internships of a city with two more in the first year, a crowded trade and a crowded small host."""
    trade = workplaces[-1].trades[-1]
    in_trade = staff_in_trade(workplaces[-1], trade) * _PER_CENT // 100 + 1
    found = _crowded(internships, CROWDED, workplaces[-1].enterprise, trade, in_trade)
    small = _small_host(enterprises)
    found = _crowded(found, FULL_HOST, small, trade, small.headcount * _FULL_PER_CENT // 100 + 3)
    return [*found, *_first_year(found, workplaces[0])]


def early_rows(rows: Sequence[Row], late: set[str]) -> list[Row]:
    """Return what a college sent of interns before it registered them, with one whom it never registers."""
    early = [r for r in rows if str(r.values["student_no"]) in late and _is_post_before(r, EARLY_UNTIL)]
    for row in early:
        row.is_reserved = True
    copies = [_reserved(r) for r in early]
    if copies:
        stranger = _reserved(copies[0])
        stranger.values |= {"internship_id": "SX2027999999", "student_no": UNKNOWN_STUDENT}
        copies.append(stranger)
    return copies


def _reserved(row: Row) -> Row:
    copy = row.copy()
    copy.is_reserved = True
    return copy


def _is_post_before(row: Row, day: date) -> bool:
    start = row.values["start_date"]
    return isinstance(start, date) and start <= day and row.values["pay_monthly"] is not None


def _first_year(internships: Sequence[Internship], workplace: Workplace) -> list[Internship]:
    able = [
        i
        for i in internships
        if i.kind == "post"
        and i.spell.cohort == COHORTS[-1]
        and i.spell.path == "plain"
        and i.spell.years > 2
        and i.spell.person.age_on(i.spell.start) >= _ADULT
        and not i.oddity
    ]
    return [
        replace(
            i,
            internship_id=f"SX{i.spell.cohort}{990000 + n}",
            host=workplace.enterprise,
            start=date(i.spell.start.year, 11, 4),
            end=date(i.spell.start.year, 11, 4) + timedelta(days=153),
            converted=False,
            oddity=FIRST_YEAR,
        )
        for n, i in enumerate(able[:_FIRST_YEAR_POSTS])
    ]


def _small_host(enterprises: Sequence[Enterprise]) -> Enterprise:
    usual = [e for e in enterprises if e.status == "active" and not (e.hr_agency or e.blacklisted)]
    return next(e for e in reversed(usual) if e.headcount >= _SMALL_HOST)


def _crowded(
    internships: Sequence[Internship], oddity: str, host: Enterprise, trade: str, wanted: int
) -> list[Internship]:
    """Let some interns of this year all go to one trade of one host, those who learn the trade first."""
    able = [
        i
        for i in internships
        if i.kind == "post"
        and i.spell.cohort == COHORTS[-1]
        and not (i.spell.order_uscc or i.spell.is_late or i.oddity)
    ]
    ranked = sorted(able, key=lambda i: (-dict(i.spell.major.occupations).get(trade, 0), i.internship_id))
    chosen = {i.internship_id for i in ranked[:wanted]}
    return [_moved(i, oddity, host, trade) if i.internship_id in chosen else i for i in internships]


def _moved(internship: Internship, oddity: str, host: Enterprise, trade: str) -> Internship:
    start = min(internship.start, date(2026, 9, 7))
    end = start + (internship.end - internship.start)
    return replace(internship, host=host, occupation=trade, start=start, end=end, oddity=oddity)
