"""What the door makes of a vacancy's title: a code where it is sure, a question where it is not."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.inspect_file import Inspection, inspect_file
from pipelines.intake.report import CheckReport
from tests.intake.example_rows import example_row, example_sender
from tests.intake.files import table, write_csv

VACANCY = load_contract("vacancy")
COMPUTED = ["occupation_code_source", "occupation_coder", "occupation_confidence", "occupation_likeliest"]


def _inspect(
    tmp_path: Path, *rows: dict[str, str | None], without: tuple[str, ...] = ()
) -> tuple[CheckReport, pl.DataFrame]:
    full = [{**example_row(VACANCY), "vacancy_no": str(number), **row} for number, row in enumerate(rows)]
    path = write_csv(tmp_path / "vacancies.csv", table(full, feed="vacancy", without=(*COMPUTED, *without)))
    return inspect_file(Inspection(path, "vacancy", "0" * 64, example_sender(VACANCY), "enterprise", "2026-10"))


def _told(report: CheckReport) -> list[tuple[str, int, str]]:
    return [(f.rule_name, f.row, f.column) for f in report.findings if f.column == "occupation_code"]


def test_a_code_that_was_sent_stays_and_is_said_to_be_sent(tmp_path: Path) -> None:
    report, rows = _inspect(tmp_path, {"occupation_code": "6-18-01-01", "title": "维修电工"})
    assert rows.select("occupation_code", *COMPUTED).row(0) == ("6-18-01-01", "sent", None, None, None)
    assert [r for r in report.repairs if r.repair == "occupation_from_title"] == []


def test_a_clear_title_gives_a_code_with_its_origin_and_a_repair(tmp_path: Path) -> None:
    report, rows = _inspect(tmp_path, {"occupation_code": "", "title": "维修电工"})
    assert rows.select("occupation_code", *COMPUTED).row(0) == ("6-31-01-03", "title", "titles-2022.1", 8500, None)
    assert [(r.row, r.column) for r in report.repairs if r.repair == "occupation_from_title"] == [
        (2, "occupation_code")
    ]
    assert _told(report) == []


def test_an_unclear_title_is_asked_for_with_the_three_likeliest(tmp_path: Path) -> None:
    report, rows = _inspect(tmp_path, {"occupation_code": "", "title": "示范操作工"})
    code, source, coder, confidence, likeliest = rows.select("occupation_code", *COMPUTED).row(0)
    assert (code, source, coder) == (None, None, "titles-2022.1")
    assert 0 < confidence < 7000
    assert likeliest.count("、") == 2
    assert _told(report) == [("occupation_unsure", 2, "occupation_code")]
    found = next(f for f in report.findings if f.rule_name == "occupation_unsure")
    assert likeliest in found.message.zh
    assert likeliest in found.message.en
    assert found.excerpt is None, "the cell is empty: there is nothing to quote"


def test_a_title_like_nothing_known_is_an_empty_code(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, {"occupation_code": "", "title": "Ω"})
    assert _told(report) == [("occupation_code_missing", 2, "occupation_code")]


def test_the_same_title_is_judged_row_by_row(tmp_path: Path) -> None:
    report, rows = _inspect(
        tmp_path,
        {"occupation_code": "6-18-01-01", "title": "示范操作工"},
        {"occupation_code": "", "title": "示范操作工"},
    )
    assert rows["occupation_code_source"].to_list() == ["sent", None]
    assert rows["occupation_coder"].to_list() == [None, "titles-2022.1"]
    assert _told(report) == [("occupation_unsure", 3, "occupation_code")]


def test_titles_are_coded_where_the_column_of_codes_is_absent(tmp_path: Path) -> None:
    _, rows = _inspect(tmp_path, {"title": "维修电工"}, {"title": "示范操作工"}, without=("occupation_code",))
    assert rows["occupation_code"].to_list() == ["6-31-01-03", None]


def test_nobody_can_send_what_the_platform_computes(tmp_path: Path) -> None:
    header, cells = table([{**example_row(VACANCY), "occupation_code": "", "title": "示范操作工"}], feed="vacancy")
    titles = [VACANCY.fields[name].title.zh for name in COMPUTED]
    path = write_csv(tmp_path / "vacancies.csv", [[*header, *titles], [*cells, *("10000" for _ in titles)]])
    report, rows = inspect_file(Inspection(path, "vacancy", "0" * 64, example_sender(VACANCY), "enterprise", "2026-10"))
    assert rows["occupation_confidence"][0] < 7000
    assert [f.rule_name for f in report.findings if f.row == 1] == ["column_unknown"] * len(COMPUTED)


def test_raw_keeps_where_a_code_came_from() -> None:
    assert set(COMPUTED) <= set(raw_schema(VACANCY))
