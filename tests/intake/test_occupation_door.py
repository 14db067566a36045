"""What the door makes of a vacancy's title: a code where it is sure, a question where it is not."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.cli.findings_text import print_report
from pipelines.intake.annotate import causes_only
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.causes import causes, report_as_json
from pipelines.intake.report.report import CheckReport
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
    report, rows = _inspect(tmp_path, {"occupation_code": "", "title": "钳工"})
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
    report, _ = _inspect(tmp_path, {"occupation_code": "", "title": "Ω"}, {"occupation_code": "", "title": "牛马"})
    assert _told(report) == [("occupation_code_missing", row, "occupation_code") for row in (2, 3)]


def _asked_and_read(tmp_path: Path) -> CheckReport:
    titles = ("钳工", "电工/焊工", "维修电工", "钳工")
    rows: list[dict[str, str | None]] = [{"occupation_code": "", "title": title} for title in titles]
    return _inspect(tmp_path, *rows)[0]


def test_a_cause_says_of_each_row_what_its_own_title_may_mean(tmp_path: Path) -> None:
    report = _asked_and_read(tmp_path)
    (cause,) = [c for c in causes(report) if c.rule_name == "occupation_unsure"]
    for text in (cause.message.zh, cause.message.en):
        assert "6-20-01-01" not in text, "it is said of rows 2 and 5 alone"
    fitter, either = cause.by_text
    assert ("装配钳工" in fitter, "焊工" in either) == (True, True)
    assert list(cause.by_text.values()) == [[("", 2), ("", 5)], [("", 3)]]
    out = io.StringIO()
    print_report(report, out)
    assert f"\n      row 2, 5: {fitter}\n      row 3: {either}\n" in out.getvalue()


def test_a_cause_of_one_title_keeps_its_text(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, {"occupation_code": "", "title": "钳工"}, {"occupation_code": "", "title": "钳工"})
    (cause,) = [c for c in causes(report) if c.rule_name == "occupation_unsure"]
    assert "装配钳工" in cause.message.zh
    assert cause.by_text == {}


def test_the_code_read_from_a_title_is_shown_with_its_confidence(tmp_path: Path) -> None:
    report = _asked_and_read(tmp_path)
    assert report_as_json(report)["read_titles"] == [
        {
            "title": "维修电工",
            "occupation_code": "6-31-01-03",
            "occupation_name": "电工",
            "confidence": 8500,
            "rows": [{"sheet": "", "row": 4}],
        }
    ]
    out = io.StringIO()
    print_report(report, out)
    assert "row 4: 维修电工 -> 6-31-01-03 电工 (85%)" in out.getvalue()


def test_the_cause_sheet_shows_what_is_asked_of_each_row_and_what_was_read(tmp_path: Path) -> None:
    causes_only(_asked_and_read(tmp_path), tmp_path / "back.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "back.xlsx").get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in sheet for cell in row]
    assert "第4行: 维修电工 -> 6-31-01-03 电工 (85%)" in cells
    (asked,) = [cell for cell in cells if cell.startswith("职业代码为空，职位名称也不够明确")]
    assert re.search(r"第2、5行: .*装配钳工.*第3行: .*焊工", asked)


def test_the_same_title_is_judged_row_by_row(tmp_path: Path) -> None:
    report, rows = _inspect(
        tmp_path,
        {"occupation_code": "6-18-01-01", "title": "钳工"},
        {"occupation_code": "", "title": "钳工"},
    )
    assert rows["occupation_code_source"].to_list() == ["sent", None]
    assert rows["occupation_coder"].to_list() == [None, "titles-2022.1"]
    assert _told(report) == [("occupation_unsure", 3, "occupation_code")]


def test_titles_are_coded_where_the_column_of_codes_is_absent(tmp_path: Path) -> None:
    _, rows = _inspect(tmp_path, {"title": "维修电工"}, {"title": "钳工"}, without=("occupation_code",))
    assert rows["occupation_code"].to_list() == ["6-31-01-03", None]


def test_nobody_can_send_what_the_platform_computes(tmp_path: Path) -> None:
    header, cells = table([{**example_row(VACANCY), "occupation_code": "", "title": "钳工"}], feed="vacancy")
    titles = [VACANCY.fields[name].title.zh for name in COMPUTED]
    path = write_csv(tmp_path / "vacancies.csv", [[*header, *titles], [*cells, *("10000" for _ in titles)]])
    report, rows = inspect_file(Inspection(path, "vacancy", "0" * 64, example_sender(VACANCY), "enterprise", "2026-10"))
    assert rows["occupation_confidence"][0] < 7000
    assert [f.rule_name for f in report.findings if f.row == 1] == ["column_unknown"] * len(COMPUTED)


def test_raw_keeps_where_a_code_came_from() -> None:
    assert set(COMPUTED) <= set(raw_schema(VACANCY))
