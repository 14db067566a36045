"""Deliveries and clients, each with its events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "delivery",
        sa.Column("delivery_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("feed", sa.String(40), nullable=False),
        sa.Column("sender", sa.String(40), nullable=False),
        sa.Column("sender_role", sa.String(20), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("contract_version", sa.String(20), nullable=False),
        sa.Column("mapping", sa.String(80), nullable=False),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("rows_accepted", sa.Integer, nullable=False),
        sa.Column("rows_rejected", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_sender", "delivery", ["sender", "feed", "period"])
    _create_events("delivery_event", "delivery_no", sa.Integer, "delivery.delivery_no", "state")
    op.create_table(
        "referee_verdict",
        sa.Column("delivery_no", sa.Integer, sa.ForeignKey("delivery.delivery_no"), primary_key=True),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "client",
        sa.Column("client_id", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("org", sa.String(40), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
    )
    _create_events("client_event", "client_id", sa.String(40), "client.client_id", "event")
    op.create_table(
        "setting",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(200), nullable=False),
    )


def _create_events(
    table: str,
    subject: str,
    subject_type: type[sa.Integer] | sa.String,
    references: str,
    what: str,
) -> None:
    op.create_table(
        table,
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(subject, subject_type, sa.ForeignKey(references), nullable=False),
        sa.Column(what, sa.String(20), nullable=False),
        *([sa.Column("reason", sa.String(500), nullable=False)] if what == "state" else []),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{table}_{subject}", table, [subject])
