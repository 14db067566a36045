"""What an edition says about vacancies and candidates, asked through the enterprise's scope."""

import json
from typing import Any

from api.paging import Found, OpenPage
from api.scope import EnterpriseScope

_CANDIDATE_MEMBERS = ("rank", "score", "components", "skills", "profile")


def vacancies(scope: EnterpriseScope, page: OpenPage) -> list[Found]:
    """Return own vacancies in order of their ids."""
    rows = scope.rows(
        "vacancies",
        "select vacancy_id, body from my_vacancy where vacancy_id > :after order by vacancy_id limit :fetch",
        after=page.after[0] if page.after else "",
        fetch=page.fetch,
    )
    return [([row["vacancy_id"]], json.loads(row["body"])) for row in rows]


def vacancy(scope: EnterpriseScope, vacancy_id: str) -> dict[str, Any] | None:
    """Return one own vacancy, or None when there is none of that id."""
    rows = scope.rows("vacancy", "select body from my_vacancy where vacancy_id = :vacancy_id", vacancy_id=vacancy_id)
    return json.loads(rows[0]["body"]) if rows else None


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
    return [([row["rank"]], _candidate(scope.candidate_id(row["person_key"]), row["body"])) for row in rows]


def _candidate(candidate_id: str, body: str) -> dict[str, Any]:
    # Named members only: what publication adds to a body does not reach an enterprise by itself.
    made = json.loads(body)
    return {"candidate_id": candidate_id, **{name: made[name] for name in _CANDIDATE_MEMBERS}, "status": "available"}
