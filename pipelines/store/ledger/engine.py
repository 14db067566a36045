"""Opens the ledger's database and brings its schema up to date. What is in it belongs in the sibling modules."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from pipelines.store.ledger.clients import Clients
from pipelines.store.ledger.decisions import Decisions
from pipelines.store.ledger.deliveries import Deliveries
from pipelines.store.ledger.erasures import Erasures
from pipelines.store.ledger.signatures import Signatures
from pipelines.store.ledger.tables import setting
from pipelines.store.ledger.verdicts import Verdicts

_MIGRATIONS = Path(__file__).parent / "migrations"
SCHEMA_REVISION = "0004"
_UNREACHABLE = (sa.exc.SQLAlchemyError, ImportError)


class LedgerError(Exception):
    """The ledger cannot be used as it is."""


class Ledger:
    """The ledger's tables over one engine."""

    def __init__(self, engine: sa.Engine, secret_key: bytes) -> None:
        self.engine = engine
        self.deliveries = Deliveries(engine)
        self.clients = Clients(engine, secret_key)
        self.verdicts = Verdicts(engine)
        self.erasures = Erasures(engine)
        self.decisions = Decisions(engine)
        self.signatures = Signatures(engine)

    @classmethod
    def open(cls, url: str, secret_key: bytes) -> Ledger:
        """Open the ledger, making a new one where there is none.

        Raises:
            LedgerError: it cannot be reached, or another version of the platform made it.
        """
        try:
            engine = _engine(url)
            revision = _revision(engine)
            if revision is None:
                migrate(engine)
            elif revision != SCHEMA_REVISION:
                raise LedgerError(
                    f"the ledger has schema {revision}, this platform needs {SCHEMA_REVISION}; run: talent migrate"
                )
        except _UNREACHABLE as exc:
            raise LedgerError(_why(exc)) from exc
        return cls(engine, secret_key)

    @staticmethod
    def migrate(url: str) -> str:
        """Bring the schema of a ledger to the newest revision and return it.

        Raises:
            LedgerError: it cannot be reached.
        """
        try:
            migrate(_engine(url))
        except _UNREACHABLE as exc:
            raise LedgerError(_why(exc)) from exc
        return SCHEMA_REVISION

    def setting(self, name: str) -> str | None:
        """Return one setting's value."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(setting.c.value).where(setting.c.name == name))

    def set_once(self, name: str, value: str) -> None:
        """Write a setting that is never changed afterwards."""
        with self.engine.begin() as connection:
            connection.execute(sa.insert(setting).values(name=name, value=value))


def migrate(engine: sa.Engine) -> None:
    """Bring the schema to the newest revision."""
    from alembic import command  # imported here: slow, and needed once in a ledger's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _why(exc: Exception) -> str:
    # The exception's own text may hold the URL with its password, so only its kind is said.
    kind = type(exc.orig).__name__ if isinstance(exc, sa.exc.DBAPIError) else type(exc).__name__
    hint = "; see TALENT_LEDGER_URL and whether its driver is installed" if kind != "OperationalError" else ""
    return f"the ledger cannot be reached: {kind}{hint}"


def _engine(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("pragma journal_mode=wal")
        cursor.execute("pragma foreign_keys=on")
        cursor.execute("pragma secure_delete=on")
        cursor.close()

    return engine


def _revision(engine: sa.Engine) -> str | None:
    if not sa.inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.scalar(sa.text("select version_num from alembic_version"))
        return revision
