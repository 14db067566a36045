"""Rows as words in one cell of the cause sheet. Listing every place belongs on the sheet of findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.report.causes import Cause

_MOST = 8


def rows_text(places: Sequence[tuple[str, int]]) -> str:
    """Return the first rows of some places; further ones are only said to be there."""
    sheets = groupby(places[:_MOST], key=lambda place: place[0])
    named = "；".join(f"{sheet}第{'、'.join(str(row) for _, row in same)}行" for sheet, same in sheets)
    return f"{named}{'…' if len(places) > _MOST else ''}"


def said_by_row(cause: Cause) -> str:
    """Return what a cause says of its first rows, where each row has a text of its own; else nothing."""
    if not cause.by_text:
        return ""
    said = "；".join(f"{rows_text(places)}: {text}" for text, places in list(cause.by_text.items())[:_MOST])
    more = f" … “{own_sheet_name('findings')}”" if len(cause.by_text) > _MOST else ""
    return f"（{said}{more}）"
