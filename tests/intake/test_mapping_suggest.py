"""A proposed mapping reads the same rows as the right one, says what is unsure, and carries no cell of the file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from data_contracts.loader import load_contract
from pipelines.demo.layout import columns_of
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.mapping import Mapping, load_mapping
from pipelines.intake.mapping.suggest import Suggestion, suggest_mapping
from pipelines.intake.mapping.suggestion_text import suggestion_yaml
from tests.intake.files import COLLEGE, Row, student, students, table, write_csv, write_xlsx

FIELDS = load_contract("enrolment").fields
ROWS = table(students(12))
NAMES = [name for name, item in FIELDS.items() if not item.computed]


def _suggest(path: Path, feed: str = "enrolment") -> Suggestion:
    found = suggest_mapping(path, feed)
    assert isinstance(found, Suggestion), found
    return found


def _loaded(suggestion: Suggestion, folder: Path) -> Mapping:
    path = folder / "draft.yaml"
    path.write_text(suggestion_yaml(suggestion), encoding="utf-8")
    return load_mapping(path, feed=suggestion.feed)


def _rows(path: Path, mapping: Mapping | None) -> list[dict[str, object]]:
    inspection = Inspection(path, "enrolment", "0" * 64, COLLEGE, "college", "2026-10", mapping=mapping)
    report, rows = inspect_file(inspection)
    assert [f.rule_name for f in report.findings if f.severity != "warning"] == []
    return rows.select(*NAMES, "row_no").to_dicts()


def _with_header(header: list[str], *, order: list[int] | None = None) -> list[Row]:
    rows: list[Row] = [header, *ROWS[1:]]
    return [[row[place] for place in order] for row in rows] if order else rows


def _demo_header(last: bool) -> list[str]:
    used = {column.field: column.names[-1 if last else 0] for column in columns_of("enrolment")}
    return [used.get(name, item.title.zh) for name, item in FIELDS.items()]


HEADERS: dict[str, list[str]] = {
    "the demo city's first headers": _demo_header(last=False),
    "the demo city's oddest headers": _demo_header(last=True),
    "English": [item.title.en for item in FIELDS.values()],
    "field names": list(FIELDS),
    "nearly right": [f"{item.title.zh}栏" if len(item.title.zh) > 3 else item.title.zh for item in FIELDS.values()],
}


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("shuffled", [False, True])
def test_the_proposal_reads_the_same_rows_as_the_contracts_own_layout(
    tmp_path: Path, name: str, shuffled: bool
) -> None:
    order = random.Random(5).sample(range(len(FIELDS)), len(FIELDS)) if shuffled else None  # noqa: S311 - an order, not a secret
    right = _rows(write_csv(tmp_path / "right.csv", ROWS), None)
    path = write_csv(tmp_path / "foreign.csv", _with_header(HEADERS[name], order=order))
    suggestion = _suggest(path)
    assert suggestion.needed == ()
    assert _rows(path, _loaded(suggestion, tmp_path)) == right


def test_a_column_with_a_meaningless_header_is_known_by_what_stands_in_it_alone(tmp_path: Path) -> None:
    header = [{"性别": "丙", "身份证件号码": "丁"}.get(str(cell), str(cell)) for cell in ROWS[0]]
    suggestion = _suggest(write_csv(tmp_path / "foreign.csv", _with_header(header)))
    assert suggestion.fields["gender"].column == "丙"
    assert suggestion.fields["gender"].header < 50
    assert suggestion.fields["gender"].content == 100


def test_what_is_missing_is_said_in_words_and_the_draft_is_not_yet_a_mapping(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "foreign.csv", table(students(5), without=("student_no", "programme_start")))
    suggestion = _suggest(path)
    assert suggestion.needed == ("student_no", "programme_start")
    text = suggestion_yaml(suggestion)
    assert "# needed: student_no (学号, Student number)" in text
    assert "# needed: programme_start (入学日期" in text
    with pytest.raises(Exception, match=r"fields\.student_no: enrolment requires it"):
        _loaded(suggestion, tmp_path)


def test_columns_like_no_field_are_listed_as_ignored(tmp_path: Path) -> None:
    rows = [[*row, extra] for row, extra in zip(ROWS, ["食堂卡余额", *["12.5"] * 12], strict=True)]
    suggestion = _suggest(write_csv(tmp_path / "foreign.csv", rows))
    assert suggestion.ignored == ("食堂卡余额",)
    assert _loaded(suggestion, tmp_path).ignored == ("食堂卡余额",)


def test_two_columns_for_one_field_are_both_named(tmp_path: Path) -> None:
    place = list(FIELDS).index("phone")
    rows = [[*row, "手机号码2" if number == 0 else row[place]] for number, row in enumerate(ROWS)]
    suggestion = _suggest(write_csv(tmp_path / "foreign.csv", rows))
    assert suggestion.fields["phone"].column == "手机号码"
    assert [found.column for found in suggestion.others["phone"]] == ["手机号码2"]
    assert (
        'phone: {column: "手机号码"}  # 100: header 100, content 100; perhaps 可能是 "手机号码2" ('
        in suggestion_yaml(suggestion)
    )


def test_the_header_is_found_below_titles_on_the_sheet_that_has_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "book.xlsx", {"说明": [["请阅读"]], "名单": [["二〇二六年名单"], *ROWS]})
    assert _suggest(path).needed == ()


def test_no_personal_cell_is_in_the_draft(tmp_path: Path) -> None:
    person = student(7, name="欧阳示范", phone="13912345678", email="ouyang@example.org")
    text = suggestion_yaml(_suggest(write_csv(tmp_path / "foreign.csv", table([*students(3), person]))))
    for cell in (person["name"], person["phone"], person["email"], person["id_number"], person["student_no"]):
        assert str(cell) not in text
    assert {"example", "expect"} & set(yaml.safe_load(text)) == set(), "made-up rows are for its author to add"


def _renamed(headers: dict[str, str], cells: dict[str, list[str]]) -> list[Row]:
    """Return the students' table with other headers, and other cells below them."""
    places = {item.title.zh: place for place, item in enumerate(FIELDS.values())}
    rows = [list(row) for row in ROWS]
    for title, header in headers.items():
        for number, row in enumerate(rows):
            row[places[title]] = header if number == 0 else cells[title][number - 1]
    return [*rows]


