"""How large a file and its parts may be. The limits are thresholds; memory and time are limited by `child`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from data_contracts.thresholds import limit
from pipelines.intake.read.controls import INVISIBLE
from pipelines.intake.read.grid import Grid
from pipelines.intake.read.sheet import ERROR, TOO_LONG, Sheet
from pipelines.intake.report.refusal import FileRefused

_LONG = 1000
# As the Unicode standard limits them for texts that are read in a stream.
_MOST_ACCENTS = 30


@cache
def max_file_bytes() -> int:
    """Return how large a file may be, as sent and as unpacked from a zip."""
    return int(limit("max_file_mebibytes")) << 20


@cache
def max_columns() -> int:
    """Return how many columns a sheet of a workbook can have, and so any other."""
    return int(limit("max_columns"))


def refuse_large_file(path: Path) -> None:
    """Refuse a file by its size alone: it is not read, not even for its hash.

    Raises:
        FileRefused: it is over the limit.
    """
    refuse_bytes(path.stat().st_size)


def refuse_bytes(size: int) -> None:
    """Refuse a size in bytes.

    Raises:
        FileRefused: it is over the limit.
    """
    most = max_file_bytes()
    if size > most:
        raise FileRefused("file_too_large", f"{-(-size >> 20)} > {most >> 20} MiB")


def limited_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet with each cell that is too long marked as an error; its row is named, the others are read.

    Raises:
        FileRefused: it has more columns than a workbook can have.
    """
    rows = sheet.rows
    widest = rows.frame.width if isinstance(rows, Grid) else max(map(len, rows), default=0)
    if widest > max_columns():
        raise FileRefused("too_many_columns", f"{widest} > {max_columns()}")
    longest = int(limit("max_cell_length"))
    return replace(sheet, rows=_limited_grid(rows, longest) if isinstance(rows, Grid) else _limited_rows(rows, longest))


def _limited_grid(grid: Grid, longest: int) -> Grid:
    """Return columns of cells; few have a long cell at all."""
    sizes = grid.frame.select(pl.all().str.len_bytes().max()).row(0) if grid.frame.width else ()
    columns = [
        pl.Series(column.name, [cell and _limited(cell, longest) for cell in column], dtype=pl.String)
        if (size or 0) > _LONG
        else column
        for column, size in zip(grid.frame.get_columns(), sizes, strict=True)
    ]
    return Grid(pl.DataFrame(columns), grid.widths)


def _limited_rows(rows: Sequence[list[str | None]], longest: int) -> Sequence[list[str | None]]:
    for row in rows:
        # Most rows are shorter as a whole than one long cell: adding up is faster than asking every cell.
        if sum(map(len, filter(None, row))) > _LONG:
            row[:] = [cell and _limited(cell, longest) for cell in row]
    return rows


def _limited(cell: str, longest: int) -> str:
    if len(cell) <= _LONG:
        return cell
    if len(cell) > longest:
        return ERROR + TOO_LONG
    return cell if cell.isascii() else _without_heaps(cell)


def _without_heaps(cell: str) -> str:
    """Take out what is heaped on one letter beyond any writing: ordering accents takes their number squared."""
    signs, heap = [], 0
    for sign in cell:
        heap = heap + 1 if unicodedata.combining(sign) else 0
        signs.append(sign if heap <= _MOST_ACCENTS else INVISIBLE)
    return "".join(signs)
