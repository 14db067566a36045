"""Breaches of rules about money and problems to mend: funds, subsidies, inspections."""

from collections.abc import Mapping
from datetime import date

from pipelines.demo.identity_faults import code_of
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Note, Value
from pipelines.demo.work.faults import later

Values = Mapping[str, Value]


def money_breaches() -> list[Planter]:
    """Return a planter for each compliance rule of training funds, subsidies and inspections."""
    return [*_repeated(), *_subsidies(), *_inspections()]


def _repeated() -> list[Planter]:
    return [
        _twice(
            "training_fund",
            "voucher_claimed_twice",
            "voucher_no",
            Note("One voucher, two entries.", "同一凭证报两次。"),
            lambda v, _: {"entry_id": f"{v['entry_id']}B"},
        ),
        _twice(
            "subsidy",
            "certificate_subsidised_twice",
            "certificate_no",
            Note("One certificate, two subsidies.", "同一证书领两次补贴。"),
            lambda v, _: {"entry_no": f"{v['entry_no']}B"},
            lambda v: code_of(v, "scheme") == "skill_upgrade",
        ),
        _twice(
            "subsidy",
            "paid_twice",
            "due_date",
            Note("One allowance, entered twice.", "同一津贴填报两次。"),
            lambda v, _: {"entry_no": f"{v['entry_no']}B", "due_date": later(v, "due_date", 3)},
            lambda v: code_of(v, "scheme") == "technician_allowance",
        ),
    ]


def _subsidies() -> list[Planter]:
    return [
        _breach(
            "subsidy",
            "certificate_no_missing",
            "certificate_no",
            Note("A subsidy without its certificate.", "补贴没有对应证书。"),
            put(certificate_no=None),
            lambda v: code_of(v, "scheme") == "skill_upgrade",
        ),
        _breach(
            "subsidy",
            "paid_late",
            "paid_date",
            Note("Paid ninety days late.", "超过应发日期90天才发放。"),
            lambda v, _: {"paid_date": later(v, "due_date", 90)},
            lambda v: _is_day(v, "due_date", date(2025, 1, 1), date(2025, 10, 10)),
        ),
        _breach(
            "subsidy",
            "due_not_paid",
            "paid_date",
            Note("Due and never paid.", "已到期未发放。"),
            put(paid_date=None),
            lambda v: _is_day(v, "due_date", date(2025, 1, 1), date(2026, 5, 31)) and v["paid_date"] is not None,
        ),
    ]


def _inspections() -> list[Planter]:
    return [
        _breach(
            "inspection",
            "rectified_late",
            "rectified_date",
            Note("Mended after the day set.", "超过整改期限才完成整改。"),
            lambda v, _: {"rectified_date": later(v, "rectify_by", 15)},
            lambda v: v["rectified_date"] is not None,
        ),
        _breach(
            "inspection",
            "rectification_overdue",
            "rectified_date",
            Note("Overdue and still open.", "整改逾期未完成。"),
            put(rectified_date=None),
            lambda v: v["rectified_date"] is not None,
        ),
        _breach(
            "inspection",
            "rectify_by_missing",
            "rectify_by",
            Note("A problem without a day to mend it by.", "发现问题却没有整改期限。"),
            put(rectify_by=None, rectified_date=None),
            lambda v: v["findings"] is not None,
        ),
    ]


def _twice(feed: str, rule: str, column: str, note: Note, change: Change, fits: Fits = lambda _: True) -> Planter:
    return Planter(feed, rule, column, "compliance", note, change, fits, adds_row=True, spoils_original=True)


def _breach(feed: str, rule: str, column: str, note: Note, change: Change, fits: Fits) -> Planter:
    return Planter(feed, rule, column, "compliance", note, change, fits)


def _is_day(values: Values, column: str, first: date, last: date) -> bool:
    day = values.get(column)
    return isinstance(day, date) and first <= day <= last
