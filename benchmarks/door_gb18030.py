"""A 1,000,000-row GB18030 CSV of enrolment: the door beside plain pandas, which only reads it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.rolls import write_csv
from benchmarks.side_by_side import Way, side_by_side

ROWS = 1_000_000


def main(runs: int) -> None:
    """Make the file, run the ways by turns, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "roll.csv", ROWS, encoding="gb18030")
        side_by_side(
            "door_gb18030",
            [
                Way("door reads only", "read_only", (str(path),)),
                Way("door, all rules", "door", (str(path),)),
                Way("plain pandas reads only", "pandas_csv", (str(path),)),
            ],
            runs=runs,
        )
