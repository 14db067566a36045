"""Whether two engines made the same rows: every mart as a digest of its rows, types included."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

# One moment, two spellings: the warehouse holds UTC without a zone, Spark writes UTC with one.
_SAME_TYPE = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMP"}


@dataclass(frozen=True)
class Verdict:
    """One mart on both engines."""

    mart: str
    rows: int
    digest: str
    is_equal: bool
    says: str


def compare_marts(warehouse: Path, other: Path) -> list[Verdict]:
    """Compare every mart of a DuckDB warehouse with the Parquet files of the same mart in Spark's warehouse."""
    connection = duckdb.connect(str(warehouse), read_only=True)
    connection.execute("set timezone = 'UTC'")
    named = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
    ).fetchall()
    verdicts = [_compare(connection, mart, other / "marts.db" / mart) for (mart,) in named]
    connection.close()
    return verdicts


def _compare(connection: duckdb.DuckDBPyConnection, mart: str, folder: Path) -> Verdict:
    ours = _types(connection, f"marts.{mart}")
    rows, digest = _digest(connection, f"marts.{mart}", ours)
    if not any(folder.glob("*.parquet")):
        return Verdict(mart, rows, digest, is_equal=False, says="Spark has not made it")
    files = f"'{folder}/*.parquet'"
    theirs = {name: _SAME_TYPE.get(kind, kind) for name, kind in _types(connection, files).items()}
    if theirs != ours:
        changed = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        told = ", ".join(f"{name} {ours.get(name)} and {theirs.get(name)}" for name in changed)
        return Verdict(mart, rows, digest, is_equal=False, says=f"columns differ: {told}")
    their_rows, their_digest = _digest(connection, files, ours)
    if digest != their_digest:
        return Verdict(mart, rows, digest, is_equal=False, says=f"rows differ: {rows} and {their_rows}")
    return Verdict(mart, rows, digest, is_equal=True, says="equal")


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe select * from {relation}").fetchall()}  # noqa: S608 - our own names


def _digest(connection: duckdb.DuckDBPyConnection, relation: str, types: dict[str, str]) -> tuple[int, str]:
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
    rows, digest = connection.execute(
        f"""
        with typed as (select {columns} from {relation}),
        hashed as (select sha256(cast(to_json(typed) as varchar)) as row_hash from typed)
        select count(*), sha256(coalesce(string_agg(row_hash, '' order by row_hash), '')) from hashed
        """  # noqa: S608 - our own names
    ).fetchall()[0]
    return int(rows), str(digest)
