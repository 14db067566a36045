"""Thresholds of rules: reference data with the dates between which they hold, never constants in code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl

from data_contracts.code_tables import code_table


def threshold(name: str, *, on: dt.date | None = None) -> Decimal:
    """Return the value of a threshold that held on a day, or the newest one.

    Raises:
        KeyError: there is no such threshold on that day.
    """
    rows = code_table("thresholds").filter(pl.col("name") == name)
    if on is not None:
        started = pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)
        ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") < on)
        rows = rows.filter(started & ~ended)
    if rows.is_empty():
        raise KeyError(name)
    return Decimal(str(rows.sort("valid_from", nulls_last=False)["value"][-1]))
