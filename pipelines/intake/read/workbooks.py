"""Read Excel workbooks: xlsx and its relatives. The old binary ones belong in `old_workbooks`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from pipelines.intake.read.cell_text import cell_text
from pipelines.intake.read.controls import clean
from pipelines.intake.read.grid import Grid
from pipelines.intake.read.sheet import ERROR, Hidden, Rows, Sheet
from pipelines.intake.read.workbook_parts import Parts, Unseen, read_parts
from pipelines.intake.report.refusal import FileRefused

_CELLS_AT_ONCE = 1 << 18


def read_workbook(path: Path) -> list[Sheet]:
    """Return every sheet, hidden ones too.

    Raises:
        FileRefused: the workbook is damaged or protected.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Both read without holding up Python, so that a second core does the one while the first does the other.
        parts = beside.submit(read_parts, path)
        try:
            sheets = _parse(path)
        except CalamineError as exc:
            parts.result()
            protected = "password" in str(exc).lower()
            raise FileRefused("file_encrypted" if protected else "file_format", "Excel (damaged)") from exc
        return [_read_sheet(sheet, about, parts.result()) for sheet, about in sheets]


def _parse(path: Path) -> list[tuple[CalamineSheet, SheetMetadata]]:
    # From a stream the reader looks at the bytes; from a path it would believe the ending.
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
        return [(workbook.get_sheet_by_name(about.name), about) for about in workbook.sheets_metadata]


def _read_sheet(sheet: CalamineSheet, about: SheetMetadata, parts: Parts) -> Sheet:
    unseen = parts.sheets.get(sheet.name, Unseen())
    rows = _with_errors(_grid(sheet, controls=parts.controls), unseen.errors)
    hidden = Hidden(
        about.visible != SheetVisibleEnum.Visible, unseen.hidden_rows, unseen.hidden_columns, unseen.filtered
    )
    return Sheet(sheet.name, rows, list(sheet.merged_cell_ranges or []), hidden, parts.since_1904)


def _grid(sheet: CalamineSheet, *, controls: bool) -> Grid:
    """Return the cells as columns, some rows at a time: as objects of Python they take ten times the room."""
    left = sheet.start[1] if sheet.start else 0
    rows, frames = sheet.iter_rows(), []
    while part := list(islice(rows, max(1, _CELLS_AT_ONCE // max(1, sheet.width)))):
        cells = [
            _column(str(left + place), column, controls=controls)
            for place, column in enumerate(zip(*part, strict=True))
        ]
        # The reader leaves out empty columns on the left, but no empty rows above.
        frames.append(pl.DataFrame([*(_empty(place, len(part)) for place in range(left)), *cells]))
    return Grid(pl.concat(frames).select(pl.when(pl.all() != "").then(pl.all())) if frames else pl.DataFrame())


def _column(name: str, cells: tuple[object, ...], *, controls: bool) -> pl.Series:
    if controls:
        cells = tuple(map(clean, cells))
    # Nearly every column is text: asking for that first saves a call per cell.
    texts = cells if set(map(type, cells)) == {str} else [cell_text(cell) for cell in cells]
    return pl.Series(name, texts, dtype=pl.String)


def _empty(place: int, height: int) -> pl.Series:
    return pl.Series(str(place), [None], dtype=pl.String).new_from_index(0, height)


def _with_errors(grid: Grid, errors: dict[tuple[int, int], str]) -> Rows | Grid:
    """Put errors where the reader leaves empty cells; rows that hold nothing else are not there yet."""
    if any(row >= len(grid) or column >= grid.frame.width for row, column in errors):
        return _with_far_errors(list(grid), errors)
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), error in errors.items():
        by_column.setdefault(column, {})[row] = ERROR + error
    marked = {place: grid.frame.to_series(place).scatter(list(e), list(e.values())) for place, e in by_column.items()}
    return Grid(grid.frame.with_columns(marked.values()))


def _with_far_errors(rows: Rows, errors: dict[tuple[int, int], str]) -> Rows:
    for (row, column), error in errors.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = ERROR + error
    return rows
