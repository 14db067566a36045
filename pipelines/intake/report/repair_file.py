"""Repairs kept beside findings: what intake changed in a delivery so that its rows can be used."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.intake.report.repair import Repairs
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet


def write_repairs(path: Path, repairs: Repairs) -> None:
    """Write repairs as Parquet."""
    replace_parquet(path, repairs.frame)


def read_repairs(paths: DataPaths, delivery_no: int) -> Repairs:
    """Return the repairs of one delivery; none when it was never checked."""
    path = paths.raw_file("_repair", delivery_no)
    return Repairs(pl.read_parquet(path) if path.exists() else ())
