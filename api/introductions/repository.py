"""What an edition says about the people and vacancies of introductions, asked through the caller's scope."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from api.introduced_scope import AskingScope, CollegeScope
from pipelines.store.ledger import Introduction


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be asked for, or was.

    Attributes:
        institution_code: The college that puts the question.
        body: What consent opens, by feed.
    """

    person_key: str
    institution_code: str
    body: dict[str, list[dict[str, Any]]]


def is_candidate(scope: AskingScope, vacancy_id: str, person_key: str) -> bool:
    """Return whether a person is among the candidates of an own vacancy."""
    rows = scope.rows(
        "candidate",
        "select 1 from my_candidate where vacancy_id = :vacancy_id and person_key = :person_key",
        vacancy_id=vacancy_id,
        person_key=person_key,
    )
    return bool(rows)


def person(scope: AskingScope, person_keys: Collection[str]) -> Person | None:
    """Return somebody by all pseudonyms, None when nothing of the person may be opened any more."""
    rows = scope.rows(
        "disclosed",
        "select person_key, institution_code, body from my_disclosed "
        "where person_key in (select value from json_each(:person_keys))",
        person_keys=json.dumps(list(person_keys)),
    )
    if not rows:
        return None
    return Person(rows[0]["person_key"], rows[0]["institution_code"], json.loads(rows[0]["body"]))


@dataclass(frozen=True, slots=True)
class Names:
    """How a college knows the parties of introductions: students by number, vacancies by title, enterprises by name."""

    students: dict[str, str]
    vacancies: dict[str, str]
    enterprises: dict[str, str]


def names(scope: CollegeScope, introductions: Sequence[Introduction]) -> Names:
    """Return the names of what introductions are about; what the edition does not know is absent."""
    asking, same = scope.asking(introductions), scope.same_people()
    keys = {one.person_key: same.get(one.person_key, (one.person_key,)) for one in introductions}
    people = json.dumps(sorted({key for each in keys.values() for key in each}))
    students = scope.rows(
        "students",
        "select person_key, min(student_no) from my_student "
        "where person_key in (select value from json_each(:people)) group by person_key",
        people=people,
        **asking,
    )
    vacancies = scope.rows("asking_vacancies", "select vacancy_id, title from asking_vacancy", **asking)
    enterprises = scope.rows("asking_employers", "select uscc, name from asking_employer", **asking)
    known, titles, registered = (dict(map(tuple, rows)) for rows in (students, vacancies, enterprises))
    numbers = {person_key: known[key] for person_key, each in keys.items() for key in each if key in known}
    return Names(numbers, titles, registered)
