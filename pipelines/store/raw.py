"""Accepted rows: one Parquet file per delivery and a file without rows per feed, so that a glob never is empty."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from data_contracts.checks import POLARS_TYPES
from data_contracts.model import Contract
from pipelines.store.paths import DataPaths

SCHEMA_FILE = "_schema.parquet"

PROVENANCE: dict[str, pl.DataType] = {
    "delivery_no": pl.Int64(),
    "sheet": pl.String(),
    "row_no": pl.Int64(),
    "sender": pl.String(),
    "period": pl.String(),
    "row_action": pl.String(),
}


def raw_schema(contract: Contract) -> dict[str, pl.DataType]:
    """Return the columns of a feed's raw files, in order."""
    schema = {item.name: POLARS_TYPES[item.form] for item in contract.raw_fields if item.name not in PROVENANCE}
    if contract.has_person:
        schema["person_key"] = pl.String()
    if "certificate_no" in contract.fields:
        schema["certificate_key"] = pl.String()
    return schema | PROVENANCE


def write_schema_file(paths: DataPaths, feed: str, schema: dict[str, pl.DataType]) -> None:
    """Write the file without rows of one feed."""
    replace_parquet(paths.raw / feed / SCHEMA_FILE, pl.DataFrame(schema=schema))


def replace_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Write a Parquet file beside its place and move it there, so that no reader meets a half-written one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    frame.write_parquet(unfinished, compression="zstd", statistics=False)
    unfinished.replace(path)
