"""Faults that look at a whole row.

Dates in the wrong order, doubles, rows of somebody else, wrong credit codes. Identity numbers belong in
`identity_faults`, breaches of rules about conduct in `breaches`.
"""

from collections.abc import Mapping

from pipelines.demo import identity
from pipelines.demo.identity_faults import code_of, identity_faults, shifted
from pipelines.demo.planting import Change, Fits, Planter
from pipelines.demo.rows import Note, Value

Values = Mapping[str, Value]


def row_faults(*, other_college: str, other_enterprise: str) -> list[Planter]:
    """Return the planters of every feed; the codes named are those of an organisation that is not the sender."""
    return [
        *identity_faults(),
        *_double_rows(),
        *_order_faults(),
        *_credit_code_faults(),
        *(
            _stranger(feed, "institution_code", other_college)
            for feed in ("enrolment", "job_intention", "internship", "destination")
        ),
        _stranger("vacancy", "uscc", other_enterprise),
    ]


def _double_rows() -> list[Planter]:
    note = Note("A second row with the same key and another content.", "主键重复且内容不同。")
    changes: dict[str, tuple[str, str, Value]] = {
        "enrolment": ("institution_code", "class_name", "转班待定班"),
        "job_intention": ("institution_code", "pay_floor", 6500),
        "internship": ("internship_id", "post_name", "辅助岗"),
        "destination": ("institution_code", "employer_name", "云州某企业"),
        "certificate": ("application_no", "theory_score", 61),
        "vacancy": ("uscc", "title", "普工（重复发布）"),
    }
    return [
        Planter(
            feed,
            "key_unique",
            key,
            "error",
            note,
            _set(column, value),
            _differs(column, value),
            in_key=True,
            adds_row=True,
            spoils_original=True,
        )
        for feed, (key, column, value) in changes.items()
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
        Planter(feed, rule, earlier, "error", note, _before(later, earlier), fits, in_key=feed == "enrolment")
        for feed, rule, later, earlier, fits in order
    ]


def _credit_code_faults() -> list[Planter]:
    note = Note("One sign of the credit code is wrong.", "统一社会信用代码有一位写错。")
    columns = (("internship", "host_uscc"), ("destination", "employer_uscc"))
    found = [
        Planter(feed, f"{column}_check_digit", column, "warning", note, _damage(column), _has(column))
        for feed, column in columns
    ]
    ghost = Planter(
        "enterprise",
        "uscc_check_digit",
        "uscc",
        "warning",
        note,
        lambda v, _: {
            "uscc": identity.damaged_check_digit(_text(v["uscc"])),
            "enterprise_name": "云州幽灵贸易有限公司",
        },
        adds_row=True,
        in_key=True,
    )
    return [*found, ghost]


def _stranger(feed: str, column: str, code: str) -> Planter:
    note = Note("A row about another organisation than the sender.", "本行属于其他单位。")
    office = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 9})
    return Planter(
        feed,
        "sender_matches",
        column,
        "error",
        note,
        _set(column, code),
        lambda v: v.get(column) not in (None, code),
        in_key=True,
        styles=office,
    )


def _damage(column: str) -> Change:
    return lambda values, _chance: {column: identity.damaged_check_digit(_text(values[column]))}


def _has(column: str) -> Fits:
    return lambda values: values.get(column) is not None


def _set(column: str, value: Value) -> Change:
    return lambda _values, _chance: {column: value}


def _differs(column: str, value: Value) -> Fits:
    """Take rows that say something else: a double with the same content would be left out without a word."""
    return lambda values: values.get(column) != value


def _before(later: str, earlier: str) -> Change:
    return lambda values, _chance: {later: shifted(values[earlier], -40)}


def _is_enrolled(values: Values) -> bool:
    return code_of(values, "status") == "active"


def _has_both_days(values: Values) -> bool:
    """Whether both days are there, and the number still agrees with the year of issue once the day is put back."""
    exam, issued = values.get("exam_date"), values.get("issue_date")
    return exam is not None and issued is not None and shifted(exam, -40).year == shifted(issued, 0).year


def _always(_values: Values) -> bool:
    return True


def _text(value: Value) -> str:
    return str(value)
