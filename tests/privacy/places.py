"""What lies in a data folder and in a running server, as far as anybody but the vault may say it."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import generate_latest

from pipelines.store.platform import Platform
from tests.privacy.conftest import City
from tests.privacy.search import Search
from tests.publication.everything import everything

_SEALED = ("landed", "vault record")
_PACKED = (".parquet", ".duckdb", ".sealed", "vault.sqlite", ".gz", ".gpickle")

Found = dict[str, set[str]]


def in_the_folder(platform: Platform, search: Search, *, files: str = "*") -> Found:
    """Return the words in every file but the sealed ones, raw and decoded: editions, warehouse, ledger, logs of runs.

    Args:
        platform: Of the folder.
        search: For what.
        files: A pattern of their names.

    Raw bytes hold what a database deleted and did not overwrite, and what its WAL holds.
    """
    found: Found = {}
    for where, said in everything(platform, files):
        name, _, kind = where.rpartition(": ")
        if not kind.startswith(_SEALED):
            is_packed = kind == "bytes" and name.endswith(_PACKED)
            found |= search.places([(where, said)], is_packed=is_packed)
    return found


def in_the_server(city: City, search: Search) -> Found:
    """Return the words in its log and in what it tells Prometheus."""
    return search.places(_of_the_server(city))


def _of_the_server(city: City) -> Iterator[tuple[str, bytes]]:
    yield "log", city.log.getvalue().encode()
    yield "measures", generate_latest(city.app.state.measures.registry)
