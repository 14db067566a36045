"""Names out of a hostile file or sender: kept so that they can be shown anywhere, and never used as a path."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.intake.read import ERROR, NUMERIC, read_sheets
from pipelines.store.platform import Platform
from tests.intake.files import COLLEGE, csv_bytes, found, inspect, student, students, table
from tests.intake.hostile import build

START = datetime(2026, 10, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../etc/cron.d/x", "x"),
        ("..\\..\\secret\\名单.csv", "名单.csv"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("..", ".."),
        ("a\x00b.csv", "ab.csv"),
        ("x" * 1000 + ".csv", "x" * 196 + ".csv"),
        ("\u202ecsv.exe", "csv.exe"),
        ("a\nb\r\tc.csv", "abc.csv"),
        ("\x1b[2J名单.csv", "[2J名单.csv"),
        ("\udcff\udcfe.csv", ".csv"),
        ("CON", "CON"),
        ("", "upload"),
        ("/", "upload"),
    ],
)
def test_a_name_is_kept_to_be_shown_and_names_no_file(platform: Platform, files: Path, sent: str, kept: str) -> None:
    (files / "roll.csv").write_bytes(build.roll())
    before = {path for path in files.parent.rglob("*") if platform.paths.root not in path.parents}
    outcome = deliver(
        platform, DeliveryRequest("enrolment", files / "roll.csv", sent, COLLEGE, "college", "2026-10", START)
    )
    assert (outcome.delivery.state, outcome.delivery.file_name) == ("accepted", kept)
    assert {path for path in files.parent.rglob("*") if platform.paths.root not in path.parents} == before


@pytest.mark.parametrize(("name", "read"), [("/tmp/evil\x1b[2J.csv", 30), ("../../../../evil.csv", 0)])  # noqa: S108 - hostile
def test_the_names_in_a_zip_are_never_used_as_paths(files: Path, name: str, read: int) -> None:
    path = build.parcel({name: build.roll()})(files)
    assert inspect(path).rows_accepted == read
    assert list(files.iterdir()) == [path]


def test_the_name_of_a_sheet_commands_no_terminal(files: Path) -> None:
    named = build.workbook({build.BOOK: lambda part: part.replace("一班".encode(), "\u202e一&#10;班\u200f".encode())})
    (sheet,) = read_sheets(named(files))
    assert sheet.name == "一班"


def test_marks_of_our_own_cannot_be_forged(files: Path) -> None:
    forged = [*students(30), student(30, phone=f"{ERROR}13800000030"), student(31, student_no=f"20240031{NUMERIC}")]
    (files / "forged.csv").write_bytes(csv_bytes(table(forged), encoding="utf-8"))
    assert found(inspect(files / "forged.csv")) == []
    written = (b"_x001D_13800000000", b"&#29;13800000000", b"\x1d13800000000")
    for phone in written:
        book = build.workbook({build.TEXTS: lambda part, phone=phone: part.replace(b"13800000000", phone)})  # type: ignore[misc]  # bound at once
        report = inspect(book(files))
        assert found(report) == []
        assert ("invisible_signs", 2) in {(repair.repair, repair.row) for repair in report.repairs} or report.repairs


def test_what_a_finding_quotes_commands_no_terminal(files: Path) -> None:
    rows = table(students(3))
    rows[0] = [*rows[0], "\x1b[31m\u202e红"]
    (files / "a.csv").write_bytes(csv_bytes(rows, encoding="utf-8"))
    (unknown,) = inspect(files / "a.csv").findings
    assert unknown.message.en.isprintable()
    assert "红" in unknown.message.en
