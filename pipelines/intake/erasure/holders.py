"""Whose a student number is: colleges give a number again, and rows that name only the number must be told apart.

A number belongs to whoever last began a programme under it on or before the day that a row speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TypeAlias

import polars as pl

from pipelines.store.paths import DataPaths

Number: TypeAlias = tuple[str, str]

_NUMBER = ("institution_code", "student_no")
_DAYS = ("programme_start", "graduation_year", "start_date", "consent_date", "award_date", "status_date")
"""The columns that say of which day a row speaks, the best first."""


def delivered_files(paths: DataPaths, feed: str) -> list[Path]:
    """Return the raw files of a feed's deliveries, by number."""
    return sorted((f for f in (paths.raw / feed).glob("*.parquet") if f.stem.isdecimal()), key=lambda f: int(f.stem))


def enrolments(paths: DataPaths) -> pl.DataFrame:
    """Return who began what when, of every delivery in whatever state."""
    columns = [*_NUMBER, "programme_start", "person_key"]
    kinds = {
        "institution_code": pl.String,
        "student_no": pl.String,
        "programme_start": pl.Date,
        "person_key": pl.String,
    }
    files = [pl.read_parquet(f, columns=columns) for f in delivered_files(paths, "enrolment")]
    return pl.concat([pl.DataFrame(schema=kinds), *files]).unique()


def other_starts(enrolled: pl.DataFrame, keys: tuple[str, ...], numbers: frozenset[Number]) -> dict[Number, list[date]]:
    """Return the days on which the numbers began to stand for somebody else."""
    starts: dict[Number, list[date]] = defaultdict(list)
    others = enrolled.filter(pl.col("person_key").is_not_null() & ~pl.col("person_key").is_in(list(keys)))
    for institution, student_no, start, _ in others.iter_rows():
        if (institution, student_no) in numbers and start is not None:
            starts[institution, student_no].append(start)
    return starts


def is_theirs(day: date | None, own: list[date], others: list[date]) -> bool | None:
    """Return whether a number stood for the person on a day; None when that cannot be known."""
    if not others:
        return True
    if day is None:
        return None
    mine, theirs = (max((s for s in starts if s <= day), default=date.min) for starts in (own, others))
    return None if mine == theirs else mine > theirs


def day_of(row: dict[str, object]) -> date | None:
    """Return the day of which a row of raw speaks."""
    for name in _DAYS:
        value = row.get(name)
        if isinstance(value, date):
            return value
        if isinstance(value, int):
            # A number given again on the day of a graduation must not take the graduate's row with it.
            return date(value, 1, 1)
    return None


def day_columns(names: list[str]) -> list[str]:
    """Return which of a feed's columns `day_of` looks at."""
    return [name for name in _DAYS if name in names]
