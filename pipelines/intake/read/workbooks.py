"""Read Excel workbooks of every age; a number keeps a mark so that lost digits can be told from typed text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pipelines.intake.refusal import FileRefused

NUMERIC = "\u001e"
"""Ends the text of a cell that the workbook stores as a number."""

_EXACT_BELOW = 1e15
Rows = list[list[str | None]]


def read_workbook(path: Path) -> list[tuple[str, Rows, list[tuple[tuple[int, int], tuple[int, int]]]]]:
    """Return each sheet's name, rows of text cells and merged ranges; hidden sheets are read too.

    Raises:
        FileRefused: the workbook is damaged or protected.
    """
    try:
        # From a stream the reader looks at the bytes; from a path it would believe the ending.
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            return [_read_sheet(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except CalamineError as exc:
        protected = "password" in str(exc).lower()
        raise FileRefused("file_encrypted" if protected else "file_format", "Excel (damaged)") from exc


def _read_sheet(sheet: CalamineSheet) -> tuple[str, Rows, list[tuple[tuple[int, int], tuple[int, int]]]]:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return sheet.name, rows, list(sheet.merged_cell_ranges or [])


def _text(cell: object) -> str | None:
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
