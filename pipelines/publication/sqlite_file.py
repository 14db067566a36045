"""A SQLite file whose bytes depend on its rows alone. What goes into it belongs in ready_answers.py."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

PAGE_BYTES = 4096
INSERT_ROWS = 5_000
ROW_MARK = b"\x1e"


@dataclass(frozen=True)
class AnswerTable:
    """A table of the file.

    Attributes:
        name: of the table.
        columns: column definitions in order, `rank INTEGER NOT NULL`.
        key: primary key columns; rows are inserted in their order.
        indexes: column lists of further indexes, for the filters offered.
        clustered: whether rows lie in key order without a row id of their own.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    clustered: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(column.split(" ", 1)[0] for column in self.columns)

    def create_sql(self) -> str:
        """The statement that makes the table."""
        body = ", ".join((*self.columns, f"PRIMARY KEY ({', '.join(self.key)})"))
        return f"CREATE TABLE {self.name} ({body}){' WITHOUT ROWID' if self.clustered else ''}"

    def index_sql(self) -> list[str]:
        """The statements that make its indexes."""
        return [
            f"CREATE INDEX {self.name}_by_{'_'.join(columns)} ON {self.name} ({', '.join(columns)})"
            for columns in self.indexes
        ]


@contextmanager
def new_sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    """Make a file, hand it out to be filled, and close it compact: no journal, no free page, no leftover."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        # Readers open the file as immutable: rows still in a write-ahead log would go missing.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    finally:
        connection.close()


def fill(connection: sqlite3.Connection, table: AnswerTable, rows: Iterable[tuple[object, ...]]) -> int:
    """Make a table, insert rows that arrive in key order, then index it; returns how many there were."""
    connection.execute(table.create_sql())
    marks = ", ".join("?" * len(table.columns))
    source, count = iter(rows), 0
    while batch := list(islice(source, INSERT_ROWS)):
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", batch)  # noqa: S608 our own name
        count += len(batch)
    for statement in table.index_sql():
        connection.execute(statement)
    return count


def content_sha256(path: Path, tables: Iterable[AnswerTable], *, without: Collection[str] = ()) -> str:
    """Hash of what the file says: table definitions and rows in key order.

    Unlike the bytes it does not depend on the SQLite version that wrote them.

    Args:
        path: the file.
        tables: what it holds.
        without: tables that name the edition rather than say something.
    """
    digest = hashlib.sha256()
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        for table in sorted(tables, key=lambda t: t.name):
            if table.name in without:
                continue
            digest.update(table.create_sql().encode())
            order = ", ".join(table.key)
            for row in connection.execute(f"SELECT * FROM {table.name} ORDER BY {order}"):  # noqa: S608
                digest.update(ROW_MARK + json.dumps(row, ensure_ascii=False).encode())
    finally:
        connection.close()
    return digest.hexdigest()
