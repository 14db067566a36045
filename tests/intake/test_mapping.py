"""The job board's mapping on made-up exports with the dirt that exports have."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import HOME
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.mapping import load_mapping
from pipelines.intake.report.report import CheckReport

MAPPING = load_mapping(HOME / "mappings" / "job_board.yaml")
SENDER = "91990000MA9T10005A"
HEADER = ["title", "salary", "jobPlace", "jobExperience", "education", "company", "jobType"]
ROW = ["维修电工", "6-8千", "云州市", "无需经验", "大专", "示范机电有限公司", "机械/设备/重工"]


def _row(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True)]


def _inspect(tmp_path: Path, rows: list[list[str]]) -> tuple[CheckReport, pl.DataFrame]:
    path = tmp_path / "export.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return inspect_file(Inspection(path, "vacancy", "0" * 64, SENDER, "enterprise", "2026-10", mapping=MAPPING))


def _told(report: CheckReport) -> list[tuple[str, int, str]]:
    of_the_layout = ("mapping_assumed", "vacancy_repeated")
    return [(f.rule_name, f.row, f.column) for f in report.findings if f.rule_name not in of_the_layout]


def test_a_repeated_posting_is_one_vacancy_and_a_changed_one_another(tmp_path: Path) -> None:
    rows = [ROW, _row(salary="7-9千"), ROW, _row(jobType="新能源"), _row(salary="7-9千")]
    report, accepted = _inspect(tmp_path, [HEADER, *rows])
    assert _told(report) == []
    numbers = accepted["vacancy_no"].to_list()
    assert numbers == [numbers[0], f"{numbers[0]}-2"]
    assert accepted["pay_min"].to_list() == [6000, 7000]
    assert [(r.row, r.repair) for r in report.repairs if r.repair == "exact_duplicate"] == [
        (row, "exact_duplicate") for row in (4, 5, 6)
    ]


def test_the_number_of_a_posting_does_not_depend_on_its_row(tmp_path: Path) -> None:
    other = _row(title="文员")
    first = _inspect(tmp_path, [HEADER, ROW, other])[1]
    second = _inspect(tmp_path, [HEADER, other, ROW])[1]
    assert set(first["vacancy_no"]) == set(second["vacancy_no"])
    assert first["vacancy_no"].n_unique() == 2


def test_changed_postings_keep_their_numbers_in_whatever_order_they_come(tmp_path: Path) -> None:
    rows = [_row(salary=salary) for salary in ("7-9千", "6-8千", "5-6千")]
    numbers = []
    for sent in (rows, rows[::-1], [rows[1], rows[1], rows[0], rows[2]]):
        accepted = _inspect(tmp_path, [HEADER, *sent])[1]
        numbers.append(dict(accepted.select("pay_min", "vacancy_no").rows()))
    assert numbers[0] == numbers[1] == numbers[2]
    assert len(set(numbers[0].values())) == 3


def test_an_occupation_is_read_out_of_a_clear_title_and_asked_for_otherwise(tmp_path: Path) -> None:
    report, accepted = _inspect(tmp_path, [HEADER, ROW, _row(title="维修电工（示范）")])
    assert accepted["occupation_code"].to_list() == ["6-31-01-03", None]
    assert accepted["occupation_code_source"].to_list() == ["title", None]
    assert _told(report) == [("occupation_unsure", 3, "occupation_code")]


@pytest.mark.parametrize(
    ("column", "word", "rule", "field"),
    [
        ("jobExperience", "二三十年", "experience_years_form", "experience_years"),
        ("education", "状元", "education_min_allowed", "education_min"),
        ("salary", "随缘", "pay_text_unreadable", "pay_text"),
        ("salary", "", "pay_missing", "pay_text"),
        ("jobPlace", "乌有-无何有区", "work_region_pattern", "work_region"),
        ("jobPlace", "", "work_region_required", "work_region"),
        ("title", "", "title_required", "title"),
    ],
)
def test_a_word_that_nobody_knows_is_a_finding_of_the_contract(
    tmp_path: Path, column: str, word: str, rule: str, field: str
) -> None:
    report, _ = _inspect(tmp_path, [HEADER, ROW, _row(**{column: word})])
    assert (rule, 3, field) in _told(report)
    assert {row for _, row, _ in _told(report)} == {3}


def test_a_missing_column_refuses_the_file_and_is_named(tmp_path: Path) -> None:
    report, accepted = _inspect(tmp_path, [HEADER[1:4] + HEADER[5:], ROW[1:4] + ROW[5:]])
    assert accepted.is_empty()
    assert [(f.rule_name, f.severity) for f in report.findings] == [("column_missing", "file")]
    assert "title、education" in report.findings[0].message.zh


def test_another_layout_has_no_header_for_the_mapping(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, [["职位名称", "薪资", "title"], ["维修电工", "6-8千", ""]])
    assert [f.rule_name for f in report.findings] == ["header_not_found"]


def test_a_header_without_rows_is_an_empty_file(tmp_path: Path) -> None:
    assert [f.rule_name for f in _inspect(tmp_path, [HEADER])[0].findings] == ["file_empty"]


def test_a_column_that_the_mapping_does_not_name_is_said_and_never_used(tmp_path: Path) -> None:
    # Both headers would be fields of the contract, had the sender used its layout.
    report, accepted = _inspect(tmp_path, [[*HEADER, "招聘人数", "技能"], [*ROW, "7", "焊接"]])
    assert _told(report) == [("column_unknown", 1, ""), ("column_unknown", 1, "")]
    assert accepted["openings"].to_list() == [1]
    assert accepted["skills"].to_list() == [None]


def test_of_a_column_that_stands_twice_no_cell_is_used_where_they_differ(tmp_path: Path) -> None:
    same, other = [*ROW, ROW[HEADER.index("salary")]], [*_row(title="文员"), "1-2千"]
    report, accepted = _inspect(tmp_path, [[*HEADER, "salary"], same, *[same] * 30, other])
    assert [told for told in _told(report) if told[0].startswith("column")] == [
        ("column_repeated", 1, "pay_text"),
        ("columns_differ", 33, "pay_text"),
    ]
    assert accepted.select("row_no", "pay_min").rows() == [(2, 6000)]


def test_title_rows_blank_rows_and_repeated_headers_keep_the_row_numbers(tmp_path: Path) -> None:
    rows = [["示范网站导出"], HEADER, ROW, [""], HEADER, _row(title="不在表中的示范职位"), ["短行"]]
    report, accepted = _inspect(tmp_path, rows)
    assert accepted["row_no"].to_list() == [3, 6]
    assert ("repeated_header", 5) in [(r.repair, r.row) for r in report.repairs]
    assert ("occupation_code_missing", 6, "occupation_code") in _told(report)
    assert ("work_region_required", 7, "work_region") in _told(report)
