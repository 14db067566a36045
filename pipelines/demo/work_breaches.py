"""Breaches of the internship rules on work, hours, length and pay that one row shows."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.internship_breaches import breach, day_of, is_post
from pipelines.demo.planting import Change, Planter, put
from pipelines.demo.rows import Choice, Note, Value

Values = Mapping[str, Value]


def work_breaches() -> list[Planter]:
    """Return a planter for each way of breaking a rule on work or pay."""
    return [*_work(), *_pay()]


def _work() -> list[Planter]:
    hazard = (Choice("hazard", "height"),)
    rule = "i09_working_time"
    return [
        breach(
            "i08_high_risk",
            "hazard_flags",
            Note("Work at height, not filed.", "高处作业没有备案。"),
            put(hazard_flags=hazard),
        ),
        breach(
            rule,
            "hours_per_day",
            Note("Ten hours a day.", "每天工作10小时。"),
            put(hours_per_day=Decimal(10), hours_per_week=Decimal(40)),
        ),
        breach(rule, "hours_per_day", Note("Sixty hours a week.", "每周工作60小时。"), put(hours_per_week=Decimal(60))),
        breach(rule, "hours_per_day", Note("Overtime.", "安排加班。"), put(overtime_hours=Decimal(20))),
        breach(rule, "hours_per_day", Note("Night shift.", "安排夜班。"), put(night_shift=True)),
        breach(rule, "hours_per_day", Note("Work on rest days.", "休息日工作。"), put(rest_day_work=True)),
        breach(
            "i15_duration",
            "end_date",
            Note("A post internship of two months.", "岗位实习只有两个月。"),
            _lasting(60),
            fits=_is_done,
        ),
        breach(
            "i15_duration",
            "end_date",
            Note("A post internship of fourteen months.", "岗位实习长达十四个月。"),
            _lasting(425),
            fits=_is_long_over,
        ),
    ]


def _pay() -> list[Planter]:
    return [
        breach(
            "i10_pay_floor",
            "pay_monthly",
            Note("Pay at 60 % of the standard.", "报酬只有标准的六成。"),
            _low_pay,
            fits=_has_standard,
        ),
        breach(
            "i11_pay_way",
            "pay_channel",
            Note("Paid through an agency.", "报酬经中介发放。"),
            put(pay_channel=Choice("pay_channel", "via_agency")),
        ),
        breach(
            "i11_pay_way",
            "pay_channel",
            Note("Paid in vouchers.", "用购物券抵报酬。"),
            put(pay_form=Choice("pay_form", "vouchers")),
        ),
        breach(
            "i11_pay_way",
            "pay_channel",
            Note("Paid every ninety days.", "九十天发一次报酬。"),
            put(pay_interval_days=90),
        ),
        breach(
            "i12_fees", "fees_charged", Note("A fee of 500 yuan.", "收取费用500元。"), put(fees_charged=Decimal(500))
        ),
        breach(
            "i12_fees", "fees_charged", Note("The host keeps the identity card.", "扣押身份证。"), put(id_held=True)
        ),
        breach(
            "i12_fees", "fees_charged", Note("A guarantee is asked.", "要求提供担保。"), put(guarantee_required=True)
        ),
    ]


def _lasting(days: int) -> Change:
    def change(values: Values, _chance: Chance) -> dict[str, Value]:
        end = day_of(values, "start_date") + timedelta(days=days)
        return {"end_date": end, "insurance_to": end}

    return change


def _low_pay(values: Values, _chance: Chance) -> dict[str, Value]:
    return {"pay_monthly": Decimal(str(values["post_wage_standard"])) * 6 // 10}


def _is_done(values: Values) -> bool:
    return is_post(values) and values["status"] == Choice("internship_status", "completed")


def _is_long_over(values: Values) -> bool:
    return _is_done(values) and day_of(values, "start_date") < date(2025, 3, 1)


def _has_standard(values: Values) -> bool:
    return is_post(values) and values.get("post_wage_standard") is not None
