"""Introductions and their events as records, and the queries that read them. Appending belongs in `introductions`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pipelines.store.ledger.audit import AuditEntry, append_entries
from pipelines.store.ledger.introduction_states import OPENED, Event, State
from pipelines.store.ledger.introduction_tables import introduction, introduction_event
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn


@dataclass(frozen=True, slots=True)
class Introduction:
    """One person asked for by one enterprise for one vacancy, as it stands."""

    introduction_no: int
    introduction_id: str
    uscc: str
    vacancy_id: str
    person_key: str
    institution_code: str
    edition: str
    state: State
    reason: str
    asked_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the asking enterprise may see who it is."""
        return self.state in OPENED


@dataclass(frozen=True, slots=True)
class IntroductionEvent:
    """One step of one introduction; `evidence` names the document of a consent, never what it says."""

    event_no: int
    introduction_no: int
    event: Event
    reason: str
    evidence: str
    actor: str
    recorded_at: datetime


def select_introductions(
    connection: sa.Connection, condition: sa.ColumnElement[bool], *, limit: int | None = None
) -> list[Introduction]:
    """Return introductions by number, each with its newest state."""
    chosen = introduction_event.c.introduction_no.in_(sa.select(introduction.c.introduction_no).where(condition))
    first, last = introduction_event.alias(), introduction_event.alias()
    # A look at the contact is an event and no state.
    ends = (
        sa.select(
            sa.func.min(introduction_event.c.event_no).label("first"),
            sa.func.max(introduction_event.c.event_no).label("last"),
        )
        .where(chosen, introduction_event.c.event != "contact_viewed")
        .group_by(introduction_event.c.introduction_no)
        .subquery()
    )
    query = (
        sa.select(
            introduction,
            last.c.event.label("state"),
            last.c.reason,
            first.c.recorded_at.label("asked_at"),
            last.c.recorded_at.label("changed_at"),
        )
        .join(first, first.c.introduction_no == introduction.c.introduction_no)
        .join(ends, ends.c.first == first.c.event_no)
        .join(last, last.c.event_no == ends.c.last)
        .where(condition)
        .order_by(introduction.c.introduction_no)
        .limit(limit)
    )
    return [_introduction(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name


def select_events(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[IntroductionEvent]:
    """Return events, oldest first."""
    query = sa.select(introduction_event).where(condition).order_by(introduction_event.c.event_no)
    return [
        IntroductionEvent(
            r.event_no, r.introduction_no, r.event, r.reason, r.evidence, r.actor, from_text(r.recorded_at)
        )
        for r in connection.execute(query)
    ]


def append_event(
    turn: Turn,
    introduction_no: int,
    event: Event,
    *,
    actor: str,
    at: datetime,
    reason: str = "",
    evidence: str = "",
    entry: AuditEntry | None = None,
) -> None:
    """Append one event, and what the audit says of it, if anything."""
    values = {
        "introduction_no": introduction_no,
        "event": event,
        "reason": reason,
        "evidence": evidence,
        "actor": actor,
        "recorded_at": turn.recorded_at(at),
    }
    turn.execute(sa.insert(introduction_event).values(**values))
    if entry is not None:
        append_entries(turn, [entry])


def recorded_until(moment: datetime) -> sa.ColumnElement[bool]:
    """Return the condition of events that were known at a moment."""
    return introduction_event.c.recorded_at <= to_text(moment)


def _introduction(row: sa.RowMapping) -> Introduction:
    values: dict[str, Any] = dict(row)
    for name in ("asked_at", "changed_at"):
        values[name] = from_text(values[name])
    return Introduction(**values)
