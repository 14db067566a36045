"""The ledger's tables of introductions and of withdrawals from the pool."""

from __future__ import annotations

import sqlalchemy as sa

from pipelines.store.ledger.tables import metadata

introduction = sa.Table(
    "introduction",
    metadata,
    sa.Column("introduction_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("introduction_id", sa.String(20), nullable=False, unique=True),
    sa.Column("uscc", sa.String(18), nullable=False, index=True),
    sa.Column("vacancy_id", sa.String(40), nullable=False, index=True),
    sa.Column("person_key", sa.String(64), nullable=False, index=True),
    sa.Column("institution_code", sa.String(40), nullable=False, index=True),
    sa.Column("edition", sa.String(10), nullable=False),
    sqlite_autoincrement=True,
)

introduction_event = sa.Table(
    "introduction_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("introduction_no", sa.Integer, sa.ForeignKey("introduction.introduction_no"), nullable=False, index=True),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("evidence", sa.String(200), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
    sqlite_autoincrement=True,
)

pool_event = sa.Table(
    "pool_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person_key", sa.String(64), nullable=False, index=True),
    sa.Column("institution_code", sa.String(40), nullable=False),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
    sqlite_autoincrement=True,
)
