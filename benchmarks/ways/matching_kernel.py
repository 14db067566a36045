"""The compiled engine as a run calls it: `python -m benchmarks.ways.matching_kernel WAREHOUSE [warm|cold] [TIMES]`.

`cold` compiles anew into a folder of its own; the seconds of the job are those of the last of TIMES in one process.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING, cast

import duckdb

if TYPE_CHECKING:
    from pipelines.matching.pool import Integers, Market


def main(warehouse: str, cache: str = "warm", times: str = "1") -> None:
    """Rank from the tables to a table in memory and print what was counted."""
    with tempfile.TemporaryDirectory() as folder:
        if cache == "cold":
            os.environ["NUMBA_CACHE_DIR"] = folder
        for _ in range(int(times)):
            started = time.perf_counter()
            market, vacancy, key, kernel = rank_market(warehouse)
            seconds = time.perf_counter() - started
    from benchmarks.market.count import scored_pairs
    from benchmarks.ways.matching_answer import say

    pairs = scored_pairs(market)
    say(seconds, vacancy=vacancy, key=key, pairs=pairs, kernel_s=round(kernel, 3))


def rank_market(warehouse: str) -> tuple[Market, Integers, Integers, float]:
    """Return the market of a file, vacancies and keys of its winners, and the seconds of the ranking alone."""
    # Loading the compiler's runtime is part of the job.
    from pipelines.matching.best import best_keys
    from pipelines.matching.pool import Rules
    from pipelines.matching.tables import TABLES, Columns, market_of

    with duckdb.connect(warehouse, read_only=True) as connection:
        tables = {n: connection.table(f"int_match_{n}").select(*columns).fetchnumpy() for n, columns in TABLES.items()}
        rules = connection.table("int_match_parameter").select(*Rules._fields).fetchall()[0]
    market = market_of(cast("dict[str, Columns]", tables), Rules(*rules))
    del tables
    ready = time.perf_counter()
    top = best_keys(market)
    return market, top.vacancy, top.key, time.perf_counter() - ready


if __name__ == "__main__":
    main(*sys.argv[1:])
