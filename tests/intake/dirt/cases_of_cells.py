"""Dirt of single cells: identity numbers, codes, dates, words for nothing, names, pay, regions, lists, amounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from data_contracts.loader import load_contract
from tests.intake.dirt.build import SHEET, cells, csv_file, place_of, rows_of, since_1904, workbook
from tests.intake.dirt.case import ENTERPRISE, Case
from tests.intake.files import Row, id_number, student

WITH_X = next(number for number in range(50) if id_number(number).endswith("X"))
X = {**student(WITH_X), "student_no": "20240000"}
ID = str(X["id_number"])
OWN = {"national_student_no": None}
DAY = dt.date(2024, 9, 1)
START, END = place_of(rows_of("enrolment", {}), "programme_start"), place_of(rows_of("enrolment", {}), "expected_end")
MAJORS = rows_of(
    "enrolment", {}, {"major_name": "机电一体化技术（五年制）"}, {"major_name": "自设专业"}, without=["major_code"]
)
OTHER = {"internship_id": "SX-2", "student_no": "20240002"}
PAY = rows_of("internship", {"pay_monthly": "0.32"}, {**OTHER, "pay_monthly": "3200元"})
GRADES = {"优秀": 90, "良": 80, "中等": 70, "合格": 60, "不及格": 0, "缓考": None, "缺考": None, "免修": None}
IN_10_000: Row = ["月薪(万元)" if title == "月薪" else title for title in PAY[0]]


def date_case(text: str, repair: str) -> Case:
    made = {("", 2, "programme_start", repair)}
    return Case(text, cells({"programme_start": text}), {("", 2, "programme_start"): DAY}, made)


def region_case(text: str, code: str, level: str) -> Case:
    made = {("", 2, "home_region", f"region_to_code:{level}")}
    return Case(text, cells({"home_region": text}), {("", 2, "home_region"): code}, made)


def refused(name: str, field: str, rule: str, **change: str | None) -> Case:
    """A cell that refuses its row; in a key it refuses the whole file, since that is more than one row in twenty."""
    in_key = [("key_error_share", 0, "")] if field in load_contract("enrolment").primary_key else []
    return Case(name, cells(change), findings=[*in_key, (rule, 2, field)], accepted=0)


CELLS: dict[int, list[Case]] = {
    7: [
        Case(
            "full-width code and date; a name is never folded",
            cells({"major_code": "４６０３０１", "programme_start": "２０２４－０９－０１", "name": "张①　"}),
            {("", 2, "major_code"): "460301", ("", 2, "programme_start"): DAY, ("", 2, "name"): "张①"},
            {
                ("", 2, "major_code", "code_signs"),
                ("", 2, "programme_start", "date_format"),
                ("", 2, "name", "invisible_signs"),
            },
        )
    ],
    8: [refused("3.60426E+17", "id_number", "id_number_damaged", id_number="9.90000E+17", **OWN)],
    9: [
        Case(
            "stored as a number, last digits cut",
            workbook({SHEET: rows_of("enrolment", {"id_number": 990000200602280018.0, **OWN})}),
            findings=[("id_number_damaged", 2, "id_number")],
            accepted=0,
        ),
        refused("tail 000", "id_number", "id_number_damaged", id_number="990000200602280000", **OWN),
        Case(
            "a passport stored as a number",
            workbook({SHEET: rows_of("enrolment", {"id_type": "护照", "id_number": 99001234.0, **OWN})}),
            {(SHEET, 2, "id_number"): "99001234"},
            findings=[("id_stored_as_number", 2, "id_number")],
        ),
    ],
    10: [
        Case(
            "lower-case x",
            cells({**X, "id_number": ID.lower()}),
            {("", 2, "id_number"): ID},
            {("", 2, "id_number", "id_signs")},
        ),
        Case(
            "full-width Ｘ",
            cells({**X, "id_number": ID.replace("X", "Ｘ")}),
            {("", 2, "id_number"): ID},
            {("", 2, "id_number", "id_signs")},
        ),
        Case(
            "× is not repaired",
            cells({**X, "id_number": ID.replace("X", "×")}),
            findings=[("id_number_form", 2, "id_number")],
            accepted=0,
        ),
        Case(
            "letter O for 0 is not repaired",
            cells({**X, "id_number": ID.replace("990000", "99OOOO")}),
            findings=[("id_number_form", 2, "id_number")],
            accepted=0,
        ),
    ],
    11: [
        Case(
            name,
            cells({**X, "id_number": dirty}),
            {("", 2, "id_number"): ID},
            {("", 2, "id_number", "invisible_signs")},
        )
        for name, dirty in {
            "apostrophe": f"'{ID}",
            "tab": f"\t{ID}",
            "no-break space": f"{ID}\u00a0",
            "zero-width space": f"\u200b{ID}",
            "mark in the middle": f"{ID[:6]}\ufeff{ID[6:]}",
        }.items()
    ],
    12: [
        Case("a student number is never padded", cells({"student_no": "123"}), {("", 2, "student_no"): "123"}),
        Case("leading zeros stay", cells({"student_no": "00123"}), {("", 2, "student_no"): "00123"}),
        Case(
            "an industry's zero is put back",
            cells({"industry": "1"}, feed="enterprise"),
            {("", 2, "industry"): "A01"},
            {("", 2, "industry", "code_padded")},
            feed="enterprise",
            sender="990000",
            role="steward",
        ),
    ],
    13: [
        Case(
            "460301.0",
            cells({"major_code": "460301.0"}),
            {("", 2, "major_code"): "460301"},
            {("", 2, "major_code", "code_signs")},
        ),
        Case("1.38E+10", cells({"phone": "1.38E+10"}), findings=[("phone_form", 2, "phone")]),
    ],
    14: [
        date_case("2024.9", "date_month_only"),
        date_case("2024年9月", "date_month_only"),
        date_case("202409", "date_month_only"),
        date_case("2024/9/1 0:00:00", "date_format"),
        date_case("20240901", "date_format"),
        date_case("24.9.1", "two_digit_year"),
        refused(
            "two digits that the grade denies", "programme_start", "programme_start_form", programme_start="09.1.24"
        ),
        Case(
            "two digits that the identity number shows",
            cells({"birth_date": "06.2.28"}),
            {("", 2, "birth_date"): dt.date(2006, 2, 28)},
            {("", 2, "birth_date", "two_digit_year")},
        ),
    ],
    15: [
        Case(
            "2024.10 as a number",
            workbook({SHEET: rows_of("enrolment", {"programme_start": 2024.10})}),
            findings=[("key_error_share", 0, ""), ("programme_start_form", 2, "programme_start")],
            accepted=0,
        )
    ],
    16: [
        Case(
            "serial of 1900",
            workbook({SHEET: rows_of("enrolment", {"programme_start": 45536.0})}),
            {(SHEET, 2, "programme_start"): DAY},
            {(SHEET, 2, "programme_start", "date_from_serial")},
        ),
        refused("2024.9 without its dot", "programme_start", "programme_start_form", programme_start="20249"),
        Case(
            "serial of 1904",
            since_1904(rows_of("enrolment", {}), 1, START, 45536 - 1462, dt.date(2027, 6, 30), END),
            {(SHEET, 2, "programme_start"): DAY, (SHEET, 2, "expected_end"): dt.date(2027, 6, 30)},
            {(SHEET, 2, "programme_start", "date_from_serial_1904")},
        ),
    ],
    17: [
        refused("a day that does not exist", "programme_start", "programme_start_form", programme_start="2024-02-30"),
        refused("1900-01-00", "birth_date", "birth_date_form", birth_date="1900-01-00"),
        Case(
            "长期",
            cells({"actual_end": "长期"}),
            {("", 2, "actual_end"): None},
            {("", 2, "actual_end", "open_ended")},
        ),
    ],
    20: [
        Case(
            "one person in two colleges",
            cells({}, {**student(0), "institution_code": "4199013846"}),
            {("", 2, "institution_code"): "4199013845", ("", 3, "institution_code"): "4199013846"},
            accepted=2,
            sender="990000",
            role="steward",
        )
    ],
    24: [
        Case(
            "words for nothing",
            cells({"phone": "0", "email": "/", "department": "暂无", "class_name": "—"}),
            dict.fromkeys([("", 2, name) for name in ("phone", "email", "department", "class_name")]),
            {("", 2, name, "null_word") for name in ("phone", "email", "department", "class_name")},
        )
    ],
    25: [
        Case(
            "√ and 无",
            cells({"guardian_informed": "√", "honour_roll_consent": "无"}, feed="job_intention"),
            {("", 2, "guardian_informed"): True, ("", 2, "honour_roll_consent"): False},
            {
                ("", 2, "guardian_informed", "word_to_code"),
                ("", 2, "honour_roll_consent", "word_to_code"),
                ("", 2, "skills", "list_split"),
            },
            feed="job_intention",
        ),
        Case(
            "an answer that is neither",
            cells({"guardian_informed": "看情况"}, feed="job_intention"),
            {("", 2, "guardian_informed"): None},
            {("", 2, "skills", "list_split")},
            [("guardian_informed_form", 2, "guardian_informed")],
            feed="job_intention",
        ),
    ],
    26: [
        Case("M", cells({"gender": "M"}), {("", 2, "gender"): "male"}, {("", 2, "gender", "word_to_code")}),
        Case(
            "declared gender is kept against the number",
            cells({"gender": "2"}),
            {("", 2, "gender"): "female"},
            findings=[("gender_matches_id", 2, "gender")],
        ),
    ],
    27: [
        Case(
            "one middle dot",
            cells({"name": "阿卜杜•买买提"}),
            {("", 2, "name"): "阿卜杜·买买提"},
            {("", 2, "name", "name_dot")},
        ),
        Case(
            "a sign of one computer's font",
            cells({"name": "张\ue000"}),
            {("", 2, "name"): "张\ue000"},
            findings=[("private_use_sign", 2, "name")],
        ),
    ],
    28: [
        Case(
            "0.8万/月",
            cells({"pay_text": "0.8万/月"}, feed="vacancy"),
            {("", 2, "pay_min"): 8000, ("", 2, "pay_max"): 8000, ("", 2, "pay_period"): "month"},
            feed="vacancy",
            sender=ENTERPRISE,
            role="enterprise",
        ),
        Case(
            "面议",
            cells({"pay_text": "面议"}, feed="vacancy"),
            {("", 2, "pay_min"): None, ("", 2, "pay_negotiable"): True},
            feed="vacancy",
            sender=ENTERPRISE,
            role="enterprise",
        ),
    ],
    29: [
        region_case("山东济南", "370100", "city"),
        region_case("济南市历下区", "370102", "county"),
        region_case("山东省", "370000", "province"),
        region_case("襄樊市", "420600", "former"),
        region_case("湖北襄樊", "420600", "former"),
        region_case("湖北省襄樊市樊城区", "420606", "former"),
        region_case("广州市东山区", "440104", "former"),
        region_case("莱芜市莱城区", "370116", "former"),
        # A region that bears the name today is meant before one that bore it once.
        region_case("东山区", "230406", "county"),
        Case(
            "a former name and a part that nobody knows",
            cells({"home_region": "襄樊市不知道区"}),
            findings=[("home_region_pattern", 2, "home_region")],
        ),
        Case(
            "a place that nobody knows",
            cells({"home_region": "不知道的地方"}),
            findings=[("home_region_pattern", 2, "home_region")],
        ),
    ],
    30: [
        Case(
            "short and full name stay two",
            cells(
                {"employer_uscc": None, "employer_name": "云州精密"},
                {"student_no": "2", "employer_uscc": None, "employer_name": "云州精密机械有限责任公司"},
                feed="destination",
            ),
            {("", 2, "employer_uscc"): None, ("", 3, "employer_name"): "云州精密机械有限责任公司"},
            findings=[("evidence_incomplete", 2, "evidence_type"), ("evidence_incomplete", 3, "evidence_type")],
            accepted=2,
            feed="destination",
        ),
        Case(
            "a host by its name alone",
            cells({"host_uscc": None}, feed="internship"),
            findings=[("host_uscc_required", 2, "host_uscc")],
            accepted=0,
            feed="internship",
        ),
    ],
    31: [
        Case(
            "a name alone",
            csv_file(MAJORS),
            {
                ("", 2, "major_code"): "460301",
                ("", 3, "major_code"): "460301",
                ("", 3, "major_name"): "机电一体化技术",
                ("", 3, "major_direction"): "五年制",
            },
            {
                ("", 2, "major_code", "code_from_name"),
                ("", 3, "major_code", "code_from_name"),
                ("", 3, "major_name", "major_remark"),
            },
            [("major_code_required", 4, "major_code")],
            accepted=2,
        )
    ],
    32: [
        Case(
            "several separators",
            cells({"skills": "PLC编程、电气接线；PLC编程"}, feed="job_intention"),
            {("", 2, "skills"): ["skl-plc", "skl-electrical-wiring"]},
            {("", 2, "skills", "list_split")},
            feed="job_intention",
        ),
        Case(
            "separators inside brackets",
            cells({"certificate_required": "特种作业操作证（低压、高压）/职业技能等级证书"}, feed="vacancy"),
            {("", 2, "certificate_required"): ["special_operation(低压、高压)", "level"]},
            {("", 2, "certificate_required", "list_split")},
            feed="vacancy",
            sender=ENTERPRISE,
            role="enterprise",
        ),
    ],
    33: [
        Case(
            text,
            cells({"school_score": text}, feed="internship"),
            {("", 2, "school_score"): score},
            {("", 2, "school_score", "score_from_grade")},
            # A mark that is not given is missing in an internship that has ended.
            [] if score is not None else [("i22_assessment", 2, "host_score")],
            feed="internship",
        )
        for text, score in GRADES.items()
    ]
    + [
        Case(
            "a grade that nobody knows",
            cells({"school_score": "甲等"}, feed="internship"),
            {("", 2, "school_score"): None},
            findings=[("school_score_form", 2, "school_score")],
            feed="internship",
        ),
        Case(
            "a certificate's score is a number",
            cells({"theory_score": "合格"}, feed="certificate"),
            {("", 2, "theory_score"): None},
            findings=[("theory_score_form", 2, "theory_score")],
            feed="certificate",
        ),
    ]
    + [
        Case(
            text,
            cells({"school_score": text}, feed="internship"),
            findings=[("school_score_range", 2, "school_score")],
            feed="internship",
        )
        for text in ("-5", "120")
    ],
    34: [
        Case(
            "万元 in the header",
            csv_file([IN_10_000, *PAY[1:]]),
            {("", 2, "pay_monthly"): Decimal("3200.00"), ("", 3, "pay_monthly"): Decimal("3200.00")},
            {
                ("", 2, "pay_monthly", "unit_from_header"),
                ("", 2, "pay_monthly", "number_format"),
                ("", 3, "pay_monthly", "number_format"),
            },
            accepted=2,
            feed="internship",
        ),
        Case(
            "￥ and separators",
            cells({"pay_monthly": "￥3,200"}, feed="internship"),
            {("", 2, "pay_monthly"): Decimal("3200.00")},
            {("", 2, "pay_monthly", "number_format")},
            feed="internship",
        ),
        Case(
            "yuan under a header of 万元",
            csv_file(
                [["月薪(万元)" if title == "月薪" else title for title in PAY[0]], *rows_of("internship", {})[1:]]
            ),
            repairs={("", 2, "pay_monthly", "unit_from_header"), ("", 2, "pay_monthly", "number_format")},
            findings=[("pay_monthly_range", 2, "pay_monthly")],
            feed="internship",
        ),
    ],
    35: [
        Case(
            text,
            cells({"department": text}),
            {("", 2, "department"): text},
        )
        for text in ("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)")
    ],
    38: [
        Case(
            "a student number used again after a drop-out",
            cells(
                {"status": "退学", "actual_end": "2025-01-10"},
                {
                    "student_no": "20240000",
                    "programme_start": "2025-09-01",
                    "grade": "2025",
                    "expected_end": "2028-06-30",
                },
            ),
            {("", 2, "id_number"): id_number(0), ("", 3, "id_number"): id_number(1)},
            accepted=2,
        )
    ],
}
