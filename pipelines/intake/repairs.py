"""Repairs kept beside findings: what intake changed in a delivery so that its rows can be used."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.intake.table import Repair
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet

_SCHEMA = {"sheet": pl.String, "row_no": pl.Int64, "column_name": pl.String, "repair": pl.String}


def write_repairs(path: Path, repairs: list[Repair]) -> None:
    """Write repairs as Parquet."""
    rows = [(r.sheet, r.row, r.column, r.repair) for r in repairs]
    replace_parquet(path, pl.DataFrame(rows, schema=_SCHEMA, orient="row"))


def read_repairs(paths: DataPaths, delivery_no: int) -> list[Repair]:
    """Return the repairs of one delivery; none when it was never checked."""
    path = paths.raw_file("_repair", delivery_no)
    return [Repair(*row) for row in pl.read_parquet(path).iter_rows()] if path.exists() else []
