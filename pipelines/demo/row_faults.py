"""Faults that look at a whole row: wrong and damaged identity numbers, dates in the wrong order, doubles,
rows of somebody else. Breaches of rules about conduct belong in `breaches`."""

from collections.abc import Mapping
from datetime import date, timedelta

from pipelines.demo import identity
from pipelines.demo.chance import Chance
from pipelines.demo.planting import Change, Planter
from pipelines.demo.rows import Choice, Note, Raw, RawNumber, Value

DAMAGED_STYLE = 4
_XLSX_STYLES = frozenset({0, 4, 5, 6})
_OFFICE_STYLES = frozenset({8})

Values = Mapping[str, Value]


def row_faults(*, other_college: str, other_enterprise: str) -> list[Planter]:
    """Return the planters of every feed; the codes named are those of an organisation that is not the sender."""
    return [
        *_identity_faults("enrolment"),
        *_identity_faults("certificate"),
        *_enrolment_faults(),
        *_double_rows(),
        *_order_faults(),
        *_credit_code_faults(),
        *(_stranger(feed, "institution_code", other_college) for feed in ("enrolment", "job_intention", "internship", "destination")),
        _stranger("vacancy", "uscc", other_enterprise),
    ]


def _identity_faults(feed: str) -> list[Planter]:
    damaged = frozenset({DAMAGED_STYLE}) if feed == "enrolment" else _OFFICE_STYLES
    rule = "id_number_damaged"
    return [
        Planter(
            feed, "id_number_check_digit", "id_number", "error", Note("One digit is wrong.", "身份证号有一位写错。"),
            lambda v, _: {"id_number": identity.damaged_check_digit(_text(v["id_number"]))}, _is_resident, in_key=True,
        ),
        Planter(
            feed, rule, "id_number", "error", Note("A spreadsheet wrote the number in powers of ten.", "身份证号变成科学计数法。"),
            lambda v, _: {"id_number": Raw(f"{float(_text(v['id_number'])[:17] + '0'):.5E}")}, _is_resident,
            in_key=True, styles=damaged, periods=frozenset({"2026-03"}),
        ),
        Planter(
            feed, rule, "id_number", "error", Note("A spreadsheet kept only fifteen digits.", "身份证号后三位变成000。"),
            lambda v, _: {"id_number": Raw(_text(v["id_number"])[:15] + "000")}, _is_resident,
            in_key=True, styles=damaged, periods=frozenset({"2026-09", "2026-10"}),
        ),
    ]  # fmt: skip


def _enrolment_faults() -> list[Planter]:
    return [
        Planter(
            "enrolment", "birth_date_matches_id", "birth_date", "error", Note("A birth date one year off.", "出生日期与身份证号差一年。"),
            lambda v, _: {"birth_date": _shifted(v["birth_date"], 366)}, _is_resident,
        ),
        Planter(
            "enrolment", "gender_matches_id", "gender", "warning", Note("The other gender.", "性别与身份证号不符。"),
            lambda v, _: {"gender": Choice("gender", "female" if _code(v, "gender") == "male" else "male")}, _is_resident,
        ),
        Planter(
            "enrolment", "id_number_damaged", "id_number", "error",
            Note("The number is a numeric cell; its last digits are lost.", "身份证号存为数值，末位丢失。"),
            lambda v, _: {"id_number": RawNumber(float(_text(v["id_number"])[:15] + "000"))}, _is_resident,
            in_key=True, styles=_XLSX_STYLES,
        ),
    ]  # fmt: skip


def _double_rows() -> list[Planter]:
    note = Note("A second row with the same key and another content.", "主键重复且内容不同。")
    changes: dict[str, tuple[str, Value]] = {
        "enrolment": ("class_name", "转班待定班"),
        "job_intention": ("pay_floor", 6500),
        "internship": ("post_name", "辅助岗"),
        "destination": ("employer_name", "云州某企业"),
        "certificate": ("theory_score", 61),
        "vacancy": ("title", "普工（重复发布）"),
    }
    return [
        Planter(feed, "key_unique", column, "error", note, _set(column, value), in_key=True, adds_row=True)
        for feed, (column, value) in changes.items()
    ]


def _order_faults() -> list[Planter]:
    order = [
        ("enrolment", "programme_start_before_expected_end", "expected_end", "programme_start", _is_enrolled),
        ("internship", "start_date_before_end_date", "end_date", "start_date", _always),
        ("vacancy", "date_posted_before_valid_through", "valid_through", "date_posted", _always),
        ("certificate", "exam_date_before_issue_date", "issue_date", "exam_date", _has_both_days),
    ]
    note = Note("The later day lies before the earlier one.", "先后日期颠倒。")
    return [
        Planter(feed, rule, later, "error", note, _before(later, earlier), fits)
        for feed, rule, later, earlier, fits in order
    ]


def _credit_code_faults() -> list[Planter]:
    note = Note("One sign of the credit code is wrong.", "统一社会信用代码有一位写错。")
    columns = (("internship", "host_uscc"), ("destination", "employer_uscc"))
    found = [
        Planter(
            feed, f"{column}_check_digit", column, "warning", note,
            lambda v, _, c=column: {c: identity.damaged_check_digit(_text(v[c]))}, lambda v, c=column: v.get(c) is not None,
        )
        for feed, column in columns
    ]  # fmt: skip
    ghost = Planter(
        "enterprise", "uscc_check_digit", "uscc", "warning", note,
        lambda v, _: {"uscc": identity.damaged_check_digit(_text(v["uscc"])), "name": "云州幽灵贸易有限公司"},
        adds_row=True, in_key=True,
    )  # fmt: skip
    return [*found, ghost]


def _stranger(feed: str, column: str, code: str) -> Planter:
    note = Note("A row about another organisation than the sender.", "本行属于其他单位。")
    office = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 9})
    return Planter(
        feed, "sender_matches", column, "error", note, _set(column, code), lambda v: v[column] != code, in_key=True, styles=office
    )


def _set(column: str, value: Value) -> Change:
    return lambda _values, _chance: {column: value}


def _before(later: str, earlier: str) -> Change:
    return lambda values, _chance: {later: _shifted(values[earlier], -40)}


def _shifted(day: Value, days: int) -> date:
    if not isinstance(day, date):
        raise TypeError("only a day can be shifted")
    return day + timedelta(days=days)


def _is_resident(values: Values) -> bool:
    return _code(values, "id_type") == "resident_id" and not _text(values["id_number"]).endswith("X")


def _is_enrolled(values: Values) -> bool:
    return _code(values, "status") == "active"


def _has_both_days(values: Values) -> bool:
    return values.get("exam_date") is not None and values.get("issue_date") is not None


def _always(_values: Values) -> bool:
    return True


def _code(values: Values, column: str) -> str:
    value = values.get(column)
    return value.code if isinstance(value, Choice) else ""


def _text(value: Value) -> str:
    return str(value)
