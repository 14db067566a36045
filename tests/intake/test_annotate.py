"""The annotated workbook: the sender's own cells where they were, faults marked, fit to be corrected and sent again."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl import Workbook

from data_contracts.loader import load_contract
from data_contracts.thresholds import limit
from pipelines.intake.annotate import check_and_annotate
from pipelines.intake.annotate.finding_sheet import add_finding_sheets
from pipelines.intake.annotate.names import sheet_names
from pipelines.intake.annotate.sender_sheet import LAST_ROW
from pipelines.intake.annotate.styles import COLOURS, LOOK, REFUSED, styles_of
from pipelines.intake.annotate.write import write_annotated
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.layout.not_data import is_not_data, own_sheet_name
from pipelines.intake.read import Sheet, read_sheets
from pipelines.intake.report.report import CheckReport
from pipelines.intake.report.severity_text import effect_text
from pipelines.intake.template import template_bytes
from tests.intake.files import (
    COLLEGE,
    Row,
    found,
    inspect,
    student,
    students,
    table,
    write_csv,
    write_xlsx,
)

CAUSES, FINDINGS = own_sheet_name("causes"), own_sheet_name("findings")
FAULTY = [
    *students(6),
    student(6, tier="博士后", email="无效", phone="123"),
    student(7, gender="女"),
    student(8, name=None, grade="二年级"),
    student(9, student_no="0007", class_name="=1+1", major_direction="@x"),
]


def give_back(source: Path) -> Path:
    target = source.with_name(f"{source.stem}-back.xlsx")
    write_annotated(target, inspect(source), read_sheets(source), scratch=source.parent)
    return target


def titled(rows: Sequence[Row]) -> list[Row]:
    """Put a title and a blank row over a table."""
    return [["某学院2026年学籍汇总表", None, None], [None], *rows]


def own_sheets(path: Path) -> dict[str, list[list[str | None]]]:
    return {s.name: [_trimmed(row) for row in s.rows] for s in read_sheets(path) if not is_not_data(s.name)}


def _trimmed(row: list[str | None]) -> list[str | None]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def colour(book: Workbook, sheet: str, row: int, column: str) -> str | None:
    index = list(load_contract("enrolment").fields).index(column) + 1
    fill = book[sheet].cell(row, index).fill
    return f"#{fill.fgColor.rgb[2:]}" if fill.fill_type else None


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    rows = titled(table(FAULTY))
    return write_xlsx(
        tmp_path / "a.xlsx",
        {"学籍": rows, "第二批": table(students(40)[30:]), "另表": [["经办人", 3.5]]},
        merged=[(0, 0, 0, 5)],
    )


def test_what_was_sent_stands_where_it_was(workbook: Path) -> None:
    assert own_sheets(give_back(workbook)) == own_sheets(workbook)


def test_sent_again_uncorrected_it_has_the_same_findings(workbook: Path) -> None:
    first, again = inspect(workbook), inspect(give_back(workbook))
    assert len(first.findings) > 4
    assert found(again) == found(first)
    assert [(f.sheet, f.message) for f in again.findings] == [(f.sheet, f.message) for f in first.findings]
    assert (again.rows_read, again.rows_accepted) == (first.rows_read, first.rows_accepted)


def test_given_back_twice_it_is_the_same(workbook: Path) -> None:
    once = give_back(workbook)
    twice = give_back(once)
    assert openpyxl.load_workbook(twice).sheetnames == openpyxl.load_workbook(once).sheetnames
    assert own_sheets(twice) == own_sheets(once)
    assert found(inspect(twice)) == found(inspect(workbook))


def test_corrected_in_a_spreadsheet_it_has_no_finding(workbook: Path) -> None:
    path = give_back(workbook)
    book = openpyxl.load_workbook(path)
    good = table([student(number) for number in range(len(FAULTY))])[1:]
    for row, cells in enumerate(good, start=4):
        for column, cell in enumerate(cells, start=1):
            book["学籍"].cell(row, column, cell)
    book.save(path)
    report = inspect(path)
    assert found(report) == []
    assert report.rows_accepted == len(FAULTY) + 10


def test_a_text_file_becomes_one_sheet_with_the_same_findings(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", table(FAULTY))
    back = give_back(source)
    assert found(inspect(back)) == found(inspect(source)) != []
    assert openpyxl.load_workbook(back).sheetnames == [CAUSES, "数据", FINDINGS]


def test_a_header_of_two_merged_rows_stays_one(tmp_path: Path) -> None:
    fields = load_contract("enrolment").fields.values()
    names = [f.title.zh for f in fields]
    body = table(FAULTY)[1:]
    upper: Row = ["基本信息", *[None] * 5, *names[6:]]
    lower: Row = [*names[:6], *[None] * (len(names) - 6)]
    merged = [(0, 0, 0, 5), *((0, column, 1, column) for column in range(6, len(names)))]
    source = write_xlsx(tmp_path / "a.xlsx", {"学籍": [upper, lower, *body]}, merged=merged)
    back = give_back(source)
    assert found(inspect(back)) == found(inspect(source)) != []
    assert {str(r) for r in openpyxl.load_workbook(back)["学籍"].merged_cells.ranges} >= {"A1:F1", "G1:G2"}


def test_faulty_cells_are_coloured_by_what_becomes_of_the_row_and_say_why(workbook: Path) -> None:
    book = openpyxl.load_workbook(give_back(workbook))
    assert colour(book, "学籍", 10, "tier") == COLOURS[REFUSED]
    assert colour(book, "学籍", 10, "email") == COLOURS[LOOK]
    assert colour(book, "学籍", 12, "name") == COLOURS[REFUSED]
    assert colour(book, "学籍", 4, "tier") is None
    said = {(f.row, f.column): f for f in inspect(workbook).findings}[10, "tier"]
    index = list(load_contract("enrolment").fields).index("tier") + 1
    comment = book["学籍"].cell(10, index).comment
    assert comment is not None
    for text in (said.rule, said.message.zh, said.message.en, said.hint.zh, said.hint.en):
        assert text in comment.text


def test_causes_come_first_each_with_its_count_and_a_link_to_its_first_cell(workbook: Path) -> None:
    book = openpyxl.load_workbook(give_back(workbook))
    assert book.sheetnames == [CAUSES, "学籍", "第二批", "另表", FINDINGS]
    rows = [row for row in book[CAUSES].iter_rows() if isinstance(row[0].value, int) and row[2].value]
    report = inspect(workbook)
    assert sum(int(str(row[4].value)) for row in rows) == len(report.findings)
    tier = next(row for row in rows if "(tier)" in str(row[3].value))
    assert (tier[5].value, tier[6].value, tier[7].value) == ("学籍", "10", "10")
    assert tier[6].hyperlink is not None
    assert re.fullmatch(r"'?学籍'?![A-Z]+10", str(tier[6].hyperlink.location))


def test_the_list_names_every_finding(workbook: Path) -> None:
    book = openpyxl.load_workbook(give_back(workbook))
    listed = Counter((str(r[1]), str(r[2]), r[3]) for r in book[FINDINGS].iter_rows(min_row=2, values_only=True))
    report = inspect(workbook)
    assert listed == Counter((f.rule, f.sheet, f.row) for f in report.findings)


def test_a_list_too_long_for_a_sheet_goes_on_in_the_next(workbook: Path, tmp_path: Path) -> None:
    report = inspect(workbook)
    target = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(target)) as book:
        add_finding_sheets(book, report, {}, styles_of(book), rows=3)
    sheets = openpyxl.load_workbook(target).worksheets
    assert [s.title for s in sheets][:2] == [FINDINGS, f"{FINDINGS} 2"]
    assert all(is_not_data(s.title) for s in sheets)
    assert sum(s.max_row - 1 for s in sheets) == len(report.findings)


def test_what_looks_like_a_formula_is_text_and_reads_as_it_was(tmp_path: Path) -> None:
    cells = ["=1+1", "+86 13800000000", "-1", "@sum", '=HYPERLINK("http://example.com")', "'=2", "http://example.com"]
    rows = [student(number, class_name=cell) for number, cell in enumerate(cells)]
    source = write_csv(tmp_path / "a.csv", table(rows))
    back = give_back(source)
    with zipfile.ZipFile(back) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/s")}
    assert len(parts) >= 2
    assert not any(re.search(r"<f[ >]|<hyperlink [^>]*r:id", text) for text in parts.values())
    column = list(load_contract("enrolment").fields).index("class_name")
    assert [row[column] for row in own_sheets(back)["数据"][1:]] == cells


def test_numbers_stay_numbers_and_text_stays_text(tmp_path: Path) -> None:
    number, names = load_contract("enrolment").fields, list(load_contract("enrolment").fields)
    assert "grade" in number
    row = [*table([student(0, student_no="00071", major_code="=x")])[1]]
    row[names.index("grade")] = 2024.0
    row[names.index("study_length")] = 2.5
    row[names.index("id_number")] = 990000200602280018.0
    source = write_xlsx(tmp_path / "a.xlsx", {"a": [table([])[0], row]})
    sheet = openpyxl.load_workbook(give_back(source))["a"]
    back = {name: sheet.cell(2, index).value for index, name in enumerate(names, start=1)}
    assert (back["grade"], back["study_length"], back["student_no"]) == (2024, 2.5, "00071")
    assert isinstance(back["id_number"], int | float)
    assert found(inspect(give_back(source))) == found(inspect(source))


def test_only_so_many_cells_get_a_comment_and_the_rest_are_still_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limit("annotated_comments") >= 1000
    monkeypatch.setattr("pipelines.intake.annotate.write.limit", lambda _name: 5)
    rows = [*(student(n, email="无效") for n in range(10)), *(student(n, tier="博士后") for n in range(10, 13))]
    source = write_xlsx(tmp_path / "a.xlsx", {"学籍": table(rows)})
    book = openpyxl.load_workbook(give_back(source))
    commented = [cell.row for row in book["学籍"].iter_rows() for cell in row if cell.comment]
    assert len(commented) == 5
    assert {12, 13, 14} <= set(commented), "what is refused comes before what is asked about"
    assert all(colour(book, "学籍", row, "email") == COLOURS[LOOK] for row in range(2, 12))
    assert any("13" in str(c.value) and "5" in str(c.value) and "批注" in str(c.value) for c in book[CAUSES]["A"])


def test_a_column_that_is_absent_or_unknown_is_marked_on_the_header(tmp_path: Path) -> None:
    rows = [list(row) for row in table(students(3), without=["tier"])]
    rows[0].append("备注栏")
    source = write_xlsx(tmp_path / "a.xlsx", {"学籍": rows})
    sheet = openpyxl.load_workbook(give_back(source))["学籍"]
    marked = {cell.column: cell.comment.text for cell in sheet[1] if cell.comment}
    assert "备注栏" in marked[len(rows[0])]
    assert len(marked) == 2


def test_a_filled_template_given_back_keeps_its_own_sheets_out_of_the_data(tmp_path: Path) -> None:
    book_path = tmp_path / "t.xlsx"
    book_path.write_bytes(template_bytes(load_contract("enrolment")))
    book = openpyxl.load_workbook(book_path)
    for row, cells in enumerate(table(FAULTY)[1:], start=2):
        for column, cell in enumerate(cells, start=1):
            target = book["填报"].cell(row, column, cell)
            # As typed into a cell of the format text: a sign of equality begins no formula there.
            target.data_type = "s" if isinstance(cell, str) else target.data_type
    book.save(book_path)
    back = give_back(book_path)
    assert found(inspect(back)) == found(inspect(book_path)) != []
    assert own_sheet_name("example") in openpyxl.load_workbook(back).sheetnames


def test_a_file_that_cannot_be_read_is_given_back_as_its_causes(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"%PDF-1.7 not a table")
    report = check_and_annotate(_inspection(source), tmp_path / "back.xlsx")
    assert report.unusable is not None
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert book.sheetnames == [CAUSES, FINDINGS]
    assert report.unusable.rule in {cell.value for row in book[CAUSES].iter_rows() for cell in row}


def test_the_child_checks_and_annotates_and_leaves_nothing_else(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    report = check_and_annotate(_inspection(workbook), folder / "back.xlsx")
    assert found(report) == found(inspect(workbook))
    assert [path.name for path in folder.iterdir()] == ["back.xlsx"]
    assert found(inspect(folder / "back.xlsx")) == found(report)


def test_a_file_without_a_finding_says_so(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", {"学籍": table(students(3))})
    book = openpyxl.load_workbook(give_back(source))
    assert book.sheetnames == [CAUSES, "学籍"]
    assert any("未发现问题" in str(cell.value) for cell in book[CAUSES]["A"])


def test_the_same_file_gives_the_same_bytes(workbook: Path) -> None:
    assert give_back(workbook).read_bytes() == give_back(workbook).read_bytes()


def test_names_of_sheets_become_usable_and_stay_different() -> None:
    names = ["", "a/b", "A/b", "x" * 40, "'q'", CAUSES, "学籍", "[:]"]
    usable = sheet_names(names)
    assert len({name.casefold() for name in usable}) == len(names)
    assert usable[6] == "学籍"
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in usable)
    assert not any(is_not_data(name) for name in usable)


def _inspection(path: Path) -> Inspection:
    return Inspection(path, "enrolment", "0" * 64, COLLEGE, "college", "2026-10")


def test_a_report_without_a_file_is_still_a_workbook(tmp_path: Path) -> None:
    report = CheckReport("enrolment", "0" * 64, "1.0.0", 0, 0)
    write_annotated(tmp_path / "a.xlsx", report, [], scratch=tmp_path)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [CAUSES]


def test_a_sheet_that_no_workbook_can_hold_is_not_given_back_in_part(tmp_path: Path) -> None:
    report = inspect(write_csv(tmp_path / "a.csv", table(FAULTY)))
    write_annotated(tmp_path / "b.xlsx", report, [Sheet("", [["1"]] * (LAST_ROW + 1), [])], scratch=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == [CAUSES, FINDINGS]
    assert any("超出工作表容量" in str(cell.value) for cell in book[CAUSES]["A"])


def test_comments_of_a_merged_range_stand_on_the_cell_that_is_seen_and_name_their_rows(tmp_path: Path) -> None:
    index = list(load_contract("enrolment").fields).index("email")
    faulty = table([student(0), *(student(number, email="无效") for number in (1, 2))])
    source = write_xlsx(tmp_path / "a.xlsx", {"学籍": faulty}, merged=[(2, index, 3, index)])
    page = openpyxl.load_workbook(give_back(source))["学籍"]
    comment = page.cell(3, index + 1).comment
    assert comment is not None
    assert "第3、4行 row 3, 4" in comment.text
    assert colour(page.parent, "学籍", 3, "email") == COLOURS[LOOK]
    with zipfile.ZipFile(give_back(source)) as archive:
        comments = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/comments"))
    assert f'ref="{openpyxl.utils.get_column_letter(index + 1)}4"' not in comments


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-甲", "@x"])
def test_text_that_begins_as_a_formula_stays_text_when_it_is_edited(tmp_path: Path, sign: str) -> None:
    rows = table([student(0, class_name=sign, email=sign), student(1, class_name="甲班", email="无效")])
    page = openpyxl.load_workbook(give_back(write_csv(tmp_path / "a.csv", rows)))["数据"]
    names = list(load_contract("enrolment").fields)
    cells = [page.cell(row, names.index(name) + 1) for row in (2, 3) for name in ("class_name", "email")]
    assert [cell.quotePrefix for cell in cells] == [True, True, False, False]


def test_a_column_that_is_repeated_is_no_refused_row(tmp_path: Path) -> None:
    rows = [[*row, row[3]] for row in table(students(3))]
    report = inspect(write_csv(tmp_path / "a.csv", rows))
    assert [(f.rule_name, effect_text(f).zh) for f in report.findings] == [("column_repeated", "请核对该列")]
    assert report.rows_accepted == 3
    page = openpyxl.load_workbook(give_back(tmp_path / "a.csv"))["数据"]
    fills = {cell.fill.fgColor.rgb[2:] for cell in page[1] if cell.fill.fill_type}
    assert fills == {COLOURS[LOOK][1:]}
