"""One cell of a workbook as text, the same whichever library read it."""

from __future__ import annotations

import datetime as dt

from pipelines.intake.read.sheet import NUMERIC

_EXACT_BELOW = 1e15


def cell_text(cell: object) -> str | None:
    """Return a cell's text; a number keeps a mark so that lost digits can be told from typed text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(float(cell)) + NUMERIC
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell) or None


def _number_text(number: float) -> str:
    if abs(number) >= _EXACT_BELOW:
        return f"{number:.14E}"
    return str(int(number)) if number.is_integer() else repr(number)
