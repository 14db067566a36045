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


class NotInForceError(KeyError):
    """A threshold has no value on a day, or nobody said which day is meant."""


def threshold(name: str, *, on: dt.date | None) -> Decimal:
    """Return the value of a threshold that held on a day: never one that has yet to begin or has expired.

    Args:
        name: The threshold.
        on: The day that is judged; None where nobody knows it.

    Raises:
        NotInForceError: it has no value on that day, or the day is not known.
        KeyError: there is no such threshold.
    """
    held = [period.value for period in periods(name) if on is not None and period.holds(on)]
    if not held:
        raise NotInForceError(name)
    return held[-1]


def limit(name: str) -> Decimal:
    """Return a limit of the machinery itself, as the size of a file: it is about no day and so has one row for ever.

    Raises:
        KeyError: there is no such threshold, or it has dates to choose from.
    """
    (only, *others) = periods(name)
    if others or only.last is not None:
        raise KeyError(f"{name} changes with the day: ask for a threshold")
    return only.value


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
