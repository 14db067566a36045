"""Erasures: the request, the marks that keep a person out, what is still to do, and the files that changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of erasures."""
    op.create_table(
        "erasure_event",
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("erasure_no", sa.Integer, nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasure_event_erasure_no", "erasure_event", ["erasure_no"])
    op.create_table(
        "erasure_mark",
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("erasure_no", sa.Integer, nullable=False),
        sa.Column("since", sa.String(10)),
    )
    op.create_table(
        "erasure_pending",
        sa.Column("erasure_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "erasure_file",
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("erasure_no", sa.Integer, nullable=False),
        sa.Column("name", sa.String(255), nullable=False, index=True),
        sa.Column("old_sha256", sa.String(64), nullable=False),
        sa.Column("new_sha256", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sqlite_autoincrement=True,
    )
