"""A 200,000-row enrolment workbook, a tenth of its rows faulty, all rules: the door beside two others.

They are pandas with openpyxl and Great Expectations, and frictionless on the same rows as CSV.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.rolls import write_csv, write_workbook
from benchmarks.side_by_side import Way, side_by_side

ROWS = 200_000


def main(runs: int) -> None:
    """Make the files, run the ways by turns, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        book = write_workbook(Path(folder) / "roll.xlsx", ROWS)
        text = write_csv(Path(folder) / "roll.csv", ROWS)
        side_by_side(
            "door_workbook",
            [
                Way("door, xlsx, all rules", "door", (str(book),)),
                Way("door, the same rows as CSV", "door", (str(text),)),
                Way("pandas + openpyxl + GX COMPLETE", "expectations_plain", (str(book),)),
                Way("frictionless on CSV, no cap", "frictionless_csv", (str(text),)),
            ],
            runs=runs,
        )
