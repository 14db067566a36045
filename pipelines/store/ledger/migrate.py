"""Brings the ledger's schema from any earlier revision to another. What a revision does belongs in `migrations`."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_242_026
"""The number of the advisory lock by which one process at a time changes a PostgreSQL ledger's schema."""


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, by default the newest; all or nothing, and by one process at a time."""
    from alembic import command  # imported here: slow, and needed once in a ledger's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        else:
            # Python's driver would open no transaction before statements that change the schema.
            connection.exec_driver_sql("begin immediate")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def revision_of(engine: sa.Engine) -> str | None:
    """Return the revision of a ledger's schema, None when there is no ledger yet."""
    if not sa.inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.scalar(sa.text("select version_num from alembic_version"))
        return revision
