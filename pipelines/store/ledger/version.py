"""A number that changes with every change of the ledger and costs next to nothing to ask for.

Whoever remembers what the ledger said compares it, so that what he remembers is never older than the last writing.
"""

from __future__ import annotations

import sqlite3
from threading import Lock

import sqlalchemy as sa


class LedgerVersion:
    """Asks SQLite whether anybody has written, from a connection that never writes; PostgreSQL has no such answer."""

    def __init__(self, engine: sa.Engine) -> None:
        self._path = engine.url.database if engine.dialect.name == "sqlite" else None
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened = 0

    def __call__(self) -> tuple[int, int] | None:
        """Return the version, None where it cannot be told: then the ledger itself must be asked."""
        if not self._path or self._path == ":memory:":
            return None
        with self._lock:
            try:
                if self._connection is None:
                    uri = f"file:{self._path}?mode=rw"
                    self._connection = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)
                    # Each connection counts for itself: what another one said cannot be compared.
                    self._opened += 1
                found: int = self._connection.execute("pragma data_version").fetchone()[0]
            except sqlite3.Error:
                self._connection = None
                return None
        return self._opened, found
