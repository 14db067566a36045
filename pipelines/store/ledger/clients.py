"""Programs that call the API, their hashed secrets, and what happened to them. Tokens belong in `api.auth`."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from pipelines.store.ledger.tables import client, client_event
from pipelines.store.ledger.times import to_text

Role = Literal["college", "enterprise", "official", "steward"]
ClientChange = Literal["added", "approved", "rotated", "revoked"]


@dataclass(frozen=True, slots=True)
class Client:
    """A program that may call the API for one organisation."""

    client_id: str
    role: Role
    org: str
    approved: bool
    revoked: bool


class Clients:
    """Adds clients and changes them; every change is an event."""

    def __init__(self, engine: sa.Engine, secret_key: bytes) -> None:
        self._engine = engine
        self._secret_key = secret_key

    def add(self, role: Role, org: str, created_at: datetime, *, actor: str = "operator") -> tuple[Client, str]:
        """Add a client and return it with its secret, which is shown this once."""
        client_id, secret = f"tr-{secrets.token_hex(6)}", secrets.token_urlsafe(32)
        row = {"client_id": client_id, "role": role, "org": org, "secret_hash": self._hash(secret)}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(client).values(**row, created_at=to_text(created_at)))
            connection.execute(_event(client_id, "added", created_at, actor))
        return Client(client_id, role, org, approved=False, revoked=False), secret

    def get(self, client_id: str) -> Client | None:
        """Return one client with what its events make of it."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(client).where(client.c.client_id == client_id)).one_or_none()
            if row is None:
                return None
            query = sa.select(client_event.c.event).where(client_event.c.client_id == client_id)
            events = set(connection.scalars(query))
        return Client(client_id, row.role, row.org, approved="approved" in events, revoked="revoked" in events)

    def approve(self, client_id: str, at: datetime, *, actor: str = "operator") -> None:
        """Let an enterprise's client see candidates."""
        self._record(client_id, "approved", at, actor)

    def revoke(self, client_id: str, at: datetime, *, actor: str = "operator") -> None:
        """Shut a client out from its next request on."""
        self._record(client_id, "revoked", at, actor)

    def rotate(self, client_id: str, at: datetime, *, actor: str = "operator") -> str:
        """Give a client a new secret and return it."""
        self._require(client_id)
        secret = secrets.token_urlsafe(32)
        change = sa.update(client).where(client.c.client_id == client_id)
        with self._engine.begin() as connection:
            connection.execute(_event(client_id, "rotated", at, actor))
            connection.execute(change.values(secret_hash=self._hash(secret)))
        return secret

    def authenticate(self, client_id: str, secret: str) -> Client | None:
        """Return the client if the secret is its own and it was not revoked."""
        query = sa.select(client.c.secret_hash).where(client.c.client_id == client_id)
        with self._engine.connect() as connection:
            known = connection.scalar(query) or ""
        if not hmac.compare_digest(known, self._hash(secret)):
            return None
        found = self.get(client_id)
        return None if found is None or found.revoked else found

    def _record(self, client_id: str, change: ClientChange, at: datetime, actor: str) -> None:
        self._require(client_id)
        with self._engine.begin() as connection:
            connection.execute(_event(client_id, change, at, actor))

    def _require(self, client_id: str) -> None:
        if self.get(client_id) is None:
            raise KeyError(client_id)

    def _hash(self, secret: str) -> str:
        # The secret has 256 random bits: a keyed hash is enough, a slow one would only slow the token route.
        return hmac.new(self._secret_key, secret.encode(), hashlib.sha256).hexdigest()


def _event(client_id: str, change: ClientChange, at: datetime, actor: str) -> sa.Insert:
    return sa.insert(client_event).values(client_id=client_id, event=change, actor=actor, recorded_at=to_text(at))
