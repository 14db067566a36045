"""One of the sender's sheets, cell for cell where it was, with its faulty cells coloured and commented.

Text is written as text and never as a formula, so that a cell beginning with = is read again as it was sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from pipelines.intake.annotate.comments import comment, gathered_cells
from pipelines.intake.annotate.marks import Marks, worst_first
from pipelines.intake.annotate.styles import Styles, colour_of
from pipelines.intake.layout.text_width import wide
from pipelines.intake.read import ERROR, NUMERIC, Sheet
from pipelines.intake.read.limits import max_columns
from pipelines.intake.read.sheet import Range
from pipelines.intake.report.findings import Finding

LAST_ROW = 1_048_576
"""The last row of a workbook's sheet."""

_MEASURED_ROWS = 50
_MOST_MERGED_CELLS = 1_000_000
_NARROWEST, _WIDEST = 8, 40


def fits(sheet: Sheet) -> bool:
    """Return whether a sheet of a workbook holds all of a sheet's cells; a text file may have more."""
    return len(sheet.rows) <= LAST_ROW and max((len(row) for row in sheet.rows), default=0) <= max_columns()


def fill_sender_sheet(
    target: Worksheet, sheet: Sheet, marks: Marks, commented: set[tuple[int, int]], styles: Styles
) -> None:
    """Write a sheet row by row.

    Args:
        target: Where to.
        sheet: The sender's sheet.
        marks: Its faulty cells.
        commented: Those that get a comment.
        styles: The workbook's formats.
    """
    merges = list(_drawn_merges(sheet))
    gathered = gathered_cells(marks, merges)
    unseen = {cell for cells in gathered.values() for cell in cells} - gathered.keys()
    by_row: dict[int, dict[int, list[Finding]]] = {}
    for (row, column), findings in (*marks.cells.items(), *_of_ranges(marks, gathered)):
        by_row.setdefault(row, {})[column] = findings
    for number, row_cells in enumerate(sheet.rows):
        faulty = by_row.pop(number, {})
        _write_row(target, number, row_cells, faulty, marks, styles)
        for column, findings in faulty.items():
            cell = number, column
            if cell not in unseen and not commented.isdisjoint(gathered.get(cell, [cell])):
                target.write_comment(number, column, *comment(findings))
    target.merge.extend(merges)
    _lay_out(target, sheet, marks)


def _of_ranges(
    marks: Marks, gathered: dict[tuple[int, int], list[tuple[int, int]]]
) -> Iterator[tuple[tuple[int, int], list[Finding]]]:
    for anchor, cells in gathered.items():
        yield anchor, sorted((f for cell in cells for f in marks.cells[cell]), key=worst_first)


def _write_row(
    target: Worksheet,
    number: int,
    cells: list[str | None],
    faulty: dict[int, list[Finding]],
    marks: Marks,
    styles: Styles,
) -> None:
    plain = styles.own_head if number + 1 == marks.header_row else styles.text
    write_string, write_number = target.write_string, target.write_number
    for column, cell in enumerate(cells):
        marked = colour_of(faulty[column][0]) if column in faulty else None
        if not cell:
            continue
        if cell.endswith(NUMERIC) and (value := _number(cell)) is not None:
            write_number(number, column, value, styles.number_marked[marked] if marked else None)
        else:
            text = cell.removesuffix(NUMERIC).removeprefix(ERROR)
            looks = styles.text_marked[marked] if marked else plain
            write_string(number, column, text, styles.of_text(text, looks))
    for column, findings in faulty.items():
        if column >= len(cells) or not cells[column]:
            target.write_blank(number, column, None, styles.text_marked[colour_of(findings[0])])


def _number(cell: str) -> float | None:
    try:
        value = float(cell.removesuffix(NUMERIC))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _drawn_merges(sheet: Sheet) -> Iterator[list[int]]:
    """Return the merged ranges that do not lie over each other: a spreadsheet refuses a file where they do."""
    taken: set[tuple[int, int]] = set()
    left = _MOST_MERGED_CELLS
    for merged in sheet.merged:
        left -= _size(merged)
        if left < 0:
            return
        (top, first), (bottom, last) = merged
        cells = {(row, column) for row in range(top, bottom + 1) for column in range(first, last + 1)}
        if len(cells) > 1 and taken.isdisjoint(cells):
            taken |= cells
            yield [top, first, bottom, last]


def _size(merged: Range) -> int:
    (top, first), (bottom, last) = merged
    return (bottom - top + 1) * (last - first + 1)


def _lay_out(target: Worksheet, sheet: Sheet, marks: Marks) -> None:
    start = max(marks.header_row - 1, 0)
    widths: dict[int, int] = {}
    for row in sheet.rows[start : start + _MEASURED_ROWS]:
        for column, cell in enumerate(row):
            if cell:
                widths[column] = max(widths.get(column, 0), wide(cell))
    for column, width in widths.items():
        target.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))
    if marks.header_row:
        target.freeze_panes(marks.header_row, 0)
    if widths:
        target.ignore_errors({"number_stored_as_text": xl_range(0, 0, LAST_ROW - 1, max(widths))})
