"""What enterprises look for.

Workshop jobs that the city's majors reach, and jobs as often as real postings have them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.demo import identity, names
from pipelines.demo.chance import Chance
from pipelines.demo.distributions import experience_years, frequencies, pay_notation
from pipelines.demo.organisations import Enterprise
from pipelines.demo.places import county
from pipelines.demo.plan import AUTUMN, SPRING, CityPlan, Term
from pipelines.demo.reference import Occupation, Reference
from pipelines.demo.rows import Choice, Row, Value

_EDUCATION = {
    "大专": "higher_vocational",
    "本科": "bachelor",
    "中技/中专": "secondary_vocational",
    "高中": "senior_secondary",
    "硕士": "master",
    "初中及以下": "junior_secondary",
    "博士": "doctor",
}
_CERTIFICATES = {"6-31-01-03": "特种作业操作证（低压电工作业）", "6-18-02-04": "特种作业操作证（熔化焊接与热切割作业）"}
_OF_THE_LARGEST = 34
_WORKSHOP_SHARE = 0.64
_PAY = {"2": 7000, "3": 5500, "4": 5200, "6": 5800}


@dataclass(frozen=True)
class Vacancy:
    """One vacancy from posting to closing."""

    employer: Enterprise
    number: str
    posted: date
    closed: date | None
    closing: str
    values: dict[str, Value] = field(hash=False)

    @property
    def seats(self) -> int:
        """How many people are sought."""
        return int(str(self.values["openings"]))

    def is_advertised_on(self, day: date) -> bool:
        """Whether the posting still holds by its own last day."""
        last = self.values["valid_through"]
        return isinstance(last, date) and day <= last

    def is_open_on(self, day: date) -> bool:
        """Whether somebody could still apply on a day."""
        return self.posted <= day and (self.closed is None or self.closed > day) and self.closing != "paused"


def make_vacancies(plan: CityPlan, reference: Reference, enterprises: Sequence[Enterprise]) -> list[Vacancy]:
    """Spread the vacancies over the enterprises by size; the largest has a sheet full, half of them at least one."""
    chance = Chance(plan.seed, "vacancies")
    hiring = [e for e in enterprises if e.status == "active"]
    pull = {e: float(e.headcount) ** 0.6 for e in hiring}
    counts: dict[str, int] = {}
    found = []
    for index in range(plan.vacancies):
        employer = (
            hiring[max(0, index - _OF_THE_LARGEST)]
            if index < _OF_THE_LARGEST + len(hiring) // 2
            else chance.weighted(pull)
        )
        counts[employer.uscc] = counts.get(employer.uscc, 0) + 1
        found.append(_vacancy(chance, reference, employer, counts[employer.uscc]))
    return sorted(found, key=lambda v: (v.employer.uscc, v.number))


def vacancy_rows(vacancies: Sequence[Vacancy], term: Term, *, with_employer: bool) -> list[Row]:
    """Return the vacancies as a sender lists them in a term; those closed half a year ago are gone."""
    return [
        _row(v, term.day, with_employer=with_employer)
        for v in vacancies
        if v.posted <= term.day and (v.closed is None or v.closed > term.day - timedelta(days=150))
    ]


def _row(vacancy: Vacancy, day: date, *, with_employer: bool) -> Row:
    values = dict(vacancy.values)
    if not with_employer:
        values["employer_name"] = None
    status = "paused" if vacancy.closing == "paused" else "open"
    if vacancy.closed is not None and vacancy.closed <= day:
        status = vacancy.closing
        values["closed_date"] = vacancy.closed
    values["status"] = Choice("vacancy_status", status)
    values["filled_count"] = values["openings"] if status == "filled" else 0
    return Row(values)


def _vacancy(chance: Chance, reference: Reference, employer: Enterprise, number: int) -> Vacancy:
    occupation = _occupation(chance, reference, employer)
    posted = chance.day(SPRING - timedelta(days=120), SPRING) if chance.flip(0.45) else chance.day(SPRING, AUTUMN)
    closing = chance.weighted({"open": 62, "filled": 22, "closed": 12, "paused": 4})
    closed = (
        chance.day(posted + timedelta(days=20), AUTUMN + timedelta(days=30))
        if closing in ("filled", "closed")
        else None
    )
    vacancy_no = f"ZW{number:04d}"
    work_region = employer.region if chance.flip(0.8) else county(chance, reference, near=employer.region)
    values: dict[str, Value] = {
        "uscc": employer.uscc,
        "employer_name": employer.name,
        "vacancy_no": vacancy_no,
        "version": 1,
        "title": _title(chance, occupation),
        "occupation_code": occupation.code if chance.flip(0.93) else None,
        "description": f"负责{occupation.name}相关工作，服从班组安排，遵守安全操作规程。",
        "openings": chance.weighted({1: 3, 2: 4, 3: 3, 5: 3, 10: 2, 20: 1}),
        "date_posted": posted,
        "valid_through": max(posted + timedelta(days=chance.number(60, 330)), closed or posted),
        "work_region": work_region,
        **_conditions(chance, reference, occupation),
        **_offer(chance, occupation, work_region),
    }
    return Vacancy(employer, vacancy_no, posted, closed, closing, values)


def _conditions(chance: Chance, reference: Reference, occupation: Occupation) -> dict[str, Value]:
    trade = occupation.is_skilled_trade
    level = chance.weighted({0: 50, 2: 14, 3: 26, 4: 9, 5: 1}) if trade else 0
    skills = chance.sample(occupation.skills, chance.number(0, 6))
    certificate = _CERTIFICATES.get(occupation.code) if chance.flip(0.5) else None
    return {
        "min_skill_level": Choice("ladder_rank", str(level)) if level else None,
        "level_is_must": chance.flip(0.6) if level else None,
        "certificate_required": (certificate,) if certificate else None,
        "major_codes": tuple(chance.sample(reference.majors_reaching(occupation.code), 2))
        if chance.flip(0.25)
        else None,
        "education_min": Choice("education", _EDUCATION[chance.weighted(frequencies("education"))]),
        "experience_years": experience_years(chance.weighted(frequencies("experience"))),
        "skills": tuple(chance.pick(reference.skill_words[s]) for s in skills if reference.skill_words[s]),
        "minimum_legal_age": 18 if certificate else 16,
        "hazard_flags": (Choice("hazard", "high_temperature"),) if trade and chance.flip(0.04) else None,
    }


def _offer(chance: Chance, occupation: Occupation, work_region: str) -> dict[str, Value]:
    monthly = chance.amount(_PAY.get(occupation.code[0], 5500), spread=0.28, step=100)
    kind = chance.weighted({"full_time": 88, "intern": 7, "dispatch": 3, "part_time": 2})
    nights = occupation.code[0] == "6" and kind != "intern" and chance.flip(0.2)
    start = chance.weighted({"summer": 45, "soon": 30, "none": 25})
    soon = chance.day(AUTUMN + timedelta(days=10), AUTUMN + timedelta(days=90))
    return {
        "employment_type": Choice("employment_type", kind),
        **_pay(chance, monthly),
        "work_address": f"{work_region}{names.address(chance)}" if chance.flip(0.6) else None,
        "work_hours": "8小时" if chance.flip(0.6) else None,
        "shift_system": "两班倒" if nights else chance.pick(["长白班", "双休", None]),
        "accommodation": chance.flip(0.4),
        "social_insurance": chance.flip(0.9),
        "contact_ref": f"{chance.pick(names.SURNAMES)}经理 {identity.phone_number(chance)}",
        "start_date": {"summer": date(2027, 7, 1), "soon": soon}.get(start),
        "night_shift": nights,
    }


def _pay(chance: Chance, monthly: int) -> dict[str, Value]:
    """Write pay in one cell, as most do, or in columns of its own."""
    if chance.flip(0.9):
        return {"pay_text": pay_notation(chance, monthly)}
    return {
        "pay_min": monthly,
        "pay_max": monthly + 1500,
        "pay_period": Choice("pay_period", "month"),
        "pay_months": chance.pick([12, 13]),
        "pay_negotiable": False,
    }


def _occupation(chance: Chance, reference: Reference, employer: Enterprise) -> Occupation:
    own = [c for c in reference.occupations_of_category(employer.category) if c[0] in "456"]
    if own and chance.flip(_WORKSHOP_SHARE):
        return reference.occupations[chance.pick(own)]
    known = {c: n for c, n in frequencies("csco_code").items() if c in reference.occupations}
    return reference.occupations[chance.weighted(known)]


def _title(chance: Chance, occupation: Occupation) -> str:
    return chance.pick(occupation.titles) if occupation.titles and chance.flip(0.75) else occupation.name
