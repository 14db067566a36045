"""A number that changes with every change of the ledger but for the audit, and costs next to nothing to ask for.

Whoever remembers what the ledger said compares it, so that what he remembers is never older than the last writing.
"""

from __future__ import annotations

import sqlite3
from threading import Lock

import sqlalchemy as sa

_TURNS = "select turns from write_turn"


class LedgerVersion:
    """Counts SQLite's turns, looked up only after somebody has written; PostgreSQL cannot tell that so cheaply."""

    def __init__(self, engine: sa.Engine) -> None:
        self._path = engine.url.database if engine.dialect.name == "sqlite" else None
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened = self._turns = 0
        self._written: int | None = None

    def __call__(self) -> tuple[int, int] | None:
        """Return the version, None where it cannot be told: then the ledger itself must be asked."""
        if not self._path or self._path == ":memory:":
            return None
        with self._lock:
            try:
                return self._current(self._path)
            except sqlite3.Error:
                self._connection = None
                return None

    def _current(self, path: str) -> tuple[int, int]:
        if self._connection is None:
            self._connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=0, check_same_thread=False)
            # Each connection counts for itself: what another one said cannot be compared.
            self._opened, self._written = self._opened + 1, None
        written: int = self._connection.execute("pragma data_version").fetchone()[0]
        if written != self._written:
            # Asked after it: what is written in between makes the number newer than it need be, never older.
            (self._turns,) = self._connection.execute(_TURNS).fetchone()
            self._written = written
        return self._opened, self._turns
