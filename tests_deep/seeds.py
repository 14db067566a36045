"""Small real files of every kind, from which fuzzing starts."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.intake.files import csv_bytes, students, table, write_xlsx
from tests_deep.targets import _SHEET

_CELLS = ("2024年9月", "5000-8000元/月·13薪", "山东济南", "１３８ 0000 0000", "电工证、焊工证；普通话", "9.90E+17")


def write_seeds(target: str, folder: Path) -> None:
    """Write the seeds of one target into its corpus folder."""
    folder.mkdir(parents=True)
    rows = table(students(3))
    book = write_xlsx(folder / "book.xlsx", {"一班": rows})
    if target == "any_file":
        (folder / "utf8.csv").write_bytes(csv_bytes(rows))
        (folder / "gb18030.csv").write_bytes(csv_bytes(rows, encoding="gb18030"))
        (folder / "page.xls").write_bytes("<html><table><tr><td>学号</td></tr></table></html>".encode())
        with zipfile.ZipFile(folder / "parcel.zip", "w") as parcel:
            parcel.writestr("名单.csv", csv_bytes(rows))
        return
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read(_SHEET)
    book.unlink()
    if target == "any_sheet":
        (folder / "sheet.xml").write_bytes(sheet)
    elif target == "any_rows":
        (folder / "rows.csv").write_bytes(csv_bytes(rows[1:], encoding="utf-8"))
    else:
        for number, cell in enumerate(
            ("2024年9月", "5000-8000元/月·13薪", "山东济南", "１３８ 0000 0000", "电工证、焊工证")
        ):
            (folder / f"cell{number}").write_text(cell, encoding="utf-8")
