"""The portable SQL engine in DuckDB: `python -m benchmarks.ways.matching_sql WAREHOUSE QUERY_FILE`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb

from benchmarks.ways.matching_answer import say


def main(warehouse: str, query: str) -> None:
    """Run the query and print what was counted."""
    started = time.perf_counter()
    with duckdb.connect(warehouse, read_only=True) as connection:
        connection.execute("set threads = 2")
        found = connection.execute(Path(query).read_text(encoding="utf-8")).fetchnumpy()
    say(time.perf_counter() - started, vacancy=found["vacancy_seq"], key=found["match_key"])


if __name__ == "__main__":
    main(*sys.argv[1:])
