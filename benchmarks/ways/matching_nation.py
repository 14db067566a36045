"""The compiled engine on a nation: `python -m benchmarks.ways.matching_nation QUERY_FILE [SIZE]`.

A nation's tables would be longer to write than to rank, so the market is drawn here as arrays; the seconds of the job
are those of ranking. A sample of vacancies is ranked by the SQL engine too and must have the same keys.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.market.count import scored_pairs
from benchmarks.market.make import SIZES, make_market
from benchmarks.market.tables import write_tables
from benchmarks.ways.matching_answer import say
from pipelines.matching.best import Top, best_keys
from pipelines.matching.pool import Market

_SAMPLE = 40


def main(query: str, size: str = "nation") -> None:
    """Draw, rank, check and print what was counted."""
    market = make_market(SIZES[size])
    pairs = scored_pairs(market)
    started = time.perf_counter()
    top = best_keys(market)
    seconds = time.perf_counter() - started
    checked = _checked(market, top, Path(query).read_text(encoding="utf-8"))
    say(seconds, vacancy=top.vacancy, key=top.key, pairs=pairs, kernel_s=round(seconds, 3), checked=checked)


def _checked(market: Market, top: Top, query: str) -> int:
    """Return how many keys of the sample are those of SQL, or stop."""
    sample = np.random.default_rng(3).choice(market.vacancies.number.size, _SAMPLE, replace=False)
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set memory_limit = '5GB'")
        write_tables(market, connection, vacancies=sample)
        found = connection.sql(query).order("vacancy_seq, match_key desc").fetchnumpy()
    mine = np.isin(top.vacancy, market.vacancies.number[sample])
    if not np.array_equal(top.key[mine], found["match_key"]) or not np.array_equal(
        top.vacancy[mine], found["vacancy_seq"]
    ):
        raise SystemExit("the sample differs from SQL")
    return int(mine.sum())


if __name__ == "__main__":
    main(*sys.argv[1:])
