"""Every hostile file ends as findings, within the limits, and the file after it is taken in as usual."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver, role_of
from pipelines.store.platform import Platform
from tests.intake.files import COLLEGE, csv_bytes, student, students, table, write_far_cell
from tests.intake.hostile import build
from tests.intake.hostile.build import BOOK, ENTITIES, EXTERNAL, MIB, SHEET, TEXTS, Build

START = datetime(2026, 10, 5, 8, tzinfo=UTC)

_OPEN_TABLES = ("<html>" + "<table><tr><td>" * 10_000).encode()
_SHEET_ENDS = (b"<worksheet><sheetData>", b'<row><c t="str"><v>1</v></c></row>', b"</sheetData></worksheet>")
_STYLED_ROWS = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(32, 1_000_032))
_WITH_FORMULA = b'<row r="32"><c r="A32"><f>HYPERLINK("http://x.example","1")</f></c></row>'


# Bytes that cannot be packed further.
NOISE = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(MIB // 32))


class Case(NamedTuple):
    """A hostile file, the rule that refuses it and what its finding says; no rule: the rows are judged as usual."""

    build: Build
    rule: str
    said: str = ""


def _roll_with(good: int = 30, **cells: str) -> bytes:
    return csv_bytes(table([*students(good), student(good, **cells)]), encoding="utf-8")


REFUSED: dict[str, Case] = {
    "zip bomb that says so": Case(build.bomb("a.csv", unpacked=3072 * MIB, claimed=3072 * MIB), "processing_limit"),
    "zip bomb that unpacks over the cap": Case(
        build.bomb("a.csv", unpacked=300 * MIB, claimed=300 * MIB), "processing_limit", "300 MiB"
    ),
    "parcel of a table over the cap": Case(
        build.bomb("a.csv", unpacked=2 * MIB, claimed=300 * MIB, around=(b"", NOISE, b"")),
        "file_too_large",
        "300 > 256 MiB",
    ),
    "zip bomb that lies": Case(build.bomb("a.csv", unpacked=3072 * MIB, claimed=1000), "file_format", "damaged"),
    "workbook of a column of 2 GiB": Case(
        build.bomb(SHEET, unpacked=2100 * MIB, claimed=2100 * MIB, around=_SHEET_ENDS), "processing_limit", "MiB"
    ),
    "workbook that lies about its sheet": Case(
        build.bomb(SHEET, unpacked=2100 * MIB, claimed=1000, around=_SHEET_ENDS), "file_format", "damaged"
    ),
    "workbook that lies about its texts": Case(
        build.bomb(TEXTS, unpacked=2100 * MIB, claimed=1000, around=(b"<sst>", b"<si><t>1</t></si>", b"</sst>")),
        "file_format",
        "damaged",
    ),
    "70,000 members": Case(build.many_members(70_000), "processing_limit", "70000"),
    "zip in zip": Case(build.parcel({"r.zip": b"PK\x05\x06" + bytes(18)}), "file_format"),
    "entity bomb in the texts": Case(build.workbook({TEXTS: build.declared(ENTITIES)}), "file_format", "entities"),
    "entity bomb in the sheet": Case(build.workbook({SHEET: build.declared(ENTITIES)}), "file_format", "entities"),
    "entity bomb in the book": Case(build.workbook({BOOK: build.declared(ENTITIES)}), "file_format", "entities"),
    "entity bomb in another encoding": Case(
        build.workbook(
            {BOOK: lambda part: build.declared(ENTITIES)(part).decode().replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        "file_format",
        "entities",
    ),
    "entity of a file of ours": Case(build.workbook({TEXTS: build.declared(EXTERNAL)}), "file_format", "entities"),
    "entity bomb in a page": Case(
        build.named("a.xls", f"{ENTITIES}<html><table><tr><td>&a11;</td></tr></table></html>".encode()),
        "header_not_found|file_format",
    ),
    "macro workbook under another name": Case(
        build.workbook({"xl/vbaProject.bin": lambda _: b"x"}), "file_format", "macros"
    ),
    "macro workbook in other letters": Case(
        build.workbook({"xl/deep/VbaProject.bin": lambda _: b"x"}), "file_format", "macros"
    ),
    "old workbook with macros": Case(
        build.named("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "_VBA_PROJECT_CUR".encode("utf-16-le")),
        "file_format",
        "macros",
    ),
    "a million columns": Case(
        build.named("a.csv", b",".join(b"%d" % n for n in range(1_000_000)) + b"\n1,2\n"), "too_many_columns", "16384"
    ),
    "a million empty columns": Case(build.named("a.csv", build.roll() + b"," * 1_000_000), "too_many_columns"),
    "the farthest cell": Case(lambda folder: write_far_cell(folder / "far.xlsx"), "processing_limit", "memory"),
    "NUL in text": Case(build.named("a.csv", build.roll() + b"a\x00b,1\n"), "file_format", "NUL"),
    "half of UTF-16": Case(build.named("a.csv", b"\xff\xfe" + b"a\x00,\x00" * 9 + b"\xd8"), "file_format", "binary"),
    "lone surrogate of UTF-16": Case(build.named("a.csv", b"\xff\xfea\x00\x00\xd8b\x00"), "file_format", "binary"),
    "quotation without end": Case(build.named("a.csv", build.roll(2) + b'"' + build.roll(30)), "quote_not_closed", "4"),
    "10,000 tables in each other": Case(build.named("a.xls", _OPEN_TABLES), "header_not_found|file_format|file_empty"),
    "elements nested 100,000 deep in the book": Case(
        build.workbook({BOOK: build.before(b"</workbook>", b"<a>" * 100_000 + b"</a>" * 100_000)}), ""
    ),
    "elements nested 100,000 deep in the sheet": Case(
        build.workbook({SHEET: build.before(b"</sheetData>", b"<a>" * 100_000 + b"</a>" * 100_000)}), ""
    ),
    "nesting without end in the sheet": Case(
        build.workbook({SHEET: build.before(b"</sheetData>", b"<a>" * 100_000)}), ""
    ),
    "a million styled empty rows": Case(build.workbook({SHEET: build.before(b"</sheetData>", _STYLED_ROWS)}), ""),
    "a million lines of separators": Case(build.named("a.csv", build.roll() + b",,,,\n" * 1_000_000), ""),
    "one cell of 50 MB": Case(build.named("a.csv", _roll_with(major_name="护" * 17_000_000)), "cell_too_long"),
    "cells that command a spreadsheet": Case(
        build.named("a.csv", _roll_with(29, major_name="=cmd|' /C calc'!A0", class_name='=HYPERLINK("http://x")')), ""
    ),
    "formula that nobody calculated": Case(
        build.workbook({SHEET: build.before(b"</sheetData>", _WITH_FORMULA)}), "cell_error", "=?"
    ),
}


def send(platform: Platform, file: Path, period: str = "2026-10") -> DeliveryOutcome:
    return deliver(platform, DeliveryRequest("enrolment", file, file.name, COLLEGE, "college", period, START))


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_ends_as_findings_and_the_next_one_is_taken(name: str, platform: Platform, files: Path) -> None:
    case = REFUSED[name]
    file = case.build(files)
    outcome = send(platform, file)
    rules = {finding.rule_name for finding in outcome.report.findings}
    if case.rule:
        assert rules & set(case.rule.split("|"))
        assert any(case.said in finding.message.en for finding in outcome.report.findings)
    whole = {finding.severity for finding in outcome.report.findings} & {"file"}
    assert outcome.delivery.state == ("rejected" if whole else "accepted")
    assert outcome.delivery.rows_accepted == (0 if whole else 30)
    assert "processing_failed" not in rules
    (files / "next.csv").write_bytes(build.roll())
    assert send(platform, files / "next.csv", period="2026-11").delivery.state == "accepted"


LONG = 30_000
RUNS = {
    "digits": "1" * LONG,
    "spaces": "1" + " " * LONG + "x",
    "round brackets": "(" * LONG,
    "wide brackets": "（" * LONG,
    "brackets in turn": "(a（" * (LONG // 3),
    "dots": "." * LONG,
    "numbers with dots": "1." * (LONG // 2),
    "hyphens": "-" * LONG,
    "steps": "武汉-" * (LONG // 3),
    "separators": "、，；" * (LONG // 3),
    "letters": "a" * LONG,
    "letters with at": "a@" * (LONG // 2),
    "an address without end": "a" * (LONG // 2) + "@" + "a" * (LONG // 2),
    "addresses with at in words": "a(at)" * (LONG // 5),
    "digits with gaps": "1-_" * (LONG // 3),
    "thousands": "1,111" * (LONG // 5),
    "units of money": "单位" + " " * LONG,
    "units of ten thousand": "万" * LONG,
    "pay with months": "5000-8000元·13薪" * (LONG // 13),
    "dates": "2024-09-01T" * (LONG // 11),
    "clocks": "日" + " " * LONG + "1:",
    "combining marks": "a" + "\u0301\u0323" * (LONG // 2),
    "invisible signs": "\u200b" * LONG,
    "apostrophes": "'" * LONG,
    "full-width": "１" * LONG,
}


@pytest.mark.parametrize("feed", ["enrolment", "vacancy"])
def test_no_text_takes_its_length_squared_in_any_field(feed: str, platform: Platform, files: Path) -> None:
    """Each text stands in every field of a row of its own, and in a column that nobody knows."""
    header = [*table([], feed=feed)[0], "其他"]
    rows = [[text] * len(header) for text in RUNS.values()]
    (files / "runs.csv").write_bytes(csv_bytes([header, *rows], encoding="utf-8"))
    sender = COLLEGE if feed == "enrolment" else "990000"
    outcome = deliver(
        platform, DeliveryRequest(feed, files / "runs.csv", "runs.csv", sender, role_of(sender), "2026-10", START)
    )
    assert outcome.delivery.state == "rejected"
    assert not {f.rule_name for f in outcome.report.findings} & {"processing_limit", "processing_failed"}


def test_no_text_takes_its_length_squared_as_a_header(platform: Platform, files: Path) -> None:
    (files / "runs.csv").write_bytes(csv_bytes([list(RUNS.values())] * 20, encoding="utf-8"))
    outcome = send(platform, files / "runs.csv")
    assert outcome.delivery.state == "rejected"
    assert not {f.rule_name for f in outcome.report.findings} & {"processing_limit", "processing_failed"}
