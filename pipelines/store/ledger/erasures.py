"""Erasures, append-only, and who is to be kept out. Finding a person and removing rows belongs in `intake.erasure`.

Nothing here names anybody: a mark is a hash under a key of its own, and what a run still needs to know about the
person is sealed and leaves when the erasure is complete.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import sqlalchemy as sa

from pipelines.store.ledger.tables import erasure_event, erasure_file, erasure_mark, erasure_pending
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn, writing

_REWRITTEN = ("delivery", "erasure_pending", "introduction", "introduction_event", "pool_event", "audit_entry")
"""Tables in which an erasure changes or deletes rows."""

ErasureStep = Literal["requested", "carried_out", "completed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The keyed hash of a document or student number; `since`: first day of the spell the number last stood for."""

    text: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class PendingErasure:
    """An erasure that is recorded and not complete."""

    erasure_no: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ErasureEvent:
    """One step of one erasure."""

    event_no: int
    erasure_no: int
    event: ErasureStep
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of the data folder that an erasure rewrote; one that it removed has no new hash."""

    erasure_no: int
    name: str
    old_sha256: str
    new_sha256: str
    recorded_at: datetime


class Erasures:
    """The ledger's erasures."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def next_number(self) -> int:
        """Return the number that the next erasure takes; its sealed subject is bound to it."""
        with self._engine.connect() as connection:
            return (connection.scalar(sa.select(sa.func.max(erasure_event.c.erasure_no))) or 0) + 1

    def request(
        self, erasure_no: int, *, sealed: bytes, marks: Iterable[Mark], actor: str, recorded_at: datetime
    ) -> bool:
        """Record an erasure with its marks, all or nothing; False when somebody else took the number meanwhile."""
        try:
            with writing(self._engine) as turn:
                turn.execute(sa.insert(erasure_pending).values(erasure_no=erasure_no, sealed=sealed))
                _append_step(turn, erasure_no, "requested", actor, recorded_at)
                for mark in marks:
                    turn.execute(sa.delete(erasure_mark).where(erasure_mark.c.mark == mark.text))
                    since = mark.since.isoformat() if mark.since else None
                    turn.execute(sa.insert(erasure_mark).values(mark=mark.text, erasure_no=erasure_no, since=since))
        except sa.exc.IntegrityError:
            return False
        return True

    def record(self, erasure_no: int, event: ErasureStep, *, actor: str, recorded_at: datetime) -> None:
        """Append one step; with the last one, what was known about the person leaves."""
        with writing(self._engine) as turn:
            _append_step(turn, erasure_no, event, actor, recorded_at)
            if event == "completed":
                turn.execute(sa.delete(erasure_pending).where(erasure_pending.c.erasure_no == erasure_no))

    def pending(self) -> list[PendingErasure]:
        """Return the erasures that are not complete, oldest first."""
        query = sa.select(erasure_pending).order_by(erasure_pending.c.erasure_no)
        with self._engine.connect() as connection:
            return [PendingErasure(row.erasure_no, row.sealed) for row in connection.execute(query)]

    def marks(self) -> dict[str, date | None]:
        """Return every mark with the first day of its spell."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(erasure_mark.c.mark, erasure_mark.c.since)).all()
        return {mark: date.fromisoformat(since) if since else None for mark, since in rows}

    def events(self, as_of: datetime | None = None) -> list[ErasureEvent]:
        """Return the steps recorded up to a moment, or all, oldest first."""
        query = sa.select(erasure_event).order_by(erasure_event.c.event_no)
        if as_of is not None:
            query = query.where(erasure_event.c.recorded_at <= to_text(as_of))
        with self._engine.connect() as connection:
            return [
                ErasureEvent(r.event_no, r.erasure_no, r.event, r.actor, from_text(r.recorded_at))
                for r in connection.execute(query)
            ]

    def record_file(self, change: FileChange) -> None:
        """Write down that a file is about to change, so that no change is ever without its reason."""
        values = {name: getattr(change, name) for name in change.__slots__}
        with writing(self._engine) as turn:
            values["recorded_at"] = turn.recorded_at(change.recorded_at)
            turn.execute(sa.insert(erasure_file).values(**values))

    def file_changes(self) -> list[FileChange]:
        """Return every recorded change, oldest first."""
        query = sa.select(erasure_file).order_by(erasure_file.c.event_no)
        with self._engine.connect() as connection:
            return [
                FileChange(r.erasure_no, r.name, r.old_sha256, r.new_sha256, from_text(r.recorded_at))
                for r in connection.execute(query)
            ]

    def forget_deleted(self) -> None:
        """Make the database give up the pages in which deleted rows may still stand.

        PostgreSQL's write-ahead log is its own: it goes when the server recycles it.
        """
        statements: tuple[str, ...] = ("vacuum", "pragma wal_checkpoint(truncate)")
        if self._engine.dialect.name == "postgresql":
            statements = tuple(f"vacuum full {table}" for table in _REWRITTEN)
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.execute(sa.text(statement))


def _append_step(turn: Turn, erasure_no: int, event: ErasureStep, actor: str, recorded_at: datetime) -> None:
    values = {
        "erasure_no": erasure_no,
        "event": event,
        "actor": actor,
        "recorded_at": turn.recorded_at(recorded_at),
    }
    turn.execute(sa.insert(erasure_event).values(**values))
