"""What a client of the API is at a moment, from its events. Changing one belongs in `clients`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from pipelines.store.ledger.access_tables import client, client_event
from pipelines.store.ledger.stops import is_stopped
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn

Role = Literal["college", "enterprise", "official", "steward"]
ClientChange = Literal["added", "approved", "approval_ended", "rotated", "revoked"]


class ApprovalRefusedError(Exception):
    """The register speaks against letting an enterprise see candidates."""


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """What the register of enterprises says of one, as of a day."""

    status: Literal["active", "revoked", "deregistered", "unknown"]
    status_date: str
    blacklisted: bool

    @property
    def is_good(self) -> bool:
        """Whether an enterprise of which this is said may see candidates."""
        return self.status == "active" and not self.blacklisted


@dataclass(frozen=True, slots=True)
class Client:
    """A program that may call the API for one organisation, as it stands at a moment."""

    client_id: str
    role: Role
    org: str
    approved: bool
    revoked: bool
    stopped: bool = False

    @property
    def shut_out(self) -> bool:
        """Whether nothing it asks is answered."""
        return self.revoked or self.stopped


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """What happened to a client once; `detail` is what the register said, as JSON."""

    event_no: int
    client_id: str
    event: ClientChange
    actor: str
    recorded_at: datetime
    valid_until: datetime | None
    detail: str


def standing(connection: sa.Connection, client_id: str, at: datetime) -> Client | None:
    """Return a client as it stands at a moment, None when there is none."""
    row = connection.execute(sa.select(client).where(client.c.client_id == client_id)).one_or_none()
    if row is None:
        return None
    query = sa.select(client_event).where(client_event.c.client_id == client_id).order_by(client_event.c.event_no)
    approved = revoked = False
    for event in connection.execute(query):
        if event.event == "approved":
            approved = event.valid_until is None or event.valid_until > to_text(at)
        elif event.event == "approval_ended":
            approved = False
        elif event.event == "revoked":
            revoked = True
    stopped = is_stopped(connection, row.role, row.org)
    return Client(client_id, row.role, row.org, approved=approved, revoked=revoked, stopped=stopped)


def client_events(connection: sa.Connection, client_id: str) -> list[ClientEvent]:
    """Return what happened to a client, oldest first."""
    query = sa.select(client_event).where(client_event.c.client_id == client_id).order_by(client_event.c.event_no)
    return [_event(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name


def append_change(
    turn: Turn,
    client_id: str,
    change: ClientChange,
    at: datetime,
    actor: str,
    *,
    valid_until: datetime | None = None,
    detail: str = "",
) -> None:
    """Append what happened to a client."""
    values = {
        "client_id": client_id,
        "event": change,
        "actor": actor,
        "recorded_at": turn.recorded_at(at),
        "valid_until": None if valid_until is None else to_text(valid_until),
        "detail": detail,
    }
    turn.execute(sa.insert(client_event).values(**values))


def _event(row: sa.RowMapping) -> ClientEvent:
    values: dict[str, Any] = dict(row)
    values["recorded_at"] = from_text(values["recorded_at"])
    values["valid_until"] = from_text(values["valid_until"]) if values["valid_until"] else None
    return ClientEvent(**values)
