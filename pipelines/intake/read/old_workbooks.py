"""Read the old binary workbooks (.xls) with xlrd, which alone says where an error stands instead of a value.

Workbooks of all other kinds are read in `workbooks`.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER
from xlrd.compdoc import CompDocError

from pipelines.intake.read.cell_text import cell_text
from pipelines.intake.read.controls import without_controls
from pipelines.intake.read.sheet import ERROR, Hidden, Range, Sheet
from pipelines.intake.report.refusal import FileRefused

_DAMAGE = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    EOFError,
    # A damaged record is unpacked as if it were whole: offsets, indices and lengths lead anywhere.
    AssertionError,
    AttributeError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_UNKNOWN_ERROR = "#ERROR"


def read_old_workbook(path: Path) -> list[Sheet]:
    """Return every sheet, hidden ones too.

    Raises:
        FileRefused: the workbook is damaged or protected.
    """
    try:
        return _read(path)
    except _DAMAGE as exc:
        protected = "encrypt" in str(exc).lower()
        raise FileRefused("file_encrypted" if protected else "file_format", "Excel (damaged)") from exc


def _read(path: Path) -> list[Sheet]:
    # Its log would go to the sender's terminal; without formatting it knows neither merged nor hidden cells.
    with (
        Path(os.devnull).open("w", encoding="utf-8") as log,
        xlrd.open_workbook(
            file_contents=path.read_bytes(), logfile=log, formatting_info=True, ragged_rows=True
        ) as book,
    ):
        return [_sheet(sheet, book.datemode) for sheet in book.sheets()]


def _sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> Sheet:
    rows = [
        [_text(kind, value, datemode) for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)]
        for row in range(sheet.nrows)
    ]
    merged: list[Range] = [((top, left), (below - 1, beyond - 1)) for top, below, left, beyond in sheet.merged_cells]
    hidden = Hidden(
        sheet=bool(sheet.visibility),
        rows=tuple(row + 1 for row, about in sorted(sheet.rowinfo_map.items()) if about.hidden),
        columns=tuple(column for column, about in sorted(sheet.colinfo_map.items()) if about.hidden),
    )
    return Sheet(sheet.name, rows, merged, hidden, bool(datemode))


def _text(kind: int, value: str | float, datemode: int) -> str | None:
    if isinstance(value, str):
        return without_controls(value) or None
    if kind == XL_CELL_ERROR:
        return f"{ERROR}{xlrd.error_text_from_code.get(int(value), _UNKNOWN_ERROR)}"
    if kind == XL_CELL_BOOLEAN:
        return cell_text(bool(value))
    if kind == XL_CELL_DATE:
        return _date_text(value, datemode)
    return cell_text(value) if kind == XL_CELL_NUMBER else None


def _date_text(days: float, datemode: int) -> str | None:
    try:
        moment = xlrd.xldate_as_datetime(days, datemode)
    except (ValueError, OverflowError):
        return cell_text(days)
    return cell_text(moment.time() if 0 <= days < 1 else moment)
