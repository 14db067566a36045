"""Write laid-out sheets to files, the same bytes every time. What the cells say is decided elsewhere."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.demo.layout import Sheet
from pipelines.demo.styles import Cell

CREATED = datetime(2026, 10, 1, tzinfo=UTC).replace(tzinfo=None)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets as a workbook with a fixed creation date."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"created": CREATED, "author": "demo", "title": ""})
    day_format = book.add_format({"num_format": "yyyy/m/d"})
    bold = book.add_format({"bold": True, "align": "center"})
    for sheet in sheets:
        target = book.add_worksheet(sheet.name)
        _write_head(target, sheet, bold)
        for number, cells in enumerate(sheet.cells, start=sheet.first_row - 1):
            _write_row(target, number, cells, day_format)
    book.close()


def write_csv(path: Path, sheets: Sequence[Sheet], *, encoding: str) -> None:
    """Write the only sheet as comma-separated text with Windows line ends."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for sheet in sheets:
        writer.writerow(sheet.headers)
        writer.writerows([_plain(c) for c in cells] for cells in sheet.cells)
    path.write_bytes(buffer.getvalue().encode(encoding))


def _write_head(target: Any, sheet: Sheet, bold: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    row = 0
    if sheet.title is not None:
        target.merge_range(0, 0, 0, len(sheet.headers) - 1, sheet.title, bold)
        row = 1
    if sheet.groups is not None:
        _write_groups(target, row, sheet.groups, bold)
        row += 1
    for column, name in enumerate(sheet.headers):
        target.write_string(row, column, name, bold)


def _write_groups(target: Any, row: int, groups: Sequence[str], bold: Any) -> None:  # noqa: ANN401 - as above
    start = 0
    for name, members in groupby(groups):
        end = start + len(list(members)) - 1
        if end > start:
            target.merge_range(row, start, row, end, name, bold)
        else:
            target.write_string(row, start, name, bold)
        start = end + 1


def _write_row(target: Any, row: int, cells: Sequence[Cell], day_format: Any) -> None:  # noqa: ANN401 - as above
    for column, value in enumerate(cells):
        if isinstance(value, str):
            target.write_string(row, column, value)
        elif isinstance(value, float):
            target.write_number(row, column, value)
        elif isinstance(value, date):
            target.write_datetime(row, column, value, day_format)


def _plain(value: Cell) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
