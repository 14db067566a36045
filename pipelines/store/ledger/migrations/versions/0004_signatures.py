"""Signatures: who signed which file of which edition, and what it was then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of signatures."""
    op.create_table(
        "signature",
        sa.Column("signature_no", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("edition", sa.String(10), nullable=False, index=True),
        sa.Column("report", sa.String(80), nullable=False),
        sa.Column("file", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("signed_by", sa.String(80), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("signed_at", sa.String(27), nullable=False),
        sa.UniqueConstraint("edition", "file", "signed_by", name="uq_signature_of_a_file"),
        sqlite_autoincrement=True,
    )
