"""What an edition says about vacancies and candidates, asked through the enterprise's scope."""

import json
from typing import Any

from api.paging import Found, OpenPage, as_bytes
from api.scope import EnterpriseScope
from api.standing import Status
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


def is_own(scope: EnterpriseScope, vacancy_id: str) -> bool:
    """Whether there is an own vacancy of that id."""
    return bool(scope.rows("own", "select 1 from my_vacancy where vacancy_id = :vacancy_id", vacancy_id=vacancy_id))


def vacancy(scope: EnterpriseScope, vacancy_id: str) -> dict[str, Any] | None:
    """Return one own vacancy with its doctor, or None when there is none of that id."""
    rows = scope.rows("vacancy", "select body from my_vacancy where vacancy_id = :vacancy_id", vacancy_id=vacancy_id)
    if not rows:
        return None
    made = json.loads(rows[0]["body"])
    return {**made, "doctor": worded(made.get("doctor"))}


def candidates(scope: EnterpriseScope, vacancy_id: str, page: OpenPage) -> list[Found]:
    """Return an own vacancy's candidates by rank as JSON, each under the id this enterprise knows it by."""
    rows = scope.rows(
        "candidates",
        "select rank, person_key, cast(body as blob) as body,"
        " exists (select 1 from edition_info where key = 'candidate_body') as is_ready from my_candidate "
        "where vacancy_id = :vacancy_id and rank > :after order by rank limit :fetch",
        vacancy_id=vacancy_id,
        after=page.after[0] if page.after else 0,
        fetch=page.fetch,
    )
    found: list[Found] = []
    names = scope.candidate_ids([row["person_key"] for row in rows])
    for name, (rank, person_key, body, is_ready) in zip(names, rows, strict=True):
        status = scope.standing.of(vacancy_id, person_key)
        if is_ready and status != "withdrawn":
            # Text of publication's own making, handed on unread.
            text = b'{"candidate_id":"%b",%b,"status":"%b"}' % (name.encode(), body[1:-1], status.encode())
            found.append(([rank], text))
        else:
            found.append(([rank], as_bytes(_candidate(name, body, status))))
    return found


def _without_doctor(body: str) -> dict[str, Any]:
    made = json.loads(body)
    return {name: value for name, value in made.items() if name != "doctor"}


def _candidate(candidate_id: str, body: bytes, status: Status) -> dict[str, Any]:
    # Named members only: what publication adds to a body does not reach an enterprise by itself.
    made = json.loads(body)
    shown = {name: made[name] for name in _CANDIDATE_MEMBERS}
    # An edition made before there were explanations has none.
    row = {"candidate_id": candidate_id, **shown, "explanation": made.get("explanation")}
    return as_it_stands(row, status)
