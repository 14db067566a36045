"""1,000,000 rows by 25 rules, every failing row named: the door's checks alone, Great Expectations, pandera.

Each way is given the same cells as text and its checks compiled; numbers and dates are made of them within its time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.side_by_side import Way, side_by_side
from benchmarks.twenty_five import write_cells

ROWS = 1_000_000


def main(runs: int) -> None:
    """Make the rows, run the three ways by turns, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(write_cells(Path(folder) / "cells.parquet", ROWS))
        side_by_side(
            "checks_million",
            [
                Way("door's checks alone", "checks_door", (path,)),
                Way("Great Expectations, COMPLETE", "checks_expectations", (path,)),
                Way("pandera, lazy", "checks_pandera", (path,)),
            ],
            runs=runs,
        )
