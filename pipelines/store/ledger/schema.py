"""All tables of the ledger together, for Alembic and for backups. Single tables belong in the modules named here."""

from __future__ import annotations

from pipelines.store.ledger import access_tables, introduction_tables, tables

SCHEMA_REVISION = "0008"
"""The newest revision under `migrations/`; a test holds that it is."""

metadata = tables.metadata
TABLE_MODULES = (tables, access_tables, introduction_tables)
"""The modules that fill the metadata."""
