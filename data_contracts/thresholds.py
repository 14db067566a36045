"""Thresholds of rules: reference data with the dates between which they hold, never constants in code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from data_contracts.code_tables import code_table


class Period(NamedTuple):
    """A threshold's value between two days, both included; None is open."""

    first: dt.date | None
    last: dt.date | None
    value: Decimal

    def holds(self, day: dt.date) -> bool:
        """Whether the value held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def threshold(name: str, *, on: dt.date | None = None) -> Decimal:
    """Return the value of a threshold that held on a day, or the newest one.

    Raises:
        KeyError: there is no such threshold on that day.
    """
    held = [period.value for period in periods(name) if on is None or period.holds(on)]
    if not held:
        raise KeyError(name)
    return held[-1]


def periods(name: str) -> list[Period]:
    """Return every value that a threshold ever had, in order of time.

    Raises:
        KeyError: there is no such threshold.
    """
    rows = code_table("thresholds").filter(pl.col("name") == name).sort("valid_from", nulls_last=False)
    if rows.is_empty():
        raise KeyError(name)
    return [
        Period(first, last, Decimal(str(value)))
        for first, last, value in rows.select("valid_from", "valid_to", "value").iter_rows()
    ]
