"""What an edition says about vacancies and candidates, asked through the enterprise's scope."""

import json
from typing import Any

from api.paging import Found, OpenPage
from api.scope import EnterpriseScope
from api.statuses import as_it_stands
from api.vacancies.doctor_words import worded

_CANDIDATE_MEMBERS = ("rank", "score", "components", "skills", "profile")


def vacancies(scope: EnterpriseScope, page: OpenPage) -> list[Found]:
    """Return own vacancies in order of their ids."""
    rows = scope.rows(
        "vacancies",
        "select vacancy_id, body from my_vacancy where vacancy_id > :after order by vacancy_id limit :fetch",
        after=page.after[0] if page.after else "",
        fetch=page.fetch,
    )
    return [([row["vacancy_id"]], _without_doctor(row["body"])) for row in rows]


def vacancy(scope: EnterpriseScope, vacancy_id: str) -> dict[str, Any] | None:
    """Return one own vacancy with its doctor, or None when there is none of that id."""
    rows = scope.rows("vacancy", "select body from my_vacancy where vacancy_id = :vacancy_id", vacancy_id=vacancy_id)
    if not rows:
        return None
    made = json.loads(rows[0]["body"])
    return {**made, "doctor": worded(made.get("doctor"))}


def candidates(scope: EnterpriseScope, vacancy_id: str, page: OpenPage) -> list[Found]:
    """Return an own vacancy's candidates by rank, each under the id this enterprise knows it by."""
    rows = scope.rows(
        "candidates",
        "select rank, person_key, body from my_candidate "
        "where vacancy_id = :vacancy_id and rank > :after order by rank limit :fetch",
        vacancy_id=vacancy_id,
        after=page.after[0] if page.after else 0,
        fetch=page.fetch,
    )
    return [([row["rank"]], _candidate(scope, vacancy_id, row["person_key"], row["body"])) for row in rows]


def _without_doctor(body: str) -> dict[str, Any]:
    made = json.loads(body)
    return {name: value for name, value in made.items() if name != "doctor"}


def _candidate(scope: EnterpriseScope, vacancy_id: str, person_key: str, body: str) -> dict[str, Any]:
    # Named members only: what publication adds to a body does not reach an enterprise by itself.
    made = json.loads(body)
    shown = {name: made[name] for name in _CANDIDATE_MEMBERS}
    # An edition made before there were explanations has none.
    row = {"candidate_id": scope.candidate_id(person_key), **shown, "explanation": made.get("explanation")}
    return as_it_stands(row, scope.standing.of(vacancy_id, person_key))
