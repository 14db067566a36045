"""One of the sender's sheets, cell for cell where it was, with its faulty cells coloured and commented.

Text is written as text and never as a formula, so that a cell beginning with = is read again as it was sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from pipelines.intake.annotate.marks import Marks
from pipelines.intake.annotate.styles import Styles, colour_of
from pipelines.intake.findings import Finding
from pipelines.intake.read import ERROR, NUMERIC, Sheet
from pipelines.intake.read.sheet import Range
from pipelines.intake.text_width import wide

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""What a sheet of a workbook holds."""

_MEASURED_ROWS = 50
_MOST_MERGED_CELLS = 1_000_000
_NARROWEST, _WIDEST = 8, 40
_LONGEST_COMMENT = 30_000
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_WIDTH = 380, 17, 52


def fits(sheet: Sheet) -> bool:
    """Return whether a sheet of a workbook holds all of a sheet's cells; a text file may have more."""
    return len(sheet.rows) <= LAST_ROW and max((len(row) for row in sheet.rows), default=0) <= LAST_COLUMN


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
    by_row: dict[int, dict[int, list[Finding]]] = {}
    for (row, column), findings in marks.cells.items():
        by_row.setdefault(row, {})[column] = findings
    for number, row_cells in enumerate(sheet.rows):
        faulty = by_row.pop(number, {})
        _write_row(target, number, row_cells, faulty, marks, styles)
        for column, findings in faulty.items():
            if (number, column) in commented:
                target.write_comment(number, column, *_comment(findings))
    for merged in _drawn_merges(sheet):
        target.merge.append(merged)
    _lay_out(target, sheet, marks)


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
            write_string(number, column, text, styles.text_marked[marked] if marked else plain)
    for column, findings in faulty.items():
        if column >= len(cells) or not cells[column]:
            target.write_blank(number, column, None, styles.text_marked[colour_of(findings[0])])


def _number(cell: str) -> float | None:
    try:
        value = float(cell.removesuffix(NUMERIC))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _comment(findings: list[Finding]) -> tuple[str, dict[str, object]]:
    parts = [f"{f.rule}\n{f.message.zh}\n→ {f.hint.zh}\n{f.message.en}\n→ {f.hint.en}" for f in dict.fromkeys(findings)]
    text = "\n\n".join(parts)[:_LONGEST_COMMENT]
    lines = sum(1 + wide(line) // _LINE_WIDTH for line in text.splitlines())
    return text, {"width": _COMMENT_WIDTH, "height": (lines + 1) * _LINE_HEIGHT, "author": "", "font_size": 9}


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
