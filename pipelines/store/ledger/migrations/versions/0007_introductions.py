"""Introductions with their events, and withdrawals from the pool."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of introductions."""
    op.create_table(
        "introduction",
        sa.Column("introduction_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("introduction_id", sa.String(20), nullable=False, unique=True),
        sa.Column("uscc", sa.String(18), nullable=False, index=True),
        sa.Column("vacancy_id", sa.String(40), nullable=False, index=True),
        sa.Column("person_key", sa.String(64), nullable=False, index=True),
        sa.Column("institution_code", sa.String(40), nullable=False, index=True),
        sa.Column("edition", sa.String(10), nullable=False),
        sqlite_autoincrement=True,
    )
    number = sa.ForeignKey("introduction.introduction_no")
    op.create_table(
        "introduction_event",
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("introduction_no", sa.Integer, number, nullable=False, index=True),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("evidence", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pool_event",
        sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_key", sa.String(64), nullable=False, index=True),
        sa.Column("institution_code", sa.String(40), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
        sqlite_autoincrement=True,
    )
