"""Files as people send them, made from a contract's own example row. Identity numbers are of region 99 only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from data_contracts.loader import load_contract
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.report import CheckReport
from tests.intake.example_rows import example_row

COLLEGE = "4199013845"
Row = Sequence[str | float | None]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(number: int, *, region: str = "990000", born: str = "20060228") -> str:
    """Return the n-th identity number of a man of one day, with its check sign."""
    body = f"{region}{born}{2 * number + 1:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def student(number: int, **cells: str | None) -> dict[str, str | None]:
    """Return the n-th student's cells by field; all are valid and each student is another."""
    own = {
        "student_no": f"2024{number:04d}",
        "id_number": id_number(number),
        "national_student_no": f"G{id_number(number)}",
        "phone": f"1380000{number:04d}",
        "email": f"s{number}@example.com",
    }
    return {**example_row(load_contract("enrolment")), **own, **cells}


def students(count: int, **cells: str | None) -> list[dict[str, str | None]]:
    return [student(number, **cells) for number in range(count)]


def table(rows: Iterable[dict[str, str | None]], *, feed: str = "enrolment", without: Sequence[str] = ()) -> list[Row]:
    """Return a header of Chinese names and the rows under it."""
    fields = [f for f in load_contract(feed).fields.values() if f.name not in without and not f.computed]
    return [[f.title.zh for f in fields], *([row.get(f.name) for f in fields] for row in rows)]


def csv_bytes(rows: Iterable[Row], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(["" if c is None else c for c in row] for row in rows)
    return text.getvalue().encode(encoding)


def write_csv(path: Path, rows: Iterable[Row], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    path.write_bytes(csv_bytes(rows, encoding=encoding, delimiter=delimiter))
    return path


def write_xlsx(
    path: Path, sheets: dict[str, Sequence[Row]], *, merged: Sequence[tuple[int, int, int, int]] = ()
) -> Path:
    """Write text cells as text and numbers as numbers; `merged` ranges are of the first sheet, from 0."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        for place, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for top, left, bottom, right in merged if place == 0 else ():
                sheet.merge_range(top, left, bottom, right, "")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write_number(number, column, cell)
    return path


def inspect(
    path: Path, feed: str = "enrolment", *, sender: str = COLLEGE, role: str = "college", demo: bool = False
) -> CheckReport:
    inspection = Inspection(path, feed, "0" * 64, sender, role, "2026-10", demo_key=demo)
    return inspect_file(inspection)[0]


def found(report: CheckReport) -> list[tuple[str, int, str]]:
    """Return (rule, row, column) of every finding, in order of place."""
    return [(f.rule_name, f.row, f.column) for f in sorted(report.findings, key=lambda f: f.place)]


def write_far_cell(path: Path) -> Path:
    """Write a small workbook whose last cell is the farthest a sheet has: laid out whole it needs 400 GiB."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "学号")
        sheet.write_string(1_048_575, 16_383, "1")
    return path
