"""Programs that call the API: their hashed secrets, approval, revocation. Tokens belong in `api.auth`.

What a client may do now is a function of its events and of the moment; stopping an organisation belongs in `stops`,
finding what the register says of an enterprise in `intake.register_check`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta

import sqlalchemy as sa

from pipelines.store.ledger.access_tables import client, client_event, client_secret
from pipelines.store.ledger.client_records import (
    ApprovalRefusedError,
    Client,
    ClientEvent,
    RegisterCheck,
    Role,
    append_change,
    client_events,
    standing,
)
from pipelines.store.ledger.limits import can_be_kept
from pipelines.store.ledger.times import to_text
from pipelines.store.ledger.turns import Turn, writing


class Clients:
    """Adds clients and changes them; every change is an event."""

    def __init__(self, engine: sa.Engine, secret_key: bytes) -> None:
        self._engine = engine
        self._secret_key = secret_key

    def add(
        self, role: Role, org: str, created_at: datetime, *, actor: str = "operator", life: timedelta | None = None
    ) -> tuple[Client, str]:
        """Add a client and return it with its secret, which is shown this once and holds for `life`, or for ever."""
        client_id = f"tr-{secrets.token_hex(6)}"
        row = {"client_id": client_id, "role": role, "org": org, "created_at": to_text(created_at)}
        with writing(self._engine) as turn:
            turn.execute(sa.insert(client).values(**row))
            append_change(turn, client_id, "added", created_at, actor)
            secret = self._issue(turn, client_id, created_at, life)
        return Client(client_id, role, org, approved=False, revoked=False), secret

    def get(self, client_id: str, at: datetime) -> Client | None:
        """Return one client as it stands at a moment."""
        with self._engine.connect() as connection:
            return standing(connection, client_id, at)

    def get_until(self, client_id: str, at: datetime) -> tuple[Client | None, datetime | None]:
        """Return one client as it stands at a moment, and when that ends by itself, if it does."""
        with self._engine.connect() as connection:
            found = standing(connection, client_id, at)
            ends = [event.valid_until for event in client_events(connection, client_id) if event.valid_until]
        return found, min((end for end in ends if end > at), default=None)

    def all(self, at: datetime) -> list[Client]:
        """Return every client as it stands at a moment, by id."""
        with self._engine.connect() as connection:
            known = connection.scalars(sa.select(client.c.client_id).order_by(client.c.client_id)).all()
            return [found for name in known if (found := standing(connection, name, at)) is not None]

    def organisations(self) -> list[tuple[Role, str]]:
        """Return every organisation that has, or had, a client, with its role."""
        query = sa.select(client.c.role, client.c.org).distinct().order_by(client.c.role, client.c.org)
        with self._engine.connect() as connection:
            return [(row.role, row.org) for row in connection.execute(query)]

    def events(self, client_id: str) -> list[ClientEvent]:
        """Return what happened to a client, oldest first."""
        with self._engine.connect() as connection:
            return client_events(connection, client_id)

    def approve(
        self,
        client_id: str,
        at: datetime,
        *,
        actor: str = "operator",
        register: RegisterCheck | None = None,
        valid_until: datetime | None = None,
    ) -> None:
        """Let an enterprise's client see candidates, until a moment or until further notice.

        Raises:
            KeyError: there is no such client.
            ApprovalRefusedError: the register does not know the enterprise as one in good standing.
        """
        if register is not None and not register.is_good:
            raise ApprovalRefusedError(json.dumps(asdict(register)))
        detail = "" if register is None else json.dumps(asdict(register))
        with self._changing(client_id) as turn:
            append_change(turn, client_id, "approved", at, actor, valid_until=valid_until, detail=detail)

    def end_approval(self, client_id: str, at: datetime, *, actor: str = "operator", reason: str = "") -> None:
        """Let an enterprise's client see no candidates any more, such as when the register has changed."""
        with self._changing(client_id) as turn:
            append_change(turn, client_id, "approval_ended", at, actor, detail=reason)

    def end_lapsed_approvals(self, at: datetime, *, actor: str = "run") -> list[str]:
        """Write down the end of every approval that was given until an earlier moment; return whose."""
        with writing(self._engine) as turn:
            newest = sa.select(sa.func.max(client_event.c.event_no)).where(
                client_event.c.event.in_(("approved", "approval_ended"))
            )
            query = sa.select(client_event).where(
                client_event.c.event_no.in_(newest.group_by(client_event.c.client_id)),
                client_event.c.valid_until <= to_text(at),
            )
            lapsed = sorted(row.client_id for row in turn.connection.execute(query))
            for client_id in lapsed:
                append_change(turn, client_id, "approval_ended", at, actor, detail="lapsed")
        return lapsed

    def revoke(self, client_id: str, at: datetime, *, actor: str = "operator") -> None:
        """Shut a client out from its next request on."""
        with self._changing(client_id) as turn:
            append_change(turn, client_id, "revoked", at, actor)

    def rotate(
        self,
        client_id: str,
        at: datetime,
        *,
        actor: str = "operator",
        overlap: timedelta = timedelta(0),
        life: timedelta | None = None,
    ) -> str:
        """Give a client a new secret and return it; the ones before hold for the overlap only."""
        end = to_text(at + overlap)
        holding = sa.or_(client_secret.c.expires_at.is_(None), client_secret.c.expires_at > end)
        with self._changing(client_id) as turn:
            old = sa.update(client_secret).where(client_secret.c.client_id == client_id, holding)
            turn.execute(old.values(expires_at=end))
            append_change(turn, client_id, "rotated", at, actor)
            return self._issue(turn, client_id, at, life)

    def authenticate(self, client_id: str, secret: str, at: datetime) -> Client | None:
        """Return the client if the secret is one of its own that holds and it is not shut out."""
        if not (can_be_kept(client_id) and can_be_kept(secret)):
            return None
        holding = sa.or_(client_secret.c.expires_at.is_(None), client_secret.c.expires_at > to_text(at))
        query = sa.select(client_secret.c.secret_hash).where(client_secret.c.client_id == client_id, holding)
        given = self._hash(secret)
        with self._engine.connect() as connection:
            known = connection.scalars(query).all()
            # Each is compared, so that the time taken does not say which one it was.
            matches = [hmac.compare_digest(one, given) for one in known or ("",)]
            found = standing(connection, client_id, at) if any(matches) else None
        return None if found is None or found.shut_out else found

    @contextmanager
    def _changing(self, client_id: str) -> Iterator[Turn]:
        with writing(self._engine) as turn:
            if turn.connection.scalar(sa.select(client.c.client_id).where(client.c.client_id == client_id)) is None:
                raise KeyError(client_id)
            yield turn

    def _issue(self, turn: Turn, client_id: str, at: datetime, life: timedelta | None) -> str:
        secret = secrets.token_urlsafe(32)
        values = {
            "client_id": client_id,
            "secret_hash": self._hash(secret),
            "issued_at": to_text(at),
            "expires_at": None if life is None else to_text(at + life),
        }
        turn.execute(sa.insert(client_secret).values(**values))
        return secret

    def _hash(self, secret: str) -> str:
        # The secret has 256 random bits: a keyed hash is enough, a slow one would only slow the token route.
        return hmac.new(self._secret_key, secret.encode(), hashlib.sha256).hexdigest()
