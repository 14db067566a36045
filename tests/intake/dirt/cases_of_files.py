"""Dirt of whole files and sheets: encodings, formats, headers, totals, merged and hidden cells, archives."""

from __future__ import annotations

from typing import Any

from tests.intake.dirt.build import (
    SHEET,
    cells,
    csv_file,
    edited,
    old_workbook,
    place_of,
    renamed,
    rows_of,
    text_file,
    web_page,
    with_password,
    with_picture,
    workbook,
    zipped,
)
from tests.intake.dirt.case import ENTERPRISE, Case
from tests.intake.files import Row
from tests.intake.xls_file import XlsError

TWO = rows_of("enrolment", {}, {})
RARE = rows_of("enrolment", {"name": "张䶮"})
HEADER, FIRST, SECOND = TWO
ID_TYPE = place_of(TWO, "id_type")
CLASS = place_of(TWO, "class_name")
NO_CLASS = rows_of("enrolment", {}, without=["class_name"])
VACANCY = rows_of("vacancy", {})


def _two_row_header() -> list[Row]:
    left = ID_TYPE
    upper: list[Any] = list(HEADER)
    lower: list[Any] = [None] * len(HEADER)
    upper[left : left + 2], lower[left : left + 2] = ["证件", None], ["类型", "号码"]
    return [upper, lower, FIRST]


def _headed(**titles: str) -> list[Row]:
    return [[titles.get(str(title), title) for title in HEADER], FIRST]


