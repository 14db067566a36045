"""Who sends what, when: the parcels of a city. What the rows say belongs in the room of each feed."""

from collections.abc import Sequence
from datetime import date

from pipelines.demo.certificates import application_rows
from pipelines.demo.chance import Chance
from pipelines.demo.destinations import CUTOFFS, destination_rows
from pipelines.demo.enrolment import enrolment_rows
from pipelines.demo.intentions import intention_rows
from pipelines.demo.internships import internship_row
from pipelines.demo.organisations import College, Enterprise
from pipelines.demo.plan import OFFICE_NAME, OFFICE_ORG, TERMS, Term, at
from pipelines.demo.population import Population
from pipelines.demo.registries import college_rows, enterprise_rows
from pipelines.demo.rows import Choice, Parcel, Row
from pipelines.demo.styles import ENTERPRISE, OFFICE, PLAIN_ENTERPRISE
from pipelines.demo.unusual.internships import early_rows
from pipelines.demo.vacancies import vacancy_rows

PATCH_DAY = date(2026, 10, 13)
EARLY_DAY = date(2026, 9, 1)
"""When a college reports interns whom it registers only in autumn, more than a week before it does."""


def make_parcels(city: Population) -> list[Parcel]:
    """Return every file of the city, without faults."""
    return [*_registers(city), *_college_parcels(city), *_certificates(city), *_vacancies(city)]


def correction(parcels: Sequence[Parcel]) -> Parcel | None:
    """Return the patch in which the first college puts right what it was told about its autumn enrolment."""
    sent = [p for p in parcels if p.feed == "enrolment" and p.period == TERMS[-1].period and p.style == 0]
    rows = [
        Row(dict(row.intended) | {"row_action": Choice("row_action", "upsert")}, sheet=row.sheet)
        for parcel in sent
        for row in parcel.rows
        if row.intended is not None and not row.values.keys() - row.intended.keys() and row.faults[0].kind == "error"
    ]
    if not rows:
        return None
    first = sent[0]
    return Parcel(
        "enrolment",
        first.sender,
        first.sender_name,
        "college",
        first.period,
        at(PATCH_DAY, 9),
        first.style,
        rows,
        "patch",
        "_patch",
    )


def _registers(city: Population) -> list[Parcel]:
    found = []
    for term in TERMS:
        enrolled: dict[str, int] = {}
        for spell in city.spells:
            if spell.start <= term.day and spell.status_on(term.day) in ("active", "leave"):
                enrolled[spell.college.code] = enrolled.get(spell.college.code, 0) + 1
        colleges = college_rows(city.colleges, enrolled)
        enterprises = enterprise_rows(city.enterprises, Chance(city.plan.seed, "registry"))
        found += [_office("college", term, 0, colleges), _office("enterprise", term, 1, enterprises)]
    return found


def _college_parcels(city: Population) -> list[Parcel]:
    found: list[Parcel] = []
    for index, college in enumerate(city.colleges):
        spells = [s for s in city.spells if s.college is college]
        intentions = [i for i in city.intentions if i.spell.college is college]
        for term in TERMS:
            found.append(_from_college("enrolment", college, term.period, term.day, enrolment_rows(spells, term)))
            if term is TERMS[-1] or index < len(city.colleges) // 2:
                found.append(
                    _from_college("job_intention", college, term.period, term.day, intention_rows(intentions, term))
                )
        chance = Chance(city.plan.seed, "internship rows", college.code)
        rows = [internship_row(i, chance, city.reference) for i in city.internships if i.spell.college is college]
        early = early_rows(rows, {s.student_no for s in spells if s.is_late})
        if early:
            found.append(_from_college("internship", college, "2026-08", EARLY_DAY, early))
        found.append(_from_college("internship", college, "2026-09", TERMS[-1].day, rows))
        found += _destinations(city, college)
    return found


def _destinations(city: Population, college: College) -> list[Parcel]:
    careers = [c for c in city.careers if c.spell.college is college]
    found = []
    for cutoff in CUTOFFS:
        chance = Chance(city.plan.seed, "destination rows", college.code, cutoff.period)
        rows = destination_rows(careers, cutoff, chance, city.reference)
        if rows:
            sent = date(cutoff.day.year, 9, 10) if cutoff.day.month == 8 else date(cutoff.day.year + 1, 1, 12)
            found.append(_from_college("destination", college, cutoff.period, sent, rows))
    return found


def _certificates(city: Population) -> list[Parcel]:
    spring, autumn = TERMS
    return [
        _office("certificate", spring, 2, application_rows(city.applications, until_spring=True)),
        _office("certificate", Term("2026-09", autumn.day), 2, application_rows(city.applications, until_spring=False)),
    ]


def _vacancies(city: Population) -> list[Parcel]:
    both, later = city.plan.own_senders
    own = city.employers_by_vacancies[: both + later]
    found = []
    for term in TERMS:
        senders = own if term is TERMS[-1] else own[:both]
        for index, employer in enumerate(senders):
            rows = vacancy_rows(
                [v for v in city.vacancies if v.employer is employer], term, with_employer=index % 2 == 0
            )
            found.append(_from_enterprise(employer, term, index, rows))
        others = [v for v in city.vacancies if v.employer not in own]
        found.append(_office("vacancy", term, 3, vacancy_rows(others, term, with_employer=True)))
    return found


def _office(feed: str, term: Term, minute: int, rows: list[Row]) -> Parcel:
    return Parcel(feed, OFFICE_ORG, OFFICE_NAME, "steward", term.period, at(term.day, 8, minute), OFFICE, rows)


def _from_college(feed: str, college: College, period: str, day: date, rows: list[Row]) -> Parcel:
    hour = {"enrolment": 9, "job_intention": 10, "internship": 11, "destination": 14}[feed]
    return Parcel(
        feed, college.code, college.name, "college", period, at(day, hour, college.style), college.style, rows
    )


def _from_enterprise(employer: Enterprise, term: Term, index: int, rows: list[Row]) -> Parcel:
    style = ENTERPRISE if index % 2 == 0 else PLAIN_ENTERPRISE
    return Parcel(
        "vacancy", employer.uscc, employer.name, "enterprise", term.period, at(term.day, 12, index), style, rows
    )
