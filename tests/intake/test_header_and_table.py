"""Which row is the header, which column is which field, and which rows are no data."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import feed_names, load_contract
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.layout.header import find_header, header_key, header_names
from pipelines.intake.layout.table import build_table
from pipelines.intake.read import Sheet
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.report import CheckReport
from tests.intake.example_rows import example_row
from tests.intake.files import COLLEGE, Row, found, inspect, student, students, table, write_csv, write_xlsx

ENROLMENT = load_contract("enrolment")


def in_csv(tmp_path: Path, rows: Sequence[Row]) -> Path:
    return write_csv(tmp_path / "a.csv", rows)


def inspect_rows(path: Path, *, feed: str = "enrolment") -> tuple[CheckReport, pl.DataFrame]:
    return inspect_file(Inspection(path, feed, "0" * 64, COLLEGE, "college", "2026-10"))


@pytest.mark.parametrize("feed", feed_names())
def test_every_name_title_and_synonym_of_a_field_finds_it_or_an_earlier_field(feed: str) -> None:
    fields = load_contract(feed).fields
    names = header_names(feed)
    for item in (f for f in fields.values() if not f.computed):
        assert names[header_key(item.name)] == item.name
        assert names[header_key(item.title.zh)] == item.name
        for synonym in item.synonyms:
            assert names[header_key(synonym)] in fields


@pytest.mark.parametrize(
    "text",
    [
        "姓名",
        " 姓 名 ",
        "*姓名",
        "姓名*",
        "＊姓名",
        "姓\n名",
        "姓名（必填）",
        "姓名(必填)",
        "姓名：",
        "【必填】姓名",
        "Name",
        "NAME",
        "姓　名",
    ],
)
def test_spaces_asterisks_brackets_and_width_do_not_hide_a_header(text: str) -> None:
    assert header_names("enrolment")[header_key(text)] == "name"


@pytest.mark.parametrize("above", [0, 1, 5, 19])
def test_the_header_is_found_below_titles_and_notes(tmp_path: Path, above: int) -> None:
    rows: list[Row] = [["示范学校2026年学籍表"], [], ["填表说明：请如实填写"], *([[]] * 16)]
    report = inspect(in_csv(tmp_path, [*rows[:above], *table(students(3))]))
    assert report.rows_accepted == 3
    assert found(report) == []


def test_a_header_below_the_first_twenty_rows_is_not_looked_for(tmp_path: Path) -> None:
    report = inspect(in_csv(tmp_path, [["题"]] * 21 + table(students(1))))
    assert [name for name, _, _ in found(report)] == ["header_not_found"]


def test_row_numbers_are_the_sheets_own(tmp_path: Path) -> None:
    rows: list[Row] = [["题"], [], *table([student(0), student(1, gender="未列出")])]
    assert ("gender_allowed", 5, "gender") in found(inspect(in_csv(tmp_path, rows)))


def test_two_rows_of_merged_headers_are_read_as_one(tmp_path: Path) -> None:
    header, *body = table(students(2))
    upper = [*["基本情况"] * 8, *header[8:]]
    rows = [upper, [*header[:8], *[None] * (len(header) - 8)], *body]
    path = write_xlsx(tmp_path / "a.xlsx", {"名册": rows}, merged=[(0, 0, 0, 7)])
    report = inspect(path)
    assert report.rows_accepted == 2
    assert [name for name, _, _ in found(report)] == []


def test_rows_in_which_two_columns_of_a_field_differ_are_refused_and_named(tmp_path: Path) -> None:
    header, *body = table(students(4))
    again: list[str | None] = ["另一个", "陈小明", None, " 陈小明 "]
    path = in_csv(tmp_path, [[*header, "学生姓名"], *([*row, name] for row, name in zip(body, again, strict=True))])
    report, accepted = inspect_rows(path)
    assert found(report) == [("column_repeated", 1, "name"), ("columns_differ", 2, "name")]
    assert accepted["row_no"].to_list() == [3, 4, 5]


def test_two_columns_of_a_key_that_differ_leave_no_row_with_a_guessed_key(tmp_path: Path) -> None:
    header, *body = table(students(30))
    rows = [[*header, "学号"], [*body[0], "99999"], *([*row, row[header.index("学号")]] for row in body[1:])]
    report, accepted = inspect_rows(in_csv(tmp_path, rows))
    assert found(report) == [("column_repeated", 1, "student_no"), ("columns_differ", 2, "student_no")]
    assert accepted.height == 29
    assert not {"20240000", "99999"} & set(accepted["student_no"])


def test_two_columns_that_say_the_same_in_other_words_agree_and_one_alone_is_enough(tmp_path: Path) -> None:
    header, *body = table([student(0, gender="男"), student(1, gender=None), student(2, gender="M")])
    rows = [[*header, "性别"], *([*row, "1"] for row in body)]
    report, accepted = inspect_rows(in_csv(tmp_path, rows))
    assert found(report) == [("column_repeated", 1, "gender")]
    assert accepted["gender"].to_list() == ["male"] * 3


def test_two_columns_of_one_amount_are_compared_in_yuan(tmp_path: Path) -> None:
    header, *body = table([example_row(load_contract("internship"))], feed="internship")
    title = header.index("月薪")
    rows = [[*header, "月薪(万元)"], [*body[0][:title], "3200", *body[0][title + 1 :], "0.32"]]
    report, accepted = inspect_rows(in_csv(tmp_path, rows), feed="internship")
    assert found(report) == [("column_repeated", 1, "pay_monthly")]
    assert accepted["pay_monthly"].to_list() == [Decimal(3200)]


def test_an_absent_column_an_empty_cell_and_an_extra_column_are_three_findings(tmp_path: Path) -> None:
    header, *body = table([student(0, tier=None), student(1)], without=["gender"])
    report = inspect(in_csv(tmp_path, [[*header, "政治面貌"], *([*row, "x"] for row in body)]))
    assert found(report) == [("column_unknown", 1, ""), ("column_missing", 1, "gender"), ("tier_required", 2, "tier")]
    assert report.unusable


def test_an_absent_optional_column_is_no_finding_but_its_rules_are_said_to_be_skipped(tmp_path: Path) -> None:
    report = inspect(in_csv(tmp_path, table(students(2), without=["phone", "actual_end"])))
    assert found(report) == []
    reasons = dict(report.skipped_rules)
    rules = {rule.name: rule.code for rule in ENROLMENT.rules}
    assert "phone" in reasons[rules["phone_form"]]
    assert "actual_end" in reasons[rules["actual_end_form"]]
    assert rules["gender_allowed"] not in reasons


def test_a_file_of_another_feed_is_named(tmp_path: Path) -> None:
    vacancy = load_contract("vacancy")
    rows: list[Row] = [
        [f.title.zh for f in vacancy.fields.values()],
        [f.examples[0] if f.examples else "" for f in vacancy.fields.values()],
    ]
    report = inspect(in_csv(tmp_path, rows))
    (finding,) = report.findings
    assert (finding.rule_name, finding.excerpt) == ("wrong_feed", "vacancy")
    assert "vacancy" in finding.message.en


def test_a_sheet_with_no_header_of_any_feed_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        build_table([Sheet("", [["a", "b"], ["1", "2"]], [])], ENROLMENT, needed=ENROLMENT.required_columns)
    assert refused.value.rule_name == "header_not_found"
    assert find_header(Sheet("", [], []), ENROLMENT, ENROLMENT.required_columns) is None


def test_blank_rows_repeated_headers_and_summaries_are_left_out_and_recorded(tmp_path: Path) -> None:
    header, first, second = table(students(2))
    rows: list[Row] = [
        header,
        first,
        [],
        [" "],
        header,
        second,
        ["合计", "2人"],
        ["制表人：某某 13800000000", "审核人："],
    ]
    report = inspect(in_csv(tmp_path, rows))
    assert (report.rows_read, report.rows_accepted) == (2, 2)
    assert found(report) == []
    assert {(r.row, r.repair) for r in report.repairs if r.column == ""} == {
        (5, "repeated_header"),
        (7, "summary_row"),
        (8, "summary_row"),
    }


@pytest.mark.parametrize(
    "total", [["合计", "3人"], ["合计：3人"], ["总计", "3"], ["共计3条"], ["合计", None, "3"], ["总 计", "３"]]
)
def test_a_total_that_differs_from_the_rows_is_a_warning(tmp_path: Path, total: Row) -> None:
    report = inspect(in_csv(tmp_path, [*table(students(2)), total]))
    assert found(report) == [("row_total_differs", 4, "")]
    assert report.findings[0].excerpt is None
    assert "3 / 2" in report.findings[0].message.en
    assert report.rows_accepted == 2


def test_a_total_stored_as_a_number_is_read(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", {"一": [*table(students(2)), ["合计", 2.0]], "二": [*table([student(7)]), ["合计", 5.0]]}
    )
    assert found(inspect(path)) == [("row_total_differs", 3, "")]


@pytest.mark.parametrize(
    "ending",
    [
        ["制表人：王某 13800000000"],
        ["联系人", "13800000000"],
        ["填表日期：2026-09-30"],
        ["填报日期", "20260930"],
        ["第1页"],
        ["小计", "1"],
        ["合计", "12500.50"],
    ],
)
def test_other_endings_of_a_sheet_are_no_totals_and_their_digits_stay_out_of_findings(
    tmp_path: Path, ending: Row
) -> None:
    report = inspect(in_csv(tmp_path, [*table(students(2)), ending]))
    assert found(report) == []
    assert "13800000000" not in str(report.as_json())
    assert report.rows_read == 2


def test_a_data_row_that_begins_like_a_summary_is_kept(tmp_path: Path) -> None:
    header, row = table([student(0, class_name="注塑1班")])
    order = sorted(range(len(header)), key=lambda i: header[i] != "班级")
    report = inspect(in_csv(tmp_path, [[r[i] for i in order] for r in (header, row)]))
    assert report.rows_accepted == 1


def test_all_sheets_with_a_header_are_read_and_the_others_recorded(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Row]] = {
        "说明": [["请先阅读"]],
        "一班": table([student(0)]),
        "二班": table([student(1), student(2, gender="未列出")]),
    }
    report = inspect(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (report.rows_read, report.rows_accepted) == (3, 2)
    assert [(f.sheet, f.row) for f in report.findings] == [("二班", 3)]
    assert ("说明", "sheet_without_header") in {(r.sheet, r.repair) for r in report.repairs}


def test_a_file_with_a_header_and_no_rows_is_empty(tmp_path: Path) -> None:
    report = inspect(in_csv(tmp_path, table([])))
    assert [name for name, _, _ in found(report)] == ["file_empty"]
    assert report.unusable


@pytest.mark.parametrize("ending", [["合计", "12"], ["制表人：某某", "审核人：某某"], ["总计", "1个"]])
def test_a_footer_of_a_feed_with_few_required_columns_is_no_row(tmp_path: Path, ending: Row) -> None:
    contract = load_contract("training_base")
    assert len([item for item in contract.fields.values() if item.required]) <= 4, "the test is about such a feed"
    titles = [item.title.zh for item in contract.fields.values()]
    example = [item.examples[0] if item.examples else "" for item in contract.fields.values()]
    path = in_csv(tmp_path, [titles, example, ending])
    report, _ = inspect_file(Inspection(path, "training_base", "0" * 64, "", "steward", "2026-10"))
    assert report.rows_read == 1
    assert [repair.repair for repair in report.repairs if repair.column == ""] == ["summary_row"]
