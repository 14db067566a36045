"""Deliveries and their states, append-only. Deciding a state belongs in `pipelines.intake`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import sqlalchemy as sa

from pipelines.store.ledger.limits import LARGEST_NUMBER
from pipelines.store.ledger.tables import delivery, delivery_event
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn, writing

State = Literal[
    "received",
    "checked",
    "accepted",
    "in_force",
    "superseded",
    "rejected",
    "held",
    "erased",
]
COUNTING_STATES: tuple[State, ...] = ("accepted", "in_force", "superseded")
"""The states in which a delivery's rows count."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A file that has just arrived; `mapping` is the name and version of the mapping it came through, if any."""

    feed: str
    sender: str
    sender_role: str
    period: str
    mode: str
    file_name: str
    file_sha256: str
    received_at: datetime
    contract_version: str
    mapping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(NewDelivery):
    """A delivery with its number, what its check counted, and the newest of its states."""

    delivery_no: int
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One change of a delivery's state."""

    event_no: int
    delivery_no: int
    state: State
    reason: str
    actor: str
    recorded_at: datetime


class Deliveries:
    """Reads and appends deliveries."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def receive(self, new: NewDelivery, *, actor: str) -> Delivery:
        """Record an arrived file as `received`; its number rises with every call."""
        values = {name: getattr(new, name) for name in new.__slots__} | {
            "received_at": to_text(new.received_at),
            "rows_read": 0,
            "rows_accepted": 0,
            "rows_rejected": 0,
        }
        with writing(self._engine) as turn:
            key = turn.execute(sa.insert(delivery).values(**values)).inserted_primary_key
            number = int(cast("tuple[int]", key)[0])
            append_state(turn, number, "received", "", new.received_at, actor)
        return self.require(number)

    def record_rows(self, delivery_no: int, *, read: int, accepted: int, rejected: int) -> None:
        """Write down how many rows a check read, accepted and rejected."""
        counts = {"rows_read": read, "rows_accepted": accepted, "rows_rejected": rejected}
        with writing(self._engine) as turn:
            turn.execute(sa.update(delivery).where(delivery.c.delivery_no == delivery_no).values(**counts))

    def record_state(
        self,
        delivery_no: int,
        state: State,
        reason: str,
        recorded_at: datetime,
        actor: str,
        *,
        expected: State | None = None,
    ) -> bool:
        """Append one change of state and return whether it was appended.

        Args:
            delivery_no: The delivery.
            state: Its new state.
            reason: Why, in words that the sender reads.
            recorded_at: When it was decided.
            actor: Who decided.
            expected: The state that the decision was made on; when another one came first nothing is appended.
        """
        newest = (
            sa.select(delivery_event.c.state)
            .where(delivery_event.c.delivery_no == delivery_no)
            .order_by(delivery_event.c.event_no.desc())
            .limit(1)
        )
        # In one turn it looks and appends, so that of two deciders the second finds the first one's state.
        with writing(self._engine) as turn:
            if expected is not None and turn.connection.scalar(newest) != expected:
                return False
            append_state(turn, delivery_no, state, reason, recorded_at, actor)
        return True

    def rename_file(self, delivery_no: int, file_name: str) -> None:
        """Give a delivery's file another name: the only words of a sender that the ledger holds may name a person."""
        with writing(self._engine) as turn:
            named = sa.update(delivery).where(delivery.c.delivery_no == delivery_no)
            turn.execute(named.values(file_name=file_name))

    def get(self, delivery_no: int) -> Delivery | None:
        """Return one delivery."""
        if not 0 < delivery_no <= LARGEST_NUMBER:
            return None
        found = self._select(delivery.c.delivery_no == delivery_no)
        return found[0] if found else None

    def require(self, delivery_no: int) -> Delivery:
        """Return one delivery that must exist.

        Raises:
            KeyError: there is no such delivery.
        """
        found = self.get(delivery_no)
        if found is None:
            raise KeyError(delivery_no)
        return found

    def like(self, new: NewDelivery) -> list[Delivery]:
        """Return the deliveries of the same sender, feed and period, newest first."""
        same = sa.and_(*(delivery.c[name] == getattr(new, name) for name in ("sender", "feed", "period")))
        return self._select(same, newest_first=True)

    def page(self, *, sender: str | None = None, after: int = 0, limit: int = 50) -> Sequence[Delivery]:
        """Return deliveries in order of their numbers, of one sender or of all."""
        condition = delivery.c.delivery_no > min(after, LARGEST_NUMBER)
        if sender is not None:
            condition = sa.and_(condition, delivery.c.sender == sender)
        return self._select(condition, limit=limit)

    def events(self, delivery_no: int) -> Sequence[DeliveryEvent]:
        """Return all changes of one delivery's state, oldest first."""
        query = (
            sa.select(delivery_event)
            .where(delivery_event.c.delivery_no == delivery_no)
            .order_by(delivery_event.c.event_no)
        )
        with self._engine.connect() as connection:
            return [
                DeliveryEvent(r.event_no, r.delivery_no, r.state, r.reason, r.actor, from_text(r.recorded_at))
                for r in connection.execute(query)
            ]

    def counting(self, as_of: datetime, *, feed: str | None = None, sender: str | None = None) -> list[Delivery]:
        """Return the deliveries whose rows count with the knowledge of `as_of`, by number."""
        moment = to_text(as_of)
        condition = delivery.c.received_at <= moment
        for column, value in ((delivery.c.feed, feed), (delivery.c.sender, sender)):
            if value is not None:
                condition = sa.and_(condition, column == value)
        return self._select(condition, known=delivery_event.c.recorded_at <= moment, states=COUNTING_STATES)

    def all(self) -> list[Delivery]:
        """Return every delivery by number, whatever its state."""
        return self._select(sa.true())

    def newest_event(self, state: State) -> int:
        """Return the number of the newest event of a state, 0 when there is none."""
        query = sa.select(sa.func.max(delivery_event.c.event_no)).where(delivery_event.c.state == state)
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def _select(
        self,
        condition: sa.ColumnElement[bool],
        *,
        known: sa.ColumnElement[bool] | None = None,
        states: Sequence[State] = (),
        newest_first: bool = False,
        limit: int | None = None,
    ) -> list[Delivery]:
        # What every delivery went through grows without end: only the events of the deliveries asked for are read.
        chosen = delivery_event.c.delivery_no.in_(sa.select(delivery.c.delivery_no).where(condition))
        state = _latest_state(chosen if known is None else sa.and_(chosen, known))
        if states:
            condition = sa.and_(condition, state.c.state.in_(states))
        order = delivery.c.delivery_no.desc() if newest_first else delivery.c.delivery_no
        query = (
            sa.select(delivery, state.c.state, state.c.reason)
            .join(state, state.c.delivery_no == delivery.c.delivery_no)
            .where(condition)
            .order_by(order)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_delivery(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name


def _latest_state(known: sa.ColumnElement[bool]) -> sa.Subquery:
    newest = (
        sa.select(sa.func.max(delivery_event.c.event_no).label("event_no"))
        .where(known)
        .group_by(delivery_event.c.delivery_no)
        .subquery()
    )
    return (
        sa.select(delivery_event.c.delivery_no, delivery_event.c.state, delivery_event.c.reason)
        .join(newest, newest.c.event_no == delivery_event.c.event_no)
        .subquery()
    )


def append_state(turn: Turn, delivery_no: int, state: State, reason: str, recorded_at: datetime, actor: str) -> None:
    """Append one change of state, for those who append it with something else."""
    values = {
        "delivery_no": delivery_no,
        "state": state,
        "reason": reason[:500],
        "actor": actor,
        "recorded_at": turn.recorded_at(recorded_at),
    }
    turn.execute(sa.insert(delivery_event).values(**values))


def _delivery(row: sa.RowMapping) -> Delivery:
    values: dict[str, Any] = dict(row)
    values["received_at"] = from_text(values["received_at"])
    return Delivery(**values)