def _hide(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("旧名册")
    for row in (HEADER, rows_of("enrolment", {}, {}, {})[3]):
        hidden.append(list(row))
    hidden.sheet_state = "hidden"


def _filter(_book: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = f"A1:C{sheet.max_row}"
    sheet.row_dimensions[3].hidden = True


def _merge_classes(_book: Any, sheet: Any) -> None:
    for column in (CLASS + 1, place_of(TWO, "gender") + 1):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)


def _break_cells(_book: Any, sheet: Any) -> None:
    for row, field, cell in ((2, "gender", "#N/A"), (2, "phone", "#REF!"), (3, "class_name", '=A1&"班"')):
        place = sheet.cell(row=row, column=place_of(TWO, field) + 1, value=cell)
        if cell.startswith("#"):
            place.data_type = "e"


FILES: dict[int, list[Case]] = {
    1: [
        Case("utf-8 with a mark", csv_file(RARE), {("", 2, "name"): "张䶮"}),
        Case(
            "gb18030",
            csv_file(RARE, encoding="gb18030"),
            {("", 2, "name"): "张䶮"},
            {("", 1, "", "read_as_gb18030")},
        ),
    ],
    2: [
        Case("锟斤拷", text_file("姓名,学号\n锟斤拷,1\n"), findings=[("file_mojibake", 0, "")], accepted=0),
        Case("ÖÐÎÄ", text_file("ÐÕÃû,ÖÐÎÄ\n1,2\n"), findings=[("file_mojibake", 0, "")], accepted=0),
    ],
    3: [
        Case("xlsx named csv", renamed(workbook({SHEET: TWO}), "a.csv"), accepted=2),
        Case("xls named csv", old_workbook(TWO, "a.csv"), accepted=2),
        Case("tabs named csv", csv_file(TWO, delimiter="\t"), accepted=2),
        Case("web page named xls", web_page(TWO), repairs={("", 1, "", "html_table")}, accepted=2),
        Case(
            "web page without the table",
            text_file("<html><table><tr><td>登录已超时</td></tr></table></html>", "a.xls"),
            findings=[("file_format", 0, "")],
            accepted=0,
        ),
    ],
    4: [
        Case(
            "title, note and blank rows above",
            csv_file([["2026年学籍表"], [], ["填表说明：请如实填写"], *rows_of("enrolment", {})]),
            {("", 5, "student_no"): "20240000"},
        )
    ],
    5: [
        Case(
            "证件 over 类型 and 号码",
            workbook(
                {SHEET: _two_row_header()}, merged=[(0, place_of(TWO, "id_type"), 0, place_of(TWO, "id_type") + 1)]
            ),
            {(SHEET, 3, "id_type"): "resident_id", (SHEET, 3, "name"): "陈小明"},
        )
    ],
    6: [
        Case(
            "asterisks, blanks, brackets, synonyms",
            csv_file(_headed(姓名="*姓 名", 身份证件号码="身份证号码(必填)", 性别="性\n别")),
            {("", 2, "name"): "陈小明", ("", 2, "gender"): "male"},
        ),
        Case(
            "two columns for one field that agree",
            csv_file([[*HEADER, "学生姓名"], [*FIRST, "陈小明"]]),
            {("", 2, "name"): "陈小明"},
            findings=[("column_repeated", 1, "name")],
        ),
        Case(
            "two columns for one field that differ in a row",
            csv_file([[*HEADER, "学生姓名"], [*FIRST, "另一个"], [*SECOND, "陈小明"]]),
            {("", 3, "name"): "陈小明"},
            findings=[("column_repeated", 1, "name"), ("columns_differ", 2, "name")],
        ),
        Case(
            "two columns for a key that differ",
            csv_file([[*HEADER, "学号"], [*FIRST, "99999"]]),
            findings=[
                ("key_error_share", 0, ""),
                ("column_repeated", 1, "student_no"),
                ("columns_differ", 2, "student_no"),
            ],
            accepted=0,
        ),
    ],
    18: [
        Case(
            "totals, footnotes, repeated header",
            csv_file([HEADER, FIRST, HEADER, SECOND, ["合计", "2人"], ["制表人：某某", "审核人："]]),
            repairs={("", 3, "", "repeated_header"), ("", 5, "", "summary_row"), ("", 6, "", "summary_row")},
            accepted=2,
        ),
        Case(
            "a total that differs from the rows",
            csv_file([*TWO, ["合计", "3人"]]),
            repairs={("", 4, "", "summary_row")},
            findings=[("row_total_differs", 4, "")],
            accepted=2,
        ),
        Case(
            "a sum beside the word counts no rows",
            csv_file([*VACANCY, ["合计", *[None] * (place_of(VACANCY, "openings", feed="vacancy") - 1), "12"]]),
            repairs={("", 3, "", "summary_row")},
            feed="vacancy",
            sender=ENTERPRISE,
            role="enterprise",
        ),
    ],
    19: [
        Case(
            "exact repeat",
            csv_file([*TWO, FIRST]),
            repairs={("", 4, "", "exact_duplicate")},
            accepted=2,
        ),
        Case(
            "same key, other values",
            csv_file([HEADER, FIRST, [*FIRST[:CLASS], "机电2402班", *FIRST[CLASS + 1 :]], SECOND]),
            findings=[
                ("key_error_share", 0, ""),
                ("key_unique", 2, "institution_code"),
                ("key_unique", 3, "institution_code"),
            ],
            accepted=0,
        ),
    ],
    21: [
        Case(
            "class merged over two rows is filled, gender is not",
            edited(TWO, _merge_classes),
            {(SHEET, 2, "class_name"): "机电2401班"},
            {(SHEET, 3, "class_name", "merged_filled")},
            [("gender_required", 3, "gender")],
        )
    ],
    22: [
        Case(
            "hidden row, column and sheet",
            edited(TWO, _hide),
            {(SHEET, 3, "student_no"): "20240001", ("旧名册", 2, "student_no"): "20240002"},
            {
                (SHEET, 3, "", "hidden_row"),
                (SHEET, 1, "student_no", "hidden_column"),
                ("旧名册", 1, "", "hidden_sheet"),
            },
            [("hidden_columns", 1, ""), ("hidden_rows", 3, ""), ("hidden_sheet", 0, "")],
            accepted=3,
        ),
        Case(
            "filtered view",
            edited(TWO, _filter),
            {(SHEET, 3, "student_no"): "20240001"},
            {(SHEET, 3, "", "hidden_row")},
            [("filtered_rows", 3, "")],
            accepted=2,
        ),
        Case(
            "one sheet per class",
            workbook({"机电2401班": NO_CLASS, "机电2402班": rows_of("enrolment", {}, {}, without=["class_name"])[::2]}),
            {("机电2401班", 2, "class_name"): "机电2401班", ("机电2402班", 2, "class_name"): "机电2402班"},
            {("机电2401班", 1, "class_name", "sheet_name_used"), ("机电2402班", 1, "class_name", "sheet_name_used")},
            accepted=2,
        ),
        Case(
            "a column that one sheet lacks",
            workbook({"一": TWO, "二": rows_of("enrolment", {}, {}, {}, {}, without=["gender"])[::3]}),
            findings=[("column_missing_in_sheet", 1, "gender")],
            accepted=2,
        ),
    ],
    23: [
        Case(
            "#N/A, #REF! and a formula never calculated",
            edited([*TWO, rows_of("enrolment", {}, {}, {})[3]], _break_cells),
            {(SHEET, 4, "student_no"): "20240002"},
            findings=[("cell_error", 2, "gender"), ("cell_error", 2, "phone"), ("cell_error", 3, "class_name")],
        ),
        Case(
            "#N/A in an old workbook",
            old_workbook([HEADER, [*FIRST[:CLASS], XlsError("#N/A"), *FIRST[CLASS + 1 :]], SECOND], "a.xls"),
            {("Sheet1", 3, "student_no"): SECOND[place_of(TWO, "student_no")]},
            findings=[("cell_error", 2, "class_name")],
        ),
    ],
    36: [
        Case(
            "a period column that agrees",
            csv_file([[*HEADER, "报送月份"], [*FIRST, "2026年10月"], [*SECOND, "202610"]]),
            accepted=2,
        ),
        Case(
            "next period's file",
            csv_file([[*HEADER, "报送月份"], [*FIRST, "2026年11月"]]),
            findings=[("period_differs", 2, "")],
            accepted=0,
        ),
    ],
    37: [
        Case(
            "zip with names in the code page of Chinese Windows",
            zipped({"学籍名册.xlsx": workbook({SHEET: TWO}), "证书照片.png": b"\x89PNG"}),
            repairs={(SHEET, 1, "", "zip_opened")},
            accepted=2,
        ),
        Case(
            "zip with two tables",
            zipped({"一班.csv": cells({}), "二班.csv": cells({})}),
            findings=[("zip_several_tables", 0, "")],
            accepted=0,
        ),
        Case(
            "zip with a password",
            with_password(zipped({"名册.csv": cells({})})),
            findings=[("file_encrypted", 0, "")],
            accepted=0,
        ),
        Case(
            "workbook with macros",
            zipped({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}),
            findings=[("file_format", 0, "")],
            accepted=0,
        ),
        Case("pictures inside a workbook", with_picture(TWO), accepted=2),
    ],
}
