"""The audit: who asked for what about whom, and when; it is appended to and read, never changed.

When an entry must be written before the answer, and when some are gathered first, is decided in `api`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from pipelines.store.ledger.access_tables import audit_entry
from pipelines.store.ledger.limits import LARGEST_NUMBER
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn, writing

_WRITTEN: Final = tuple(column.name for column in audit_entry.columns if column.name != "event_no")
_INSERT: Final = f"insert into audit_entry ({', '.join(_WRITTEN)}) values "  # noqa: S608 - names of ours alone
_ROW: Final = f"({', '.join('?' for _ in _WRITTEN)})"
_ROWS_AT_ONCE: Final = 1000
"""So many rows of so many columns bind well below the 32,766 values that SQLite takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that one client did; `person_key` only where it was about a single person."""

    client_id: str
    role: str
    org: str
    action: str
    subject: str
    request_id: str
    recorded_at: datetime
    person_key: str | None = None
    row_count: int = 0
    event_no: int = 0


class Audit:
    """The ledger's audit."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def append(self, entries: Iterable[AuditEntry]) -> None:
        """Append entries in their order, all or none."""
        wanted = list(entries)
        if wanted:
            with writing(self._engine, counted=False) as turn:
                append_entries(turn, wanted)

    def page(
        self,
        *,
        orgs: Sequence[str] | None = None,
        person_keys: Sequence[str] | None = None,
        client_id: str | None = None,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: int = 0,
        up_to: int = LARGEST_NUMBER,
        limit: int = 50,
    ) -> list[AuditEntry]:
        """Return entries, oldest first.

        Args:
            orgs: Of these organisations; None for all.
            person_keys: About these pseudonyms; None for whomever.
            client_id: Of this client; None for all.
            action: Of this kind; None for all.
            since: Recorded from this moment on.
            until: Recorded before this moment.
            after: With numbers above this one.
            up_to: With numbers up to this one.
            limit: At most so many.
        """
        conditions: list[sa.ColumnElement[bool]] = [
            audit_entry.c.event_no > min(after, LARGEST_NUMBER),
            audit_entry.c.event_no <= min(up_to, LARGEST_NUMBER),
        ]
        for column, wanted in ((audit_entry.c.org, orgs), (audit_entry.c.person_key, person_keys)):
            if wanted is not None:
                conditions.append(column.in_(wanted))
        for column, value in ((audit_entry.c.client_id, client_id), (audit_entry.c.action, action)):
            if value is not None:
                conditions.append(column == value)
        if since is not None:
            conditions.append(audit_entry.c.recorded_at >= to_text(since))
        if until is not None:
            conditions.append(audit_entry.c.recorded_at < to_text(until))
        query = sa.select(audit_entry).where(*conditions).order_by(audit_entry.c.event_no).limit(limit)
        with self._engine.connect() as connection:
            return [_entry(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name

    def newest(self) -> int:
        """Return the number of the newest entry, 0 when there is none."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.max(audit_entry.c.event_no))) or 0


def append_entries(turn: Turn, entries: Iterable[AuditEntry]) -> None:
    """Append entries with whatever else is written in the same turn."""
    rows = [
        {
            "client_id": entry.client_id,
            "role": entry.role,
            "org": entry.org,
            "action": entry.action,
            "subject": entry.subject[:120],
            "person_key": entry.person_key,
            "row_count": entry.row_count,
            "request_id": entry.request_id[:64],
            "recorded_at": turn.recorded_at(entry.recorded_at),
        }
        for entry in entries
    ]
    if rows and turn.connection.dialect.name == "sqlite":
        # One step of SQLite for many of them: between two steps the thread would wait for the busy one that answers.
        for begin in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[begin : begin + _ROWS_AT_ONCE]
            values = tuple(row[name] for row in part for name in _WRITTEN)
            turn.connection.exec_driver_sql(_INSERT + ", ".join([_ROW] * len(part)), values)
    elif rows:
        turn.connection.execute(sa.insert(audit_entry), rows)


def _entry(row: sa.RowMapping) -> AuditEntry:
    values: dict[str, Any] = dict(row)
    values["recorded_at"] = from_text(values["recorded_at"])
    return AuditEntry(**values)
