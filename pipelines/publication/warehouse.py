"""The only place where publication opens the warehouse, read-only. What is read from it belongs in the callers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FETCH_ROWS = 10_000


@contextmanager
def open_warehouse(path: Path) -> Iterator[Warehouse]:
    """Open a DuckDB file for reading only, and close it again.

    Raises:
        PublicationError: when the file is missing or another process is writing it.
    """
    if not path.is_file():
        raise PublicationError(f"no warehouse at {path.name}: run the dbt step first (talent run)")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as exc:
        raise PublicationError(
            f"the warehouse {path.name} cannot be opened ({type(exc).__name__}): is another run writing it?"
        ) from exc
    try:
        # Timestamps are compared and written as UTC whatever the machine's zone.
        connection.execute("set TimeZone = 'UTC'")
        yield Warehouse(connection)
    finally:
        connection.close()


class Warehouse:
    """Relations by name, whatever schema dbt put them in, and rows in the order asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        rows = connection.execute(
            "select table_name, table_schema from information_schema.tables order by table_name, table_schema"
        ).fetchall()
        self._schemas: dict[str, str] = dict(rows)

    def names(self) -> list[str]:
        """Every table and view, sorted."""
        return sorted(self._schemas)

    def has(self, name: str) -> bool:
        """Whether the relation exists."""
        return name in self._schemas

    def relation(self, name: str) -> str:
        """The quoted, schema-qualified name of a relation.

        Raises:
            PublicationError: when the warehouse has no such relation.
        """
        if name not in self._schemas:
            raise PublicationError(f"the warehouse has no {name}: build it with dbt before publishing")
        return f'"{self._schemas[name]}"."{name}"'

    def columns(self, name: str) -> list[str]:
        """Column names of a relation in their order."""
        return [str(row[0]) for row in self.connection.execute(f"describe {self.relation(name)}").fetchall()]

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[dict[str, Any]]:
        """Rows of a query as dictionaries, fetched in pieces so that a large mart never sits in memory.

        A cursor of its own, so that two queries may be read side by side.
        """
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            while batch := cursor.fetchmany(FETCH_ROWS):
                for row in batch:
                    yield dict(zip(names, row, strict=True))
        except duckdb.Error as exc:
            # The backend's own text may quote values; name the kind of failure and the query's relation only.
            first_line = (
                str(exc).splitlines()[0][:200]
                if isinstance(exc, (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException))
                else ""
            )
            raise PublicationError(f"a warehouse query failed ({type(exc).__name__}) {first_line}".strip()) from exc
        finally:
            cursor.close()
