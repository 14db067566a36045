"""The same rules as expectations, COMPLETE: `python -m benchmarks.ways.checks_expectations FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.twenty_five import contract
from benchmarks.ways.expectations_plain import judge, typed
from data_contracts.checks import text_column


def main(path: Path) -> None:
    """Judge the rows and print what was counted."""
    rules = contract()
    cells = pl.read_parquet(path).rename({text_column(name): name for name in rules.fields}).to_pandas()
    started = time.perf_counter()
    frame = typed(cells, rules)
    typing = time.perf_counter() - started
    ran, named = judge(frame, rules)
    seconds = time.perf_counter() - started
    counted = {"rows": len(frame), "expectations": ran, "named": named}
    print(json.dumps({"seconds": seconds, "of_it_typing": round(typing, 2), **counted}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
