"""The stop switch: shuts an organisation, or all enterprises at once, out from the next request on.

Revoking one client for good belongs in `clients`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from pipelines.store.ledger.access_tables import stop_event
from pipelines.store.ledger.times import from_text
from pipelines.store.ledger.turns import writing

ALL_ENTERPRISES = "*"
"""The organisation by which every enterprise is stopped at once."""


@dataclass(frozen=True, slots=True)
class StopEvent:
    """One turn of the switch."""

    event_no: int
    org: str
    event: Literal["stopped", "resumed"]
    reason: str
    actor: str
    recorded_at: datetime


class Stops:
    """The ledger's stop switches."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def stop(self, org: str, at: datetime, *, reason: str, actor: str = "operator") -> None:
        """Shut an organisation out; its clients keep their secrets and approvals."""
        self._append(org, "stopped", reason, actor, at)

    def resume(self, org: str, at: datetime, *, reason: str, actor: str = "operator") -> None:
        """Let an organisation in again."""
        self._append(org, "resumed", reason, actor, at)

    def events(self) -> list[StopEvent]:
        """Return every turn of every switch, oldest first."""
        with self._engine.connect() as connection:
            return [
                StopEvent(r.event_no, r.org, r.event, r.reason, r.actor, from_text(r.recorded_at))
                for r in connection.execute(sa.select(stop_event).order_by(stop_event.c.event_no))
            ]

    def _append(self, org: str, event: str, reason: str, actor: str, at: datetime) -> None:
        values = {"org": org, "event": event, "reason": reason[:500], "actor": actor}
        with writing(self._engine) as turn:
            turn.execute(sa.insert(stop_event).values(**values, recorded_at=turn.recorded_at(at)))


def is_stopped(connection: sa.Connection, role: str, org: str) -> bool:
    """Return whether the switch stands against an organisation or, for an enterprise, against all of them."""
    wanted = (org, ALL_ENTERPRISES) if role == "enterprise" else (org,)
    newest = (
        sa.select(sa.func.max(stop_event.c.event_no)).where(stop_event.c.org.in_(wanted)).group_by(stop_event.c.org)
    )
    standing = sa.select(stop_event.c.event).where(stop_event.c.event_no.in_(newest))
    return "stopped" in connection.scalars(standing).all()
