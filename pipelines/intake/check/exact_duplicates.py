"""Rows of a file that say nothing but what an earlier one says: left out, and recorded as a repair."""

from __future__ import annotations

import polars as pl

from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.report.repair import EXACT_DUPLICATE, ROW, SHEET, Repairs


def drop_exact_duplicates(normalised: Normalised) -> Repairs:
    """Take out every row that repeats an earlier one in all its cells, and return where they were."""
    again = _again(normalised.frame.drop(SHEET, ROW))
    dropped = normalised.frame.filter(again).select(SHEET, ROW)
    normalised.frame = normalised.frame.filter(~again)
    return Repairs.at(dropped, "", EXACT_DUPLICATE)


def _again(cells: pl.DataFrame) -> pl.Series:
    """Return which rows say what an earlier one says; only rows of the same hash are compared cell by cell."""
    alike = cells.hash_rows().is_duplicated()
    doubtful = cells.filter(alike).select(pl.int_range(pl.len()).over(cells.columns) > 0).to_series()
    return (alike & False).scatter(alike.arg_true(), doubtful)
