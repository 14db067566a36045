"""Old binary workbooks (.xls): every kind of cell, what is merged and hidden, and files that are damaged."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from pipelines.intake.read import ERROR, NUMERIC, Hidden, read_sheets
from pipelines.intake.read.sheet import Sheet
from pipelines.intake.report.refusal import FileRefused
from tests.intake.xls_file import ERRORS, XlsCell, XlsError, XlsLook, xls_bytes

DAY = dt.date(2024, 9, 1)


def read(folder: Path, *rows: list[XlsCell], look: XlsLook | None = None) -> Sheet:
    path = folder / "a.xls"
    path.write_bytes(xls_bytes(rows, look=look))
    (sheet,) = read_sheets(path)
    return sheet


def test_every_kind_of_cell_is_text(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["学号", 123.0, 0.5, 990000200602280018.0, True, False, DAY])
    assert sheet.rows == [
        ["学号", f"123{NUMERIC}", f"0.5{NUMERIC}", f"9.90000200602280E+17{NUMERIC}", "TRUE", "FALSE", "2024-09-01"]
    ]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_marked_and_never_an_empty_cell(error: str, tmp_path: Path) -> None:
    assert read(tmp_path, ["a", XlsError(error), None, "b"]).rows == [["a", ERROR + error, None, "b"]]


def test_days_are_counted_from_the_workbooks_own_first_day(tmp_path: Path) -> None:
    sheet = read(tmp_path, [DAY, 1.0], look=XlsLook(since_1904=True))
    assert (sheet.rows, sheet.since_1904) == ([["2024-09-01", f"1{NUMERIC}"]], True)
    assert read(tmp_path, ["a"]).since_1904 is False


def test_merged_and_hidden_parts_are_known(tmp_path: Path) -> None:
    look = XlsLook(merged=((1, 0, 2, 1),), hidden_rows=(2,), hidden_columns=(1,), hidden=True)
    sheet = read(tmp_path, ["a", "b"], ["c", None], [None, None, "d"], look=look)
    assert sheet.merged == [((1, 0), (2, 1))]
    assert sheet.hidden == Hidden(sheet=True, rows=(3,), columns=(1,))


def test_control_signs_are_taken_out(tmp_path: Path) -> None:
    assert read(tmp_path, ["a\x1eb"]).rows == [["a\u200bb"]]


def test_a_damaged_workbook_is_refused_or_read_and_nothing_else(tmp_path: Path) -> None:
    sound = xls_bytes([["学号", "姓名"], [1.0, True], [DAY, XlsError("#REF!")]], look=XlsLook(merged=((0, 0, 1, 1),)))
    chance = random.Random(20261122)  # noqa: S311 - damage that is the same on every run
    path = tmp_path / "a.xls"
    outcomes = set()
    for _ in range(400):
        body = bytearray(sound)
        for _ in range(chance.randint(1, 6)):
            body[chance.randrange(8, len(body))] = chance.randrange(256)
        path.write_bytes(body[: chance.choice([len(body), chance.randrange(600, len(body))])])
        try:
            outcomes.add(type(read_sheets(path)).__name__)
        except FileRefused as refusal:
            outcomes.add(refusal.rule_name)
    assert {"list", "file_format"} <= outcomes <= {"list", "file_format", "file_empty", "file_encrypted"}
