"""The rules that could not run on a delivery, kept beside its findings. Why a rule cannot run belongs in `skipped`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines.intake.check.skipped import Skipped
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet

_COLUMNS = {"rule": pl.String, "reason": pl.String}


def write_skipped(path: Path, skipped: Iterable[tuple[str, str]]) -> None:
    """Write (rule, reason) pairs as Parquet, in their order."""
    replace_parquet(path, pl.DataFrame(list(skipped), schema=_COLUMNS, orient="row"))


def read_skipped(paths: DataPaths, delivery_no: int) -> Skipped:
    """Return the rules that could not run on one delivery; none when it was never checked."""
    path = paths.raw_file("_skipped", delivery_no)
    return [(rule, reason) for rule, reason in pl.read_parquet(path).iter_rows()] if path.exists() else []
