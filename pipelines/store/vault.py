"""The vault: personal cells, encrypted row by row, and nowhere else.

Which cells are personal is said by the contract; sealing a row happens in intake, so that clear values
never leave the process that read the file. What a patch leaves as it is goes from seal to seal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.store.keys import KeyRing

_SCHEMA = """
create table if not exists vault_record (
  feed text not null,
  delivery_no integer not null,
  sheet text not null,
  row_no integer not null,
  role text not null,
  person_key text,
  sealed blob not null,
  primary key (feed, delivery_no, sheet, row_no, role)
) without rowid;
create index if not exists vault_person on vault_record (person_key);
"""


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """The sealed personal cells of one person in one row; `role` is empty for the one whom the row is about."""

    feed: str
    sheet: str
    row_no: int
    role: str
    person_key: str | None
    sealed: bytes


def row_place(feed: str, delivery_no: int, sheet: str, row_no: int, role: str = "") -> str:
    """Return the name of a row's place, to which its sealed cells are bound: moved elsewhere they do not open."""
    return f"{feed}/{delivery_no}/{sheet}/{row_no}/{role}".removesuffix("/")


def seal_cells(keys: KeyRing, cells: dict[str, str], place: str) -> bytes:
    """Seal the personal cells of the row at a place."""
    return keys.seal("vault", json.dumps(cells, ensure_ascii=False, sort_keys=True).encode(), place)


def open_cells(keys: KeyRing, sealed: bytes, place: str) -> dict[str, str]:
    """Open the personal cells of the row at a place."""
    cells: dict[str, str] = json.loads(keys.unseal("vault", sealed, place))
    return cells


def write_records(path: Path, records: list[VaultRecord]) -> None:
    """Write sealed rows to a file on their way from the process that read them to the vault."""
    rows = [(r.feed, r.sheet, r.row_no, r.role, r.person_key, r.sealed) for r in records]
    names = {"feed": pl.String, "sheet": pl.String, "row_no": pl.Int64, "role": pl.String, "person_key": pl.String}
    schema = names | {"sealed": pl.Binary}
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)


def read_records(path: Path) -> list[VaultRecord]:
    """Read what `write_records` wrote."""
    return [VaultRecord(*row) for row in pl.read_parquet(path).iter_rows()]


class Vault:
    """The vault's file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, delivery_no: int, records: Iterable[VaultRecord]) -> None:
        """Keep the sealed rows of one delivery; repeating it changes nothing."""
        with self._open() as connection:
            connection.executemany(
                "insert or replace into vault_record values (?, ?, ?, ?, ?, ?, ?)",
                ((r.feed, delivery_no, r.sheet, r.row_no, r.role, r.person_key, r.sealed) for r in records),
            )

    def of_person(self, keys: KeyRing, person_key: str) -> list[dict[str, str]]:
        """Return a person's cells, newest delivery first."""
        with self._open() as connection:
            rows = connection.execute(
                "select sealed, feed, delivery_no, sheet, row_no, role from vault_record where person_key = ?"
                " order by delivery_no desc, row_no desc",
                (person_key,),
            ).fetchall()
        return [open_cells(keys, sealed, row_place(*place)) for sealed, *place in rows]

    def of_rows(self, feed: str, places: Iterable[tuple[int, str, int]]) -> Iterator[tuple[int, VaultRecord]]:
        """Yield the sealed records of rows by (delivery, sheet, row), each with the number of its delivery."""
        with self._open() as connection:
            for delivery_no, sheet, row_no in places:
                found = connection.execute(
                    "select role, person_key, sealed from vault_record"
                    " where feed = ? and delivery_no = ? and sheet = ? and row_no = ?",
                    (feed, delivery_no, sheet, row_no),
                )
                for role, person_key, sealed in found.fetchall():
                    yield delivery_no, VaultRecord(feed, sheet, row_no, role, person_key, sealed)

    def erase(self, person_keys: Iterable[str], places: Iterable[tuple[str, int, str, int]]) -> int:
        """Delete people's records, and those of rows by (feed, delivery, sheet, row); return how many there were.

        The deleted bytes leave the file too.
        """
        with self._open() as connection:
            gone = connection.executemany(
                "delete from vault_record where person_key = ?", ((key,) for key in person_keys)
            ).rowcount
            gone += connection.executemany(
                "delete from vault_record where feed = ? and delivery_no = ? and sheet = ? and row_no = ?", places
            ).rowcount
        with self._open() as connection:
            connection.commit()
            connection.execute("vacuum")
        return max(gone, 0)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            connection.execute("pragma secure_delete = on")
            connection.executescript(_SCHEMA)
            with connection:
                yield connection
        finally:
            connection.close()
