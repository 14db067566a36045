"""Secrets of clients with their ends, approvals that end, and the stop switch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Move the secrets into a table of their own; those that were issued have no end."""
    op.create_table(
        "client_secret",
        sa.Column("secret_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("client_id", sa.String(40), sa.ForeignKey("client.client_id"), nullable=False, index=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27)),
        sqlite_autoincrement=True,
    )
    op.execute(
        sa.text(
            "insert into client_secret (client_id, secret_hash, issued_at)"
            " select client_id, secret_hash, created_at from client order by created_at, client_id"
        )
    )
    op.drop_column("client", "secret_hash")
    op.add_column("client_event", sa.Column("valid_until", sa.String(27)))
    op.add_column("client_event", sa.Column("detail", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "stop_event",
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("org", sa.String(40), nullable=False, index=True),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sqlite_autoincrement=True,
    )
