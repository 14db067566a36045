"""Reaches the ledger's database, SQLite or PostgreSQL, and says in one line when it cannot be reached."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

_SECONDS_TO_CONNECT = 10
_SECONDS_TO_WAIT_FOR_A_WRITER = 30


class LedgerError(Exception):
    """The ledger cannot be used as it is."""


class LedgerAwayError(LedgerError):
    """Its database server does not answer; it may do so later."""


def connect(url: str) -> sa.Engine:
    """Return an engine for a URL; `postgresql://` means the driver that the platform comes with."""
    wanted = sa.make_url(url)
    if wanted.drivername == "postgresql":
        wanted = wanted.set(drivername="postgresql+psycopg")
    if wanted.get_backend_name() == "sqlite":
        return _sqlite(wanted)
    if wanted.get_backend_name() != "postgresql":
        return sa.create_engine(wanted, pool_pre_ping=True)
    # Who waits for its turn longer than this waits for a writer that is lost.
    options = {
        "connect_timeout": _SECONDS_TO_CONNECT,
        "options": f"-c lock_timeout={_SECONDS_TO_WAIT_FOR_A_WRITER}s -c timezone=UTC",
    }
    return sa.create_engine(wanted, pool_pre_ping=True, connect_args=options)


def is_out_of_reach(error: Exception) -> bool:
    """Return whether an error of a statement says that the database is down, too busy or broken, not that we erred."""
    if isinstance(error, sa.exc.DBAPIError):
        # Exactly a DatabaseError is what SQLite raises for a file that is damaged or no database.
        kinds = (sa.exc.OperationalError, sa.exc.InterfaceError)
        return isinstance(error, kinds) or error.connection_invalidated or type(error) is sa.exc.DatabaseError
    return isinstance(error, (sa.exc.TimeoutError, LedgerError))


@contextmanager
def reached() -> Iterator[None]:
    """Turn what goes wrong inside into one line.

    Raises:
        LedgerAwayError: a database server does not answer.
        LedgerError: anything else, saying what kind of error it was.
    """
    try:
        yield
    except (sa.exc.SQLAlchemyError, ImportError) as exc:
        raise (LedgerAwayError if _may_come_back(exc) else LedgerError)(_why(exc)) from exc


def _may_come_back(exc: Exception) -> bool:
    # A file that is not there, or is no database, waits for somebody's hand.
    kinds = (sa.exc.OperationalError, sa.exc.InterfaceError)
    return isinstance(exc, kinds) and not isinstance(exc.orig, sqlite3.Error)


def _why(exc: Exception) -> str:
    # The exception's own text may hold the URL with its password, so only its kind is said.
    kind = type(exc.orig).__name__ if isinstance(exc, sa.exc.DBAPIError) else type(exc).__name__
    hint = "; see TALENT_LEDGER_URL and whether its driver is installed" if kind != "OperationalError" else ""
    return f"the ledger cannot be reached: {kind}{hint}"


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _SECONDS_TO_WAIT_FOR_A_WRITER})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("pragma journal_mode=wal")
        cursor.execute("pragma foreign_keys=on")
        cursor.execute("pragma secure_delete=on")
        cursor.close()

    return engine
