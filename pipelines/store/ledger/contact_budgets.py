"""How often people are asked for and by whom, counted from the events; nothing here is stored.

How much is too much is reference data and comes from the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from pipelines.store.ledger.introduction_states import WAITING, IntroductionRefusedError
from pipelines.store.ledger.introduction_tables import introduction, introduction_event
from pipelines.store.ledger.times import to_text


@dataclass(frozen=True, slots=True)
class ContactBudget:
    """How many introductions may be asked for: of a person within a window, and waiting for one vacancy."""

    per_candidate: int
    window: timedelta
    per_vacancy: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What of a budget is used."""

    of_candidate: int
    of_vacancy: int


def spent(connection: sa.Connection, person_key: str, vacancy_id: str, *, since: datetime) -> Spent:
    """Count how often a person was asked for since a moment, and how many questions of a vacancy are unanswered."""
    asked = (
        sa.select(sa.func.count())
        .select_from(introduction.join(introduction_event))
        .where(
            introduction.c.person_key == person_key,
            introduction_event.c.event == "asked",
            introduction_event.c.recorded_at > to_text(since),
        )
    )
    newest = (
        sa.select(sa.func.max(introduction_event.c.event_no))
        .select_from(introduction.join(introduction_event))
        .where(introduction.c.vacancy_id == vacancy_id)
        .group_by(introduction.c.introduction_no)
    )
    waiting = (
        sa.select(sa.func.count())
        .select_from(introduction_event)
        .where(introduction_event.c.event_no.in_(newest), introduction_event.c.event.in_(WAITING))
    )
    return Spent(connection.scalar(asked) or 0, connection.scalar(waiting) or 0)


def require_budget(
    connection: sa.Connection, person_key: str, vacancy_id: str, *, budget: ContactBudget, at: datetime
) -> None:
    """Refuse to ask once more than a budget allows.

    Raises:
        IntroductionRefusedError: saying whose budget is spent.
    """
    used = spent(connection, person_key, vacancy_id, since=at - budget.window)
    if used.of_candidate >= budget.per_candidate:
        raise IntroductionRefusedError("candidate_budget_spent")
    if used.of_vacancy >= budget.per_vacancy:
        raise IntroductionRefusedError("vacancy_budget_spent")
