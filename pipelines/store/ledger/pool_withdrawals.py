"""Who left the pool by their own wish, through the college, from the next request on.

Joining again is told by the college with a new consent in its feed, which the run that lets the person in records here;
one introduction's withdrawal belongs in `introductions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from pipelines.store.ledger.audit import AuditEntry, append_entries
from pipelines.store.ledger.introduction_records import append_event, select_introductions
from pipelines.store.ledger.introduction_states import FOLLOWS
from pipelines.store.ledger.introduction_tables import introduction, introduction_event, pool_event
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn, writing

PoolChange = Literal["withdrawn", "rejoined"]
_STAYS = ("refused", "expired")
"""States of an introduction in which nothing is open that leaving the pool could shut."""


@dataclass(frozen=True, slots=True)
class PoolEvent:
    """One person leaving the pool or joining it again."""

    event_no: int
    person_key: str
    institution_code: str
    event: PoolChange
    actor: str
    recorded_at: datetime


class PoolWithdrawals:
    """The ledger's withdrawals from the pool."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def withdraw(
        self, person_key: str, *, college: str, actor: str, at: datetime, entry: AuditEntry | None = None
    ) -> bool:
        """Take a person out of the pool and out of every introduction under way; False when out already.

        A wish that is said again later is recorded again: a consent in between was given before it.
        """
        with writing(self._engine) as turn:
            newest = _newest(turn.connection, person_key)
            was_out = newest is not None and newest.event == "withdrawn"
            if newest is None or not was_out or to_text(newest.recorded_at) < turn.recorded_at(at):
                _append(turn, (person_key, college), "withdrawn", actor, at)
                if entry is not None:
                    append_entries(turn, [entry])
            if was_out:
                return False
            for one in select_introductions(turn.connection, introduction.c.person_key == person_key):
                if "withdrawn" in FOLLOWS[one.state] and one.state not in _STAYS:
                    append_event(turn, one.introduction_no, "withdrawn", actor=actor, at=at)
        return True

    def rejoin(self, person_key: str, *, actor: str, at: datetime, known_to: int | None = None) -> bool:
        """Let a person in again; introductions that were withdrawn stay so. False when not out.

        Args:
            person_key: Whom.
            actor: Who decided.
            at: When.
            known_to: Number of the newest event that was known to who decided; a later withdrawal stands.
        """
        with writing(self._engine) as turn:
            newest = _newest(turn.connection, person_key)
            if newest is None or newest.event != "withdrawn":
                return False
            if known_to is not None and newest.event_no > known_to:
                return False
            _append(turn, (person_key, newest.institution_code), "rejoined", actor, at)
        return True

    def people(self) -> frozenset[str]:
        """Return who is out of the pool now."""
        newest = sa.select(sa.func.max(pool_event.c.event_no)).group_by(pool_event.c.person_key)
        query = sa.select(pool_event.c.person_key).where(
            pool_event.c.event_no.in_(newest), pool_event.c.event == "withdrawn"
        )
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def newest_event(self) -> int:
        """Return the number of the newest event; numbers are never given twice, whatever an erasure deletes."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.max(pool_event.c.event_no))) or 0

    def counter(self) -> int:
        """Return a number that changes with every withdrawal or return, in the pool or of an introduction."""
        of_introductions = (
            sa.select(sa.func.count())
            .select_from(introduction_event)
            .where(introduction_event.c.event == "withdrawn")
            .scalar_subquery()
        )
        of_pool = sa.select(sa.func.count()).select_from(pool_event).scalar_subquery()
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(of_introductions + of_pool)) or 0

    def known(self, as_of: datetime) -> list[PoolEvent]:
        """Return the events recorded up to a moment, oldest first."""
        query = sa.select(pool_event).where(pool_event.c.recorded_at <= to_text(as_of)).order_by(pool_event.c.event_no)
        with self._engine.connect() as connection:
            return [_event(row) for row in connection.execute(query)]


def is_withdrawn(connection: sa.Connection, person_key: str) -> bool:
    """Return whether a person is out of the pool now."""
    newest = _newest(connection, person_key)
    return newest is not None and newest.event == "withdrawn"


def _newest(connection: sa.Connection, person_key: str) -> PoolEvent | None:
    of_person = sa.select(pool_event).where(pool_event.c.person_key == person_key)
    row = connection.execute(of_person.order_by(pool_event.c.event_no.desc()).limit(1)).one_or_none()
    return None if row is None else _event(row)


def _event(row: sa.Row[Any]) -> PoolEvent:
    moment = from_text(row.recorded_at)
    return PoolEvent(row.event_no, row.person_key, row.institution_code, row.event, row.actor, moment)


def _append(turn: Turn, whose: tuple[str, str], event: PoolChange, actor: str, at: datetime) -> None:
    values = {"person_key": whose[0], "institution_code": whose[1], "event": event, "actor": actor}
    turn.execute(sa.insert(pool_event).values(**values, recorded_at=turn.recorded_at(at)))
