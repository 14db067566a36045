"""Accepted rows: one Parquet file per delivery and a file without rows per feed, so that a glob never is empty."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from data_contracts.loader import load_contracts
from data_contracts.model import Contract
from data_contracts.raw_layout import DECISION, FINDING, INTRODUCTION, POOL_WITHDRAWAL, raw_schema
from pipelines.store.paths import DataPaths

SCHEMA_FILE = "_schema.parquet"


def write_schema_files(paths: DataPaths) -> None:
    """Write the file without rows of every feed, of the findings and of what the ledger tells of people."""
    schemas = {feed: raw_schema(contract) for feed, contract in load_contracts().items()}
    schemas |= {"_finding": FINDING, "_decision": DECISION}
    schemas |= {"_introduction": INTRODUCTION, "_pool_withdrawal": POOL_WITHDRAWAL}
    for feed, schema in schemas.items():
        replace_parquet(paths.raw / feed / SCHEMA_FILE, pl.DataFrame(schema=schema))


def scan_rows(files: list[Path], contract: Contract) -> pl.LazyFrame:
    """Return the rows of a feed's raw files; columns that a file of an older contract lacks are empty."""
    schema = raw_schema(contract)
    if not files:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore")


def move_parquet(made: Path, path: Path) -> None:
    """Move a Parquet file made elsewhere in the data folder to its place, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made.replace(path)


def replace_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Write a Parquet file beside its place and move it there, so that no reader meets a half-written one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    frame.write_parquet(unfinished, compression="zstd", statistics=False)
    unfinished.replace(path)
