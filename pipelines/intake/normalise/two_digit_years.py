"""Dates with a two-digit year, where another cell of the row shows the year or the day; the rest stay as they are."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.model import Field
from pipelines.intake.normalise.signs import narrow
from pipelines.intake.read import NUMERIC
from pipelines.intake.report.repair import ROW, SHEET, Repair

_SHORT = re.compile(r"^(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_LIKELY = r"^\s*['’]?[0-9０-９]{2}[-./．／年]"
_YEARS = re.compile(r"^[0-9]{1,4}(\.[0-9]{1,2})?$")
_IDENTITY = "id_number"
_BIRTH = slice(6, 14)


def complete_years(frame: pl.DataFrame, field: Field) -> tuple[pl.DataFrame, list[Repair]]:
    """Complete the short years of a date field, where the fields of `year_from` show the year or the day."""
    own = text_column(field.name)
    texts = frame[own]
    likely = texts.str.contains(_LIKELY).fill_null(value=False)
    shown_by = [text_column(name) for name in field.year_from]
    found: dict[int, str] = {}
    for place in likely.arg_true():
        day = _completed(texts[place], [frame[name][place] for name in shown_by], field)
        if day is not None:
            found[place] = day
    if not found:
        return frame, []
    repairs = [Repair(frame[SHEET][place], frame[ROW][place], field.name, "two_digit_year") for place in found]
    completed = pl.Series(found.values(), dtype=pl.String)
    return frame.with_columns(texts.scatter(list(found), completed)), repairs


def _completed(text: str, shown: list[str | None], field: Field) -> str | None:
    match = None if text.endswith(NUMERIC) else _SHORT.match(narrow(text).lstrip("'’"))
    known = [cell for cell in shown if cell]
    if match is None or len(known) != len(shown):
        return None
    short, month, day = (int(part) for part in match.groups())
    if field.year_from == (_IDENTITY,):
        birth = known[0][_BIRTH]
        agrees = birth[2:] == f"{short:02d}{month:02d}{day:02d}" and len(known[0]) == 18
        year = int(birth[:4]) if agrees and birth.isdecimal() else None
    else:
        year = _sum(known)
    if year is None or year % 100 != short:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _sum(numbers: list[str]) -> int | None:
    if not all(_YEARS.match(number) for number in numbers):
        return None
    total = sum(Decimal(number) for number in numbers)
    return int(total) if total == int(total) else None
