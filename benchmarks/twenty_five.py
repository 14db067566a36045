"""The twenty-five built-in rules of enrolment and the million rows that the ways of checking alone are measured on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl

from benchmarks.rolls import COLLEGE, header, rows
from data_contracts.checks import text_column
from data_contracts.loader import load_contract
from data_contracts.model import Contract
from pipelines.intake.normalise import normalise_columns
from pipelines.intake.report.repair import ROW, SHEET

RULES = 25
_KINDS = ("required", "pattern", "length", "allowed", "range", "compare", "unique")


def contract() -> Contract:
    """Return the contract of enrolment with twenty-five of its built-in rules."""
    whole = load_contract("enrolment")
    known = [rule for rule in whole.rules if rule.kind in _KINDS]
    several = [rule for rule in known if rule.kind in ("unique", "compare")]
    one = [rule for rule in known if rule not in several]
    return dataclasses.replace(whole, rules=tuple(one[: RULES - len(several)] + several))


def write_cells(path: Path, count: int) -> Path:
    """Write `count` rows of canonical text cells, a tenth of them faulty, as Parquet."""
    whole = load_contract("enrolment")
    names = [item.name for item in whole.fields.values()]
    titles = header()
    frame = pl.DataFrame(list(rows(count)), schema=dict.fromkeys(titles, pl.String), orient="row")
    frame = frame.rename(dict(zip(titles, names, strict=True))).with_columns(pl.all().replace("", None))
    frame = frame.select(pl.lit("").alias(SHEET), pl.int_range(2, pl.len() + 2).alias(ROW), pl.all())
    clean = normalise_columns(frame, whole, sender=COLLEGE).frame
    clean.select(SHEET, ROW, *(text_column(name) for name in names)).write_parquet(path)
    return path
