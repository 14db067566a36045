"""Faults of the twelve feeds that look at a whole row. Faults of one cell lie in `data/faults.csv`."""

from collections.abc import Mapping
from datetime import timedelta

from pipelines.demo import identity
from pipelines.demo.identity_faults import code_of, shifted
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Note, Value

Values = Mapping[str, Value]

_WRONG_DIGIT = Note("One digit is wrong.", "身份证号有一位写错。")
_ORDER = Note("The later day lies before the earlier one.", "先后日期颠倒。")
_STRANGER = Note("A row about another organisation than the sender.", "本行属于其他单位。")
_DOUBLE = Note("A second row with the same key and another content.", "主键重复且内容不同。")
_COUNTS = Note("A part is larger than its whole.", "部分人数大于总人数。")
_OFFICE_EXEMPT = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 9})


def work_faults(*, other_college: str, other_enterprise: str) -> list[Planter]:
    """Return the planters of data faults; the codes named are those of an organisation that sends nothing."""
    return [*_numbers(), *_orders(), *_counts(), *_doubles(), *_strangers(other_college, other_enterprise)]


def _numbers() -> list[Planter]:
    places = (
        ("award", "", True),
        ("training_record", "", True),
        ("subsidy", "", False),
        ("appointment", "", True),
        ("mentorship", "mentor_", False),
        ("mentorship", "apprentice_", False),
    )
    return [_wrong_digit(feed, role, in_key=in_key) for feed, role, in_key in places]


def _wrong_digit(feed: str, role: str, *, in_key: bool) -> Planter:
    column = f"{role}id_number"
    return Planter(
        feed,
        f"{column}_check_digit",
        column,
        "error",
        _WRONG_DIGIT,
        lambda v, _: {column: identity.damaged_check_digit(str(v[column]))},
        lambda v: code_of(v, f"{role}id_type") == "resident_id" and not str(v[column]).endswith("X"),
        in_key=in_key,
    )


def _orders() -> list[Planter]:
    order = (
        ("partnership", "start_date_before_end_date", "end_date", "start_date", True),
        ("mentorship", "start_date_before_planned_end", "planned_end", "start_date", False),
        ("training_session", "start_date_before_end_date", "end_date", "start_date", False),
        ("appointment", "appointed_date_before_dismissed_date", "dismissed_date", "appointed_date", True),
        ("inspection", "inspected_date_before_rectify_by", "rectify_by", "inspected_date", False),
    )
    return [
        Planter(feed, rule, earlier, "error", _ORDER, _before(later, earlier), _fits_order(later), in_key=in_key)
        for feed, rule, later, earlier, in_key in order
    ]


def _fits_order(later: str) -> Fits:
    """Take rows that have a later day and none that hangs on it."""
    hanging = ("ended_on", "rectified_date", "mid_check_date")
    return lambda v: v.get(later) is not None and all(v.get(h) is None for h in hanging)


def _before(later: str, earlier: str) -> Change:
    return lambda values, _chance: {later: shifted(values[earlier], -2)}


def _counts() -> list[Planter]:
    parts = (
        ("training_session", "attended_count", "enrolled_count"),
        ("training_session", "passed_count", "attended_count"),
        ("workforce", "certified_count", "staff_count"),
    )
    return [
        Planter(
            feed,
            f"{part}_within_{whole}",
            part,
            "error",
            _COUNTS,
            _above(part, whole),
            lambda v: code_of(v, "staff_level") != "0",
        )
        for feed, part, whole in parts
    ]


def _above(part: str, whole: str) -> Change:
    def change(values: Values, _chance: object) -> dict[str, Value]:
        count = values[whole]
        if not isinstance(count, int):
            raise TypeError(f"{whole} is no count")
        return {part: count + 3}

    return change


def _doubles() -> list[Planter]:
    changes: dict[str, tuple[str, Change]] = {
        "training_record": ("session_id", put(attended_hours=2)),
        "workforce": ("uscc", put(leavers=99)),
    }
    return [
        Planter(feed, "key_unique", key, "error", _DOUBLE, change, in_key=True, adds_row=True, spoils_original=True)
        for feed, (key, change) in changes.items()
    ]


def _strangers(other_college: str, other_enterprise: str) -> list[Planter]:
    return [
        _stranger("partnership", "institution_code", other_college, in_key=True),
        _stranger("award", "institution_code", other_college, in_key=False),
        _stranger("training_session", "uscc", other_enterprise, in_key=False),
        _stranger("training_fund", "uscc", other_enterprise, in_key=False),
        _stranger("workforce", "uscc", other_enterprise, in_key=True),
        _stranger("appointment", "uscc", other_enterprise, in_key=True),
    ]


def _stranger(feed: str, column: str, code: str, *, in_key: bool) -> Planter:
    return Planter(
        feed,
        "sender_matches",
        column,
        "error",
        _STRANGER,
        put(**{column: code}),
        lambda v: v.get(column) not in (None, code),
        in_key=in_key,
        styles=_OFFICE_EXEMPT,
    )


def later(values: Values, column: str, days: int) -> Value:
    """Return the day in a column some days later."""
    return shifted(values[column], 0) + timedelta(days=days)
