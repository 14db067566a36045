"""Graduates whom an enterprise took for one of its spring vacancies: signed in spring, at work after graduation.

Past rankings of the demo city can be laid beside them. Who is hired knows nothing of any ranking: it is for a vacancy
in an occupation of the person's major, the nearer to it the likelier. It names a day to start, since work that starts
at once is not for people still at college.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.demo.careers import Career
from pipelines.demo.chance import Chance
from pipelines.demo.plan import COHORTS, SPRING
from pipelines.demo.vacancies import Vacancy

_CONTRACTS = ("10", "11")
_SOONEST = timedelta(days=8)
_LATEST = timedelta(days=88)
_SUMMER_ENDS = date(COHORTS[1], 8, 31)


def with_hires(seed: int, careers: Sequence[Career], vacancies: Sequence[Vacancy]) -> list[Career]:
    """Return the careers of a city, some of the youngest graduates hired for a vacancy that was open in spring."""
    chance = Chance(seed, "hires")
    by_occupation: dict[str, list[Vacancy]] = {}
    for vacancy in vacancies:
        if _is_sought(vacancy):
            by_occupation.setdefault(str(vacancy.values["occupation_code"]), []).append(vacancy)
    taken: Counter[Vacancy] = Counter()
    return [_hired(chance, c, by_occupation, taken) if _may_be_hired(c) else c for c in careers]


def _is_sought(vacancy: Vacancy) -> bool:
    has_time = vacancy.posted + _LATEST > SPRING + _SOONEST
    is_clear = vacancy.values["occupation_code"] is not None and vacancy.values["start_date"] is not None
    return vacancy.is_open_on(SPRING) and has_time and is_clear and vacancy.is_advertised_on(SPRING)


def _may_be_hired(career: Career) -> bool:
    is_plain = career.is_recorded and not career.is_conversion and not career.is_concentrated
    is_at_work = career.settled_on is not None and career.settled_on <= _SUMMER_ENDS
    return career.spell.cohort == COHORTS[1] and career.code in _CONTRACTS and is_plain and is_at_work


def _hired(chance: Chance, career: Career, by_occupation: dict[str, list[Vacancy]], taken: Counter[Vacancy]) -> Career:
    near = {
        vacancy: float(affinity) + 1
        for occupation, affinity in career.spell.major.occupations
        for vacancy in by_occupation.get(occupation, [])
        if taken[vacancy] < vacancy.seats and not vacancy.employer.hr_agency
    }
    if not near:
        return career
    vacancy = chance.weighted(near)
    taken[vacancy] += 1
    occupation = str(vacancy.values["occupation_code"])
    return replace(
        career,
        employer=vacancy.employer,
        employer_uscc=vacancy.employer.uscc,
        occupation=occupation,
        affinity=dict(career.spell.major.occupations)[occupation],
        signed_on=chance.day(max(SPRING, vacancy.posted) + _SOONEST, vacancy.posted + _LATEST),
    )
