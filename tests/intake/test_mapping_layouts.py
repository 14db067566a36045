"""Foreign layouts of every kind: several sheets, columns that become rows, joined and cut texts, code maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.erasure.barred import Barred
from pipelines.intake.mapping import load_mapping
from pipelines.intake.report.report import CheckReport
from pipelines.store.platform import Platform
from tests.intake.files import Row, id_number, write_xlsx

SENDER = "91990000MA9T10005A"
HEADER = ["工种", "等级", "用工", "26-30岁", "31-35岁"]
ROW = ["6-31-01-03", "高级工", "正式", "5", "4"]
FIELDS: dict[str, Any] = {
    "occupation_code": {"column": "工种"},
    "staff_level": {"column": "等级"},
    "job_sequence": {"constant": "skilled"},
    "employment_form": {"column": "用工"},
    "age_band": {"melted": "header"},
    "staff_count": {"melted": "cell"},
}


def _inspect(
    folder: Path,
    sent: dict[str, Sequence[Row]],
    *,
    fields: dict[str, Any] | None = None,
    merged: tuple[tuple[int, int, int, int], ...] = (),
    **layout: Any,
) -> tuple[CheckReport, pl.DataFrame]:
    content = {
        "name": "made-up",
        "version": "1.0.0",
        "feed": "workforce",
        "description": {"en": "Made up.", "zh": "示范。"},
        "fields": FIELDS | (fields or {}),
        "melt": {"columns": ".*岁"},
        "example": {"sender": SENDER, "sheets": {"机加车间": [HEADER, ROW], "总表": [HEADER, ROW]}},
        "expect": [{"staff_count": 5}],
    } | layout
    (folder / "layout.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    mapping = load_mapping(folder / "layout.yaml")
    path = write_xlsx(folder / "sent.xlsx", sent, merged=merged)
    return inspect_file(Inspection(path, "workforce", "0" * 64, SENDER, "enterprise", "2026-10", mapping=mapping))


def _of_rows(report: CheckReport) -> list[tuple[str, str, int, str]]:
    return [(f.rule_name, f.sheet, f.row, f.column) for f in report.findings if f.row > 1]


def test_each_melted_cell_is_a_row_and_an_empty_one_is_none(tmp_path: Path) -> None:
    report, rows = _inspect(tmp_path, {"总表": [["职工统计"], HEADER, ROW, [*ROW[:1], "中级工", "正式", "", "/"]]})
    assert sorted(rows.select("age_band", "staff_count", "sheet", "row_no").rows()) == [
        ("26_30", 5, "总表", 3),
        ("31_35", 4, "总表", 3),
    ]
    assert report.rows_read == 2


def test_a_finding_on_a_melted_cell_names_its_sheet_row_and_column(tmp_path: Path) -> None:
    report, rows = _inspect(tmp_path, {"总表": [HEADER, [*ROW[:3], "5", "若干"]]})
    assert rows.height == 1
    found = [f for f in report.findings if f.rule_name == "staff_count_form"]
    assert [(f.sheet, f.row, f.column) for f in found] == [("总表", 2, "staff_count")]
    assert "31-35岁" in found[0].message.zh
    assert "31-35岁" in found[0].message.en


def test_a_repair_of_a_melted_row_is_told_once(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, {"总表": [HEADER, ROW, HEADER]})
    assert [(r.sheet, r.row) for r in report.repairs if r.repair == "repeated_header"] == [("总表", 3)]
    assert all(r.sheet == "总表" for r in report.repairs)


def test_a_file_without_a_column_to_melt_is_refused_and_says_which(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, {"总表": [HEADER[:3], ROW[:3]]})
    assert [f.rule_name for f in report.findings] == ["column_missing"]
    assert ".*岁" in report.findings[0].message.en


def test_only_the_sheets_that_are_meant_are_read_each_with_its_own_names(tmp_path: Path) -> None:
    rules = [{"name": "机加.*", "columns": {"工种": "职业"}, "header_row": 2}, {"name": "总表"}]
    own = [["机加车间职工"], ["职业", *HEADER[1:]], ["6-18-01-01", *ROW[1:]]]
    report, rows = _inspect(tmp_path, {"机加一": own, "说明": [["填写"]], "总表": [HEADER, ROW]}, sheets=rules)
    assert set(rows.select("occupation_code", "sheet", "row_no").rows()) == {
        ("6-18-01-01", "机加一", 3),
        ("6-31-01-03", "总表", 2),
    }
    assert ("说明", "sheet_without_header") in [(r.sheet, r.repair) for r in report.repairs]


def test_a_sheet_that_is_meant_and_lacks_a_column_refuses_the_file(tmp_path: Path) -> None:
    lacking = [["工种", "等级", "26-30岁"], ["6-31-01-03", "高级工", "5"]]
    report, _ = _inspect(tmp_path, {"甲表": [HEADER, ROW], "乙表": lacking}, sheets=[{"name": "[甲乙总]表"}])
    assert [(f.rule_name, f.severity) for f in report.findings] == [("column_missing", "file")]
    assert "用工" in report.findings[0].message.zh


def test_no_sheet_that_is_meant_is_no_header(tmp_path: Path) -> None:
    report, _ = _inspect(tmp_path, {"甲表": [HEADER, ROW]}, sheets=[{"name": "总表"}])
    assert [f.rule_name for f in report.findings] == ["header_not_found"]


def test_the_name_of_a_sheet_a_part_of_a_text_and_joined_columns_are_values(tmp_path: Path) -> None:
    fields = {
        "occupation_code": {"joined": ["大类", "细类"], "by": "-"},
        "post_name": {"sheet_name": "(.+)车间"},
        "staff_level": {"column": "等级", "part": r"（(.+)）"},
    }
    header = ["大类", "细类", *HEADER[1:]]
    row = ["6-31", "01-03", "三级（高级工）", *ROW[2:]]
    example = {"sender": SENDER, "sheets": {"机加车间": [header, row]}}
    _, rows = _inspect(tmp_path, {"机加车间": [header, row]}, fields=fields, example=example)
    assert set(rows["occupation_code"]) == {"6-31-01-03"}
    assert set(rows["post_name"]) == {"机加"}
    assert rows["staff_level"].null_count() == 0


def test_a_text_without_the_part_stays_whole_for_the_contract_to_judge(tmp_path: Path) -> None:
    fields = {"occupation_code": {"column": "工种", "part": "^代码(.+)$"}}
    report, _ = _inspect(tmp_path, {"总表": [HEADER, ["代码6-31-01-03", *ROW[1:]], ["电工", *ROW[1:]]]}, fields=fields)
    assert {row for name, _, row, column in _of_rows(report) if column == "occupation_code"} == {3}


def test_a_code_map_beside_the_mapping_is_used_and_other_words_are_told(tmp_path: Path) -> None:
    (tmp_path / "forms.csv").write_text("word,code\n在编,regular\n外聘,dispatch\n", encoding="utf-8")
    fields = {"employment_form": {"column": "用工", "code_map": "forms.csv", "otherwise": "outsourced"}}
    sent = [HEADER, [*ROW[:2], " 外聘 ", "5", ""], [*ROW[:2], "借调", "6", ""]]
    report, rows = _inspect(tmp_path, {"总表": sent}, fields=fields)
    assert rows["employment_form"].to_list() == ["dispatch", "outsourced"]
    assert ("mapping_word_unknown", "总表", 3, "employment_form") in _of_rows(report)
    assert "借调" in next(f.message.zh for f in report.findings if f.rule_name == "mapping_word_unknown")


def test_an_empty_cell_is_no_unknown_word(tmp_path: Path) -> None:
    fields = {"employment_form": {"column": "用工", "words": {"在编": "regular"}, "otherwise": "outsourced"}}
    report, _ = _inspect(tmp_path, {"总表": [HEADER, [*ROW[:2], "", "7", ""]]}, fields=fields)
    assert _of_rows(report) == [("employment_form_required", "总表", 2, "employment_form")]


def test_rows_that_are_no_data_are_left_out_and_said(tmp_path: Path) -> None:
    sent = [HEADER, ROW, ["小 计", "", "", "5", "4"]]
    report, rows = _inspect(tmp_path, {"总表": sent}, leave_out={"工种": ["小计"]})
    assert rows.height == 2
    assert [(r.row, r.repair) for r in report.repairs if r.repair == "summary_row"] == [(3, "summary_row")]


def test_a_merged_cell_speaks_for_each_of_its_rows_when_the_mapping_says_so(tmp_path: Path) -> None:
    sent: list[Row] = [HEADER, [*ROW[:4], ""], [None, "中级工", "正式", "6", ""]]
    _, rows = _inspect(tmp_path, {"总表": sent}, merged=((1, 0, 2, 0),), repeat_merged=True)
    assert rows["occupation_code"].to_list() == ["6-31-01-03"] * 2
    report, _ = _inspect(tmp_path, {"总表": sent}, merged=((1, 0, 2, 0),))
    assert ("occupation_code_required", "总表", 3, "occupation_code") in _of_rows(report)


def test_a_melted_file_counts_the_rows_of_erased_people_and_repeats_as_it_counts_all_rows(
    tmp_path: Path, platform: Platform
) -> None:
    header = ["证件号码", "PX-1场", "PX-2场"]
    rows = [[id_number(number), "8", "4"] for number in range(3)]
    content = {
        "name": "made-up",
        "version": "1.0.0",
        "feed": "training_record",
        "description": {"en": "Made up.", "zh": "示范。"},
        "fields": {
            "id_number": {"column": "证件号码"},
            "id_type": {"constant": "居民身份证"},
            "uscc": {"constant": SENDER},
            "session_id": {"melted": "header"},
            "attended_hours": {"melted": "cell"},
        },
        "melt": {"columns": ".*场"},
        "example": {"sender": SENDER, "header": header, "rows": [rows[0]]},
        "expect": [{"session_id": "PX-1场"}, {"session_id": "PX-2场"}],
    }
    (tmp_path / "layout.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    mapping = load_mapping(tmp_path / "layout.yaml")
    path = write_xlsx(tmp_path / "sent.xlsx", {"签到": [header, *rows, rows[2]]})
    mark = platform.keys.erasure_mark("document", "resident_id", id_number(1))
    barred = Barred(platform.keys, platform.paths.root, {mark: None})
    report, accepted = inspect_file(
        Inspection(path, "training_record", "0" * 64, SENDER, "enterprise", "2026-10", mapping=mapping, barred=barred)
    )
    assert accepted.select("row_no", "session_id").rows() == [
        (2, "PX-1场"), (4, "PX-1场"), (2, "PX-2场"), (4, "PX-2场"),
    ]  # fmt: skip
    assert report.barred == [("签到", 3)]
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (6, 4, 0)
