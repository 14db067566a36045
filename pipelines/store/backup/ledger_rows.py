"""The ledger's rows as lines of JSON, the same for SQLite and PostgreSQL, and lines back into an empty ledger."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

_BYTES = "base64"
_AT_ONCE = 1000
_NOT_ROWS = ("alembic_version",)


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables that a ledger has, of whatever revision, each after those that it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_ROWS]


def lines_of(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """Yield a table's rows as JSON, in order of its key."""
    for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings():
        values = {str(name): _to_json(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def put_lines(connection: sa.Connection, table: sa.Table, lines: Iterable[bytes]) -> None:
    """Put rows into a table that holds nothing but what its making left there; it numbers on after the last."""
    connection.execute(sa.delete(table))
    rows = ({name: _from_json(value) for name, value in json.loads(line).items()} for line in lines)
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(sa.insert(table), some)
    if connection.dialect.name == "postgresql":
        _number_on(connection, table)


def _number_on(connection: sa.Connection, table: sa.Table) -> None:
    for column in table.primary_key.columns:
        sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
        last = connection.scalar(sa.select(sa.func.max(column)))
        if sequence and last:
            connection.execute(sa.select(sa.func.setval(sequence, last)))


def _to_json(value: object) -> object:
    return {_BYTES: base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    return base64.b64decode(value[_BYTES]) if isinstance(value, dict) else value
