"""One door to all readers: a file becomes sheets of text cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines.intake.read.archives import only_table
from pipelines.intake.read.controls import plain_name
from pipelines.intake.read.html_tables import read_html_tables
from pipelines.intake.read.limits import limited_sheet
from pipelines.intake.read.old_workbooks import read_old_workbook
from pipelines.intake.read.sheet import Sheet
from pipelines.intake.read.sniff import sniff
from pipelines.intake.read.text_files import decode, read_delimited
from pipelines.intake.read.workbooks import read_workbook
from pipelines.intake.report.refusal import FileRefused

TEXT_SHEET = ""
"""A text file has one sheet without a name."""


def read_sheets(path: Path) -> list[Sheet]:
    """Read every sheet of a file.

    Raises:
        FileRefused: the file is not a table that can be read, has no cell in it, or is beyond a limit.
    """
    sheets = _read(path)
    filled = [sheet for sheet in sheets if any(cell and cell.strip() for row in sheet.rows for cell in row)]
    if not filled:
        raise FileRefused("file_empty")
    return [replace(limited_sheet(sheet), name=plain_name(sheet.name)) for sheet in filled]


def _read(path: Path) -> list[Sheet]:
    kind = sniff(path)
    if kind == "archive":
        with only_table(path) as inner:
            if sniff(inner) == "archive":
                raise FileRefused("file_format", "zip (zip)")
            return [replace(sheet, repairs=("zip_opened", *sheet.repairs)) for sheet in _read(inner)]
    if kind == "workbook":
        return read_workbook(path)
    if kind == "old_workbook":
        return read_old_workbook(path)
    text, encoding = decode(path.read_bytes())
    repairs = ("read_as_gb18030",) if encoding == "gb18030" and not text.isascii() else ()
    if kind == "html":
        tables = read_html_tables(text)
        return [Sheet(name, rows, merged, repairs=(*repairs, "html_table")) for name, rows, merged in tables]
    return [Sheet(TEXT_SHEET, read_delimited(text), [], repairs=repairs)]