def test_a_column_of_names_is_no_student_number(tmp_path: Path) -> None:
    rows = _renamed({"学号": "学生"}, {"学号": [f"示范{sign}" for sign in "甲乙丙丁戊己庚辛壬癸子丑"]})
    suggestion = _suggest(write_csv(tmp_path / "foreign.csv", rows))
    assert "student_no" in suggestion.needed
    assert suggestion.others["student_no"] == ()


@pytest.mark.parametrize("header", ["学生电话", "手机串号"])
def test_a_column_of_serial_numbers_is_no_phone(tmp_path: Path, header: str) -> None:
    rows = _renamed({"手机号码": header}, {"手机号码": [f"202400{number:02}" for number in range(12)]})
    suggestion = _suggest(write_csv(tmp_path / "foreign.csv", rows))
    assert "phone" not in suggestion.fields
    assert suggestion.others["phone"] == ()


def test_a_needed_field_is_served_before_an_optional_one(tmp_path: Path) -> None:
    header = ["岗位ID", "岗位", "公司名称", "工作地区", "上线时间", "薪资"]
    cells = ["A-1", "焊工", "示范机械", "330100", "2026-03-01", "5000-7000元/月"]
    suggestion = _suggest(write_csv(tmp_path / "jobs.csv", [header, cells]), "vacancy")
    assert suggestion.fields["date_posted"].column == "上线时间"
    assert "start_date" not in suggestion.fields


def test_a_draft_can_be_finished_as_it_says(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "foreign.csv", _with_header([f"甲{n}" if h == "学号" else str(h) for n, h in enumerate(ROWS[0])])
    )
    suggestion = _suggest(path)
    (needed,) = suggestion.needed
    text = suggestion_yaml(suggestion)
    (line,) = [line for line in text.splitlines() if line.startswith(f"  # needed: {needed} ")]
    (column,) = suggestion.ignored
    finished = text.replace(line, f'  {needed}: {{column: "{column}"}}').replace(
        f'ignored: ["{column}"]', "ignored: []"
    )
    (tmp_path / "draft.yaml").write_text(finished, encoding="utf-8")
    right = _rows(write_csv(tmp_path / "right.csv", ROWS), None)
    assert _rows(path, load_mapping(tmp_path / "draft.yaml", feed="enrolment")) == right


def test_a_column_that_a_needed_field_may_read_is_not_ignored_on_purpose(tmp_path: Path) -> None:
    header = ["岗位ID", "岗位", "公司名称", "工作地区", "食堂"]
    path = write_csv(tmp_path / "jobs.csv", [header, ["A-1", "焊工", "示范机械", "330100", "甲"]])
    suggestion = _suggest(path, "vacancy")
    assert [found.column for found in suggestion.others["vacancy_no"]] == ["岗位ID"]
    assert yaml.safe_load(suggestion_yaml(suggestion))["ignored"] == ["食堂"]


def test_a_draft_says_in_both_languages_what_to_do_and_names_no_file_of_the_program(tmp_path: Path) -> None:
    text = suggestion_yaml(_suggest(write_csv(tmp_path / "foreign.csv", table(students(3), without=("student_no",)))))
    head = text.split("name: ")[0]
    assert ".py" not in head
    assert "What to do" in head
    assert "请人工核对并补全" in head
    assert head.count("talent check enrolment") == 2


def test_a_file_without_a_header_is_refused_since_its_cells_would_be_taken_for_one(tmp_path: Path) -> None:
    assert suggest_mapping(write_csv(tmp_path / "headless.csv", ROWS[1:]), "enrolment") == "header_not_found"


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 made up")
    assert suggest_mapping(tmp_path / "page.pdf", "enrolment") == "file_format"
