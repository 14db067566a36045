"""Introductions as JSON, as each side sees them."""

from collections.abc import Sequence
from typing import Any, Final

from api.introduced_scope import AskingScope, CollegeScope
from api.introductions import repository
from api.moments import shown
from api.paging import Found, PageAsk
from data_contracts.disclosure import disclosed, opened
from pipelines.store.ledger import Introduction

OPENS: Final = [f"{feed}.{name}" for feed in disclosed() for name in opened(feed)]


def introductions_page(scope: AskingScope | CollegeScope, ask: PageAsk) -> dict[str, Any]:
    """Return a page; its cursor is bound to no edition, since the ledger keeps what is on it."""
    page = ask.open(organisation=scope.organisation, edition=None)
    listed = scope.introductions(after=page.after[0] if page.after else 0, limit=page.fetch)
    items = _of_students(scope, listed) if isinstance(scope, CollegeScope) else [_own(scope, one) for one in listed]
    found: list[Found] = [([one.introduction_no], item) for one, item in zip(listed, items, strict=True)]
    return page.body(found) | {"edition": scope.edition}


def own_answer(scope: AskingScope, found: Introduction) -> dict[str, Any]:
    """Return one introduction as the asking enterprise sees it."""
    return {"edition": scope.edition, **_own(scope, found)}


def student_answer(scope: CollegeScope, found: Introduction) -> dict[str, Any]:
    """Return one introduction as the student's college sees it."""
    return {"edition": scope.edition, **_of_students(scope, [found])[0]}


def _own(scope: AskingScope, one: Introduction) -> dict[str, Any]:
    candidate_id = scope.candidate_id(one.person_key) if scope.is_shown(one.person_key) else None
    return {**_head(one), "candidate_id": candidate_id}


def _of_students(scope: CollegeScope, listed: Sequence[Introduction]) -> list[dict[str, Any]]:
    names = repository.names(scope, listed)
    return [
        {
            **_head(one),
            "student_no": names.students.get(one.person_key),
            "vacancy_title": names.vacancies.get(one.vacancy_id),
            "enterprise": {"uscc": one.uscc, "name": names.enterprises.get(one.uscc)},
            "opens": OPENS,
        }
        for one in listed
    ]


def _head(one: Introduction) -> dict[str, Any]:
    return {
        "introduction_id": one.introduction_id,
        "state": one.state,
        "reason": one.reason or None,
        "vacancy_id": one.vacancy_id,
        "asked_at": shown(one.asked_at),
        "changed_at": shown(one.changed_at),
    }
