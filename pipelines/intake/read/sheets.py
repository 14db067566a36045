"""One door to all readers: a file becomes sheets of text cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.intake.read.sniff import sniff
from pipelines.intake.read.text_files import read_text_rows
from pipelines.intake.read.workbooks import NUMERIC, read_workbook
from pipelines.intake.refusal import FileRefused

__all__ = ["NUMERIC", "Sheet", "read_sheets"]

TEXT_SHEET = ""
"""A text file has one sheet without a name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: Text cells; row n of the sheet is `rows[n - 1]`; an empty cell is None.
        merged: Merged ranges as ((first row, first column), (last row, last column)), from 0.
    """

    name: str
    rows: list[list[str | None]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def read_sheets(path: Path) -> list[Sheet]:
    """Read every sheet of a file.

    Raises:
        FileRefused: the file is not a table that can be read, or has no cell in it.
    """
    if sniff(path) == "workbook":
        sheets = [Sheet(name, rows, merged) for name, rows, merged in read_workbook(path)]
    else:
        sheets = [Sheet(TEXT_SHEET, read_text_rows(path), [])]
    filled = [sheet for sheet in sheets if any(cell and cell.strip() for row in sheet.rows for cell in row)]
    if not filled:
        raise FileRefused("file_empty")
    return filled
