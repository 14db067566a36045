"""The ledger's tables of who may call and who did: clients, their secrets, stops, and the audit."""

from __future__ import annotations

import sqlalchemy as sa

from pipelines.store.ledger.tables import metadata

client = sa.Table(
    "client",
    metadata,
    sa.Column("client_id", sa.String(40), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("org", sa.String(40), nullable=False),
    sa.Column("created_at", sa.String(27), nullable=False),
)

client_secret = sa.Table(
    "client_secret",
    metadata,
    sa.Column("secret_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("client_id", sa.String(40), sa.ForeignKey("client.client_id"), nullable=False, index=True),
    sa.Column("secret_hash", sa.String(64), nullable=False),
    sa.Column("issued_at", sa.String(27), nullable=False),
    sa.Column("expires_at", sa.String(27)),
    sqlite_autoincrement=True,
)

client_event = sa.Table(
    "client_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("client_id", sa.String(40), sa.ForeignKey("client.client_id"), nullable=False, index=True),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False),
    sa.Column("valid_until", sa.String(27)),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
)

stop_event = sa.Table(
    "stop_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("org", sa.String(40), nullable=False, index=True),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False),
    sqlite_autoincrement=True,
)

audit_entry = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("client_id", sa.String(40), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("org", sa.String(40), nullable=False, index=True),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(120), nullable=False),
    sa.Column("person_key", sa.String(64), index=True),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("request_id", sa.String(64), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
    sqlite_autoincrement=True,
)
