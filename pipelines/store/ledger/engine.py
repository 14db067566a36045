"""The ledger as one object over its database. Reaching the database and its schema belongs in `connect`, `migrate`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from pipelines.store.ledger.audit import Audit
from pipelines.store.ledger.clients import Clients
from pipelines.store.ledger.connect import LedgerError, connect, reached
from pipelines.store.ledger.decisions import Decisions
from pipelines.store.ledger.deliveries import Deliveries
from pipelines.store.ledger.erasures import Erasures
from pipelines.store.ledger.forgotten import forget_people
from pipelines.store.ledger.introductions import Introductions
from pipelines.store.ledger.migrate import migrate, revision_of
from pipelines.store.ledger.pool_withdrawals import PoolWithdrawals
from pipelines.store.ledger.schema import SCHEMA_REVISION
from pipelines.store.ledger.signatures import Signatures
from pipelines.store.ledger.stops import Stops
from pipelines.store.ledger.tables import setting
from pipelines.store.ledger.turns import close_until
from pipelines.store.ledger.verdicts import Verdicts
from pipelines.store.ledger.version import LedgerVersion


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
        self.stops = Stops(engine)
        self.introductions = Introductions(engine)
        self.pool_withdrawals = PoolWithdrawals(engine)
        self.audit = Audit(engine)
        self.version = LedgerVersion(engine)

    @classmethod
    def open(cls, url: str, secret_key: bytes) -> Ledger:
        """Open the ledger, making a new one where there is none.

        Raises:
            LedgerError: it cannot be reached, or another version of the platform made it.
        """
        with reached():
            engine = connect(url)
            revision = revision_of(engine)
            if revision is None:
                migrate(engine)
            elif revision != SCHEMA_REVISION:
                raise LedgerError(
                    f"the ledger has schema {revision}, this platform needs {SCHEMA_REVISION}; run: talent migrate"
                )
        return cls(engine, secret_key)

    @staticmethod
    def migrate(url: str) -> str:
        """Bring the schema of a ledger to the newest revision and return it.

        Raises:
            LedgerError: it cannot be reached.
        """
        with reached():
            migrate(connect(url))
        return SCHEMA_REVISION

    def ping(self) -> None:
        """Ask the database for nothing; it raises what it raises when it does not answer."""
        with self.engine.connect() as connection:
            connection.scalar(sa.select(1))

    def close_until(self, moment: datetime) -> None:
        """Let no event be recorded up to a moment any more: a run calls this before it exports up to it."""
        close_until(self.engine, moment)

    def forget_people(self, person_keys: Collection[str]) -> None:
        """Take erased people out of introductions, withdrawals and audit by their pseudonyms."""
        forget_people(self.engine, person_keys)

    def setting(self, name: str) -> str | None:
        """Return one setting's value."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(setting.c.value).where(setting.c.name == name))

    def set_once(self, name: str, value: str) -> None:
        """Write a setting that is never changed afterwards."""
        with self.engine.begin() as connection:
            connection.execute(sa.insert(setting).values(name=name, value=value))
