"""Everything that lies in a data folder, sealed or not: each file's bytes, and what it says to who holds the key."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from pipelines.intake.erasure.cells import read_cells
from pipelines.intake.read import read_sheets
from pipelines.intake.report.refusal import FileRefused
from pipelines.store.landing import read_landed, read_landed_cells
from pipelines.store.platform import Platform
from pipelines.store.vault import open_cells, row_place

Said = tuple[str, bytes]


def places_of(platform: Platform, words: Iterable[str]) -> dict[str, list[str]]:
    """Return where each word is found, by file and kind of content; words that are nowhere are left out."""
    sought = {word: word.encode() for word in words}
    found: dict[str, list[str]] = {}
    for where, said in everything(platform):
        for word, text in sought.items():
            if text in said:
                found.setdefault(word, []).append(where)
    return found


def kinds_searched(platform: Platform) -> Counter[str]:
    """Return how many contents of each kind a search looks at."""
    return Counter(where.rpartition(": ")[2] for where, _ in everything(platform))


def everything(platform: Platform, files: str = "*") -> Iterator[Said]:
    """Yield what lies in the files of a data folder, or in those that a pattern names."""
    for path in sorted(p for p in platform.paths.root.rglob(files) if p.is_file()):
        name = path.relative_to(platform.paths.root).as_posix()
        yield f"{name}: bytes", path.read_bytes()
        for kind, said in _content(platform, path):
            yield f"{name}: {kind}", said


def _content(platform: Platform, path: Path) -> Iterator[Said]:
    if path.suffix == ".sealed":
        yield from _landed(platform, path)
    elif path.suffix == ".parquet":
        yield "parquet", repr(pl.read_parquet(path).rows()).encode()
    elif path.suffix == ".duckdb":
        yield from _duckdb(path)
    elif path.read_bytes()[:6] == b"SQLite":
        yield from _sqlite(path)
        if path == platform.paths.vault_file:
            yield from _vault(platform)
    elif path.suffix == ".gz":
        yield "gzip", gzip.decompress(path.read_bytes())


def _landed(platform: Platform, path: Path) -> Iterator[Said]:
    sha256 = path.name.split(".")[0]
    if ".cells." in path.name:
        yield "landed cells", str(read_cells(read_landed_cells(platform.paths, platform.keys, sha256))).encode()
        return
    body = read_landed(platform.paths, platform.keys, sha256)
    yield "landed bytes", body
    # Not in the data folder: what is searched must not change meanwhile.
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "landed"
        plain.write_bytes(body)
        try:
            yield "landed original", str([list(sheet.rows) for sheet in read_sheets(plain)]).encode()
        except FileRefused:
            yield "landed, not a table", body


def _duckdb(path: Path) -> Iterator[Said]:
    with duckdb.connect(str(path), read_only=True) as connection:
        for schema, table in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            yield "duckdb", repr(connection.table(f'"{schema}"."{table}"').fetchall()).encode()


def _sqlite(path: Path) -> Iterator[Said]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        said = io.BytesIO()
        for line in connection.iterdump():
            said.write(line.encode("utf-8", "surrogateescape"))
        yield "sqlite", said.getvalue()
    finally:
        connection.close()


def _vault(platform: Platform) -> Iterator[Said]:
    connection = sqlite3.connect(platform.paths.vault_file)
    try:
        for sealed, *place in connection.execute(
            "select sealed, feed, delivery_no, sheet, row_no, role from vault_record"
        ):
            yield "vault record", str(open_cells(platform.keys, sealed, row_place(*place))).encode()
    finally:
        connection.close()
