"""Which hires known today belong to which vacancy of the past. Pure: rows in, rows out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Hire:
    """The first hire of a person at an enterprise in an occupation."""

    person_key: str
    uscc: str
    occupation_code: str
    hired_on: date


@dataclass(frozen=True)
class Vacancy:
    """A vacancy as it was known at a moment.

    Attributes:
        vacancy_id: Its public name.
        vacancy_seq: Its number among the vacancies of the moment.
        uscc: The enterprise.
        occupation_code: Its occupation.
        posted: When it was published.
        title: What it calls the work.
    """

    vacancy_id: str
    vacancy_seq: int
    uscc: str
    occupation_code: str
    posted: date
    title: str


def has_time_left(vacancy: Vacancy, day: date, days: int) -> bool:
    """Return whether a hire after a day could still count for a vacancy."""
    return day < vacancy.posted + timedelta(days=days)


def hires_of(hires: Iterable[Hire], vacancies: Iterable[Vacancy], day: date, days: int) -> list[tuple[Hire, Vacancy]]:
    """Return the hires after a day that belong to a vacancy, each with one: the one published last before it.

    A hire belongs to a vacancy of the same enterprise and occupation when it came after it was published, and no
    more than `days` days after that.
    """
    sought: dict[tuple[str, str], list[Vacancy]] = {}
    for vacancy in vacancies:
        sought.setdefault((vacancy.uscc, vacancy.occupation_code), []).append(vacancy)
    found = []
    for hire in hires:
        fitting = [
            v
            for v in sought.get((hire.uscc, hire.occupation_code), [])
            if day < hire.hired_on and v.posted <= hire.hired_on <= v.posted + timedelta(days=days)
        ]
        if fitting:
            found.append((hire, max(fitting, key=lambda v: (v.posted, v.vacancy_id))))
    return sorted(found, key=lambda pair: (pair[0].hired_on, pair[0].person_key, pair[1].vacancy_id))
