"""Build dirty files from valid rows: each builder changes what its case is about and nothing else."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from data_contracts.loader import load_contract
from tests.intake.example_rows import example_row
from tests.intake.files import Row, student, table, write_csv, write_xlsx
from tests.intake.xls_file import XlsCell, XlsLook, xls_bytes

Build = Callable[[Path], Path]
SHEET = "名册"


def rows_of(feed: str, *changes: dict[str, Any], without: Sequence[str] = ()) -> list[Row]:
    """Return a header and one valid row per change, each laid over another student or the feed's example."""
    if feed == "enrolment":
        rows = [{**student(number), **change} for number, change in enumerate(changes)]
    else:
        rows = [{**example_row(load_contract(feed)), **change} for change in changes]
    computed = [f.name for f in load_contract(feed).fields.values() if getattr(f, "computed", False)]
    return table(rows, feed=feed, without=[*without, *computed])


def place_of(rows: list[Row], field: str, *, feed: str = "enrolment") -> int:
    """Return the column of a field, from 0."""
    return list(rows[0]).index(load_contract(feed).fields[field].title.zh)


def csv_file(rows: Sequence[Row], *, name: str = "a.csv", encoding: str = "utf-8-sig", delimiter: str = ",") -> Build:
    return lambda folder: write_csv(folder / name, rows, encoding=encoding, delimiter=delimiter)


def cells(*changes: dict[str, Any], feed: str = "enrolment") -> Build:
    return csv_file(rows_of(feed, *changes))


def workbook(sheets: dict[str, Sequence[Row]], *, merged: Sequence[tuple[int, int, int, int]] = ()) -> Build:
    return lambda folder: write_xlsx(folder / "a.xlsx", sheets, merged=merged)


def one_sheet(*changes: dict[str, Any], feed: str = "enrolment") -> Build:
    return workbook({SHEET: rows_of(feed, *changes)})


def renamed(build: Build, name: str) -> Build:
    return lambda folder: build(folder).rename(folder / name)


def old_workbook(rows: Sequence[Sequence[XlsCell]], name: str, look: XlsLook | None = None) -> Build:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(xls_bytes(rows, sheet="Sheet1", look=look))
        return folder / name

    return build


def text_file(content: bytes | str, name: str = "a.csv") -> Build:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder / name

    return build


def web_page(rows: Sequence[Row], *, encoding: str = "utf-8") -> Build:
    """A table as an office system exports it under the ending .xls."""
    lines = ("".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return text_file(f"<html><body><table border=1>{body}</table></body></html>".encode(encoding), "a.xls")


def zipped(entries: dict[str, Build | bytes]) -> Build:
    """A zip as Chinese Windows makes it: names in its own code page, without the mark of UTF-8."""

    def build(folder: Path) -> Path:
        names = [name.encode("gb18030") for name in entries]
        stand_ins = [f"{place:0{len(name)}d}" for place, name in enumerate(names, start=1)]
        with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for stand_in, content in zip(stand_ins, entries.values(), strict=True):
                body = content if isinstance(content, bytes) else content(folder).read_bytes()
                archive.writestr(zipfile.ZipInfo(stand_in, (2026, 10, 1, 0, 0, 0)), body)
        raw = (folder / "a.zip").read_bytes()
        for stand_in, name in zip(stand_ins, names, strict=True):
            raw = raw.replace(stand_in.encode(), name)
        (folder / "a.zip").write_bytes(raw)
        return folder / "a.zip"

    return build


def with_password(build: Build) -> Build:
    """Mark a zip's entries as encrypted, as a zip with a password is."""

    def marked(folder: Path) -> Path:
        path = build(folder)
        raw = bytearray(path.read_bytes())
        for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = raw.find(magic)
            while start >= 0:
                raw[start + offset] |= 1
                start = raw.find(magic, start + 1)
        path.write_bytes(raw)
        return path

    return marked


def edited(rows: Sequence[Row], change: Callable[[Any, Any], None], *, name: str = SHEET) -> Build:
    """A workbook whose sheet is changed as a person would with the spreadsheet: `change(book, sheet)`."""

    def build(folder: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
        change(book, sheet)
        book.save(folder / "a.xlsx")
        return folder / "a.xlsx"

    return build


def with_picture(rows: Sequence[Row]) -> Build:
    """A workbook that carries a scanned certificate, as colleges paste them in."""

    def build(folder: Path) -> Path:
        write_xlsx(folder / "plain.xlsx", {SHEET: rows})
        with zipfile.ZipFile(folder / "plain.xlsx") as plain, zipfile.ZipFile(folder / "a.xlsx", "w") as target:
            for name in plain.namelist():
                target.writestr(name, plain.read(name))
            target.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
        return folder / "a.xlsx"

    return build


def since_1904(rows: Sequence[Row], row: int, column: int, days: int, day: dt.date, day_column: int) -> Build:
    """A workbook of the other epoch with a plain number of days and a cell formatted as a date."""

    def build(folder: Path) -> Path:
        with xlsxwriter.Workbook(str(folder / "a.xlsx"), {"date_1904": True}) as book:
            sheet = book.add_worksheet(SHEET)
            for number, line in enumerate(rows):
                for place, cell in enumerate(line):
                    if cell is not None:
                        sheet.write_string(number, place, str(cell))
            sheet.write_number(row, column, days)
            sheet.write_datetime(row, day_column, day, book.add_format({"num_format": "yyyy-mm-dd"}))
        return folder / "a.xlsx"

    return build
