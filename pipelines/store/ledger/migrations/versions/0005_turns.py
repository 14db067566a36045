"""The row that writers take turns by, up to which moment runs have exported, and an index that runs read by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table with its one row, and the index."""
    turn = op.create_table(
        "write_turn",
        sa.Column("turn_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("turns", sa.BigInteger, nullable=False),
        sa.Column("exported_to", sa.String(27), nullable=False),
    )
    op.create_index("ix_delivery_event_recorded_at", "delivery_event", ["recorded_at"])
    op.bulk_insert(turn, [{"turn_no": 1, "turns": 0, "exported_to": ""}])
