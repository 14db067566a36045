"""The ledger's first tables as SQLAlchemy sees them; `migrations/` makes them. Times are UTC, ISO 8601 text.

Those of clients and audit belong in `access_tables`, those of introductions in `introduction_tables`; `schema` has all.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

write_turn = sa.Table(
    "write_turn",
    metadata,
    sa.Column("turn_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("turns", sa.BigInteger, nullable=False),
    sa.Column("exported_to", sa.String(27), nullable=False),
)

delivery = sa.Table(
    "delivery",
    metadata,
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
    sa.Column("mapping", sa.String(80), nullable=False, default=""),
    sa.Column("rows_read", sa.Integer, nullable=False, default=0),
    sa.Column("rows_accepted", sa.Integer, nullable=False, default=0),
    sa.Column("rows_rejected", sa.Integer, nullable=False, default=0),
    sa.Index("ix_delivery_sender", "sender", "feed", "period"),
)

delivery_event = sa.Table(
    "delivery_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("delivery_no", sa.Integer, sa.ForeignKey("delivery.delivery_no"), nullable=False, index=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(500), nullable=False, default=""),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
)

referee_verdict = sa.Table(
    "referee_verdict",
    metadata,
    sa.Column("delivery_no", sa.Integer, sa.ForeignKey("delivery.delivery_no"), primary_key=True),
    sa.Column("passed", sa.Boolean, nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(200), nullable=False),
)

erasure_event = sa.Table(
    "erasure_event",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("erasure_no", sa.Integer, nullable=False, index=True),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False),
)

erasure_mark = sa.Table(
    "erasure_mark",
    metadata,
    sa.Column("mark", sa.String(64), primary_key=True),
    sa.Column("erasure_no", sa.Integer, nullable=False),
    sa.Column("since", sa.String(10)),
)

erasure_pending = sa.Table(
    "erasure_pending",
    metadata,
    sa.Column("erasure_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

erasure_file = sa.Table(
    "erasure_file",
    metadata,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("erasure_no", sa.Integer, nullable=False),
    sa.Column("name", sa.String(255), nullable=False, index=True),
    sa.Column("old_sha256", sa.String(64), nullable=False),
    sa.Column("new_sha256", sa.String(64), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False),
)

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("decision_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("decided_by", sa.String(80), nullable=False),
    sa.Column("recorded_at", sa.String(27), nullable=False, index=True),
)

signature = sa.Table(
    "signature",
    metadata,
    sa.Column("signature_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("edition", sa.String(10), nullable=False, index=True),
    sa.Column("report", sa.String(80), nullable=False),
    sa.Column("file", sa.String(120), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("signed_by", sa.String(80), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("signed_at", sa.String(27), nullable=False),
    sa.UniqueConstraint("edition", "file", "signed_by", name="uq_signature_of_a_file"),
)
