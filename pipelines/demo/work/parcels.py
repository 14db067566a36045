"""Which files of the twelve feeds are sent when. Who sends them belongs in `sending`, what they say in each feed."""

from datetime import date

from pipelines.demo.plan import AUTUMN, TERMS
from pipelines.demo.population import Population
from pipelines.demo.rows import Parcel
from pipelines.demo.work.appointments import appointment_row
from pipelines.demo.work.awards import award_row
from pipelines.demo.work.bases import base_row
from pipelines.demo.work.funds import entry_row
from pipelines.demo.work.inspections import inspection_row
from pipelines.demo.work.mentorships import pairing_row
from pipelines.demo.work.partnerships import partnership_rows
from pipelines.demo.work.sending import by_college, by_office, by_workplace
from pipelines.demo.work.sessions import record_rows, session_row
from pipelines.demo.work.staffing import workforce_rows
from pipelines.demo.work.subsidies import SINCE, subsidy_rows
from pipelines.demo.work.training_plans import training_plan_row

_YEAR_END, _YEAR_END_SEEN = date(2026, 1, 20), date(2026, 1, 31)
_MID_YEAR = date(2026, 7, 28)


def work_parcels(city: Population) -> list[Parcel]:
    """Return every file of the twelve feeds, without faults."""
    return [
        *_staff(city),
        *_training(city, 2025, _YEAR_END, "2026-01"),
        *_training(city, 2026, AUTUMN, "2026-09"),
        *_of_colleges(city),
        *_of_the_office(city),
    ]


def _staff(city: Population) -> list[Parcel]:
    life, seed, reference = city.work, city.plan.seed, city.reference
    found = []
    for period, day, growth, pay in (("2025-10", date(2025, 10, 20), 92, 96), ("2026-10", AUTUMN, 100, 100)):
        rows = {w: workforce_rows(seed, reference, w, growth=growth, pay_growth=pay) for w in life.workplaces}
        found += by_workplace("workforce", city, period, day, rows.__getitem__)
    found += by_workplace(
        "appointment",
        city,
        "2026-09",
        AUTUMN,
        lambda w: [appointment_row(a) for a in life.appointments if a.workplace is w],
    )
    found += by_workplace(
        "mentorship", city, "2026-09", AUTUMN, lambda w: [pairing_row(p) for p in life.pairings if p.workplace is w]
    )
    return found


def _training(city: Population, year: int, sent: date, period: str) -> list[Parcel]:
    """Return the plans of a year, sent at its start, and what came of them, sent later."""
    life, reference = city.work, city.reference
    plans = [p for p in life.plans if p.year == year]
    held = [s for s in life.sessions if s.plan.year == year]
    entries = [e for e in life.entries if e.plan.year == year]
    return [
        *by_workplace(
            "training_plan",
            city,
            f"{year}-01",
            date(year, 2, 24),
            lambda w: [training_plan_row(p) for p in plans if p.workplace is w],
            also=[training_plan_row(p) for p in plans if p.college is not None],
        ),
        *by_workplace(
            "training_session",
            city,
            period,
            sent,
            lambda w: [session_row(s, reference) for s in held if s.workplace is w],
        ),
        *by_workplace(
            "training_record",
            city,
            period,
            sent,
            lambda w: [r for s in held if s.workplace is w for r in record_rows(s)],
        ),
        *by_workplace(
            "training_fund", city, period, sent, lambda w: [entry_row(e) for e in entries if e.workplace is w]
        ),
    ]


def _of_colleges(city: Population) -> list[Parcel]:
    life = city.work
    by_uscc = {e.uscc: e for e in city.enterprises}
    found = []
    for term in TERMS:
        found += by_college(
            "training_base",
            city,
            term.period,
            term.day,
            lambda c: [base_row(b) for b in life.bases if b.institution_code == c.code],
            first=1,
            also=[base_row(b) for b in life.bases if b.institution_code is None],
        )
        found += by_college(
            "partnership",
            city,
            term.period,
            term.day,
            lambda c: partnership_rows(city.plan.seed, c, by_uscc, city.spells, city.internships, life.bases),
        )
    found += by_college(
        "award",
        city,
        "2026-09",
        AUTUMN,
        lambda c: [award_row(a) for a in life.awards if a.spell is not None and a.spell.college is c],
        also=[award_row(a) for a in life.awards if a.workplace is not None],
    )
    return found


def _of_the_office(city: Population) -> list[Parcel]:
    life, seed, entitled = city.work, city.plan.seed, city.work.entitlements
    before = [inspection_row(i) for i in life.inspections if i.day <= _YEAR_END_SEEN]
    after = [inspection_row(i) for i in life.inspections if i.day > _YEAR_END_SEEN]
    in_2025 = subsidy_rows(seed, entitled, period="2026-01", first=SINCE, last=date(2025, 11, 30))
    since = subsidy_rows(seed, entitled, period="2026-09", first=date(2025, 12, 1), last=date(2026, 9, 30))
    return [
        by_office("inspection", "2026-01", _YEAR_END_SEEN, before),
        by_office("inspection", "2026-07", _MID_YEAR, after),
        by_office("subsidy", "2026-01", _YEAR_END, in_2025),
        by_office("subsidy", "2026-09", AUTUMN, since),
    ]
