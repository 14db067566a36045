"""Breaches of rules about conduct that one row shows: internship rules and false-report checks.
The rows are true, are accepted, and count against host or college."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.planting import Change, Fits, Planter
from pipelines.demo.rows import Choice, Note, Value

_BREACH_SHARE = 0.0035
_OTHER_PROVINCE = "440300"

Values = Mapping[str, Value]


def breaches(*, agency: str) -> list[Planter]:
    """Return a planter for each way of breaking a rule; `agency` is the code of an agency that organises internships."""
    return [*_agreement(), *_organisation(agency), *_work(), *_pay(), *_cover(), *_reports()]


def _agreement() -> list[Planter]:
    rule = "i01_agreement_before_start"
    signed = "agreement_signed_date"
    return [
        _breach(rule, signed, Note("Signed after the start.", "协议在实习开始之后才签订。"), _from_start(signed, 12)),
        _breach(rule, signed, Note("No agreement.", "没有三方协议。"), _set(agreement_no=None, agreement_signed_date=None)),
        _breach(rule, signed, Note("The host did not sign.", "实习单位未签字。"), _set(signed_by_host=False)),
        _breach("i02_consent", "student_consent", Note("The student did not consent.", "学生没有签知情同意书。"), _set(student_consent=False)),
        _breach("i20_safety_training", "safety_training_date", Note("No safety training.", "没有安全培训。"), _set(safety_training_date=None)),
        _breach("i20_safety_training", "safety_training_date", Note("Training after the start.", "上岗之后才培训。"), _from_start("safety_training_date", 9)),
        _breach("i17_host_vetted", "host_assessed_date", Note("Nobody saw the host.", "没有考察实习单位。"), _set(host_assessed_date=None)),
        _breach("i17_host_vetted", "host_assessed_date", Note("Seen after the start.", "开始之后才考察。"), _from_start("host_assessed_date", 20)),
    ]  # fmt: skip


def _organisation(agency: str) -> list[Planter]:
    middleman = Choice("organiser_type", "agency")
    return [
        _breach("i06_barred_host_kind", "post_name", Note("Work in a karaoke hall.", "在KTV实习。"), _set(post_name="KTV包厢服务员")),
        _breach("i07_agency", "organiser_type", Note("An agency organised it.", "由中介机构组织。"), _set(organiser_type=middleman, agency_uscc=agency)),
        _breach(
            "i18_cross_province_filing", "cross_province_filing_no", Note("Another province, not filed.", "跨省实习没有备案。"),
            _set(host_region=_OTHER_PROVINCE, cross_province_filing_no=None),
        ),
    ]  # fmt: skip


def _work() -> list[Planter]:
    hazard = (Choice("hazard", "height"),)
    rule = "i09_working_time"
    return [
        _breach("i08_high_risk", "hazard_flags", Note("Work at height, not filed.", "高处作业没有备案。"), _set(hazard_flags=hazard)),
        _breach(rule, "hours_per_day", Note("Ten hours a day.", "每天工作10小时。"), _set(hours_per_day=Decimal(10), hours_per_week=Decimal(40))),
        _breach(rule, "hours_per_week", Note("Sixty hours a week.", "每周工作60小时。"), _set(hours_per_week=Decimal(60))),
        _breach(rule, "overtime_hours", Note("Overtime.", "安排加班。"), _set(overtime_hours=Decimal(20))),
        _breach(rule, "night_shift", Note("Night shift.", "安排夜班。"), _set(night_shift=True)),
        _breach(rule, "rest_day_work", Note("Work on rest days.", "休息日工作。"), _set(rest_day_work=True)),
        _breach("i15_duration", "end_date", Note("A post internship of two months.", "岗位实习只有两个月。"), _lasting(60), fits=_is_done),
        _breach("i15_duration", "end_date", Note("A post internship of fourteen months.", "岗位实习长达十四个月。"), _lasting(425), fits=_is_long_over),
    ]  # fmt: skip


def _pay() -> list[Planter]:
    return [
        _breach("i10_pay_floor", "pay_monthly", Note("Pay at 60 % of the standard.", "报酬只有标准的六成。"), _low_pay, fits=_has_standard),
        _breach("i11_pay_way", "pay_channel", Note("Paid through an agency.", "报酬经中介发放。"), _set(pay_channel=Choice("pay_channel", "via_agency"))),
        _breach("i11_pay_way", "pay_form", Note("Paid in vouchers.", "用购物券抵报酬。"), _set(pay_form=Choice("pay_form", "vouchers"))),
        _breach("i11_pay_way", "pay_interval_days", Note("Paid every ninety days.", "九十天发一次报酬。"), _set(pay_interval_days=90)),
        _breach("i12_fees", "fees_charged", Note("A fee of 500 yuan.", "收取费用500元。"), _set(fees_charged=Decimal(500))),
        _breach("i12_fees", "id_held", Note("The host keeps the identity card.", "扣押身份证。"), _set(id_held=True)),
        _breach("i12_fees", "guarantee_required", Note("A guarantee is asked.", "要求提供担保。"), _set(guarantee_required=True)),
    ]  # fmt: skip


def _cover() -> list[Planter]:
    rule = "i16_insurance"
    nothing = _set(insurance_type=None, insurance_policy_no=None, insurance_from=None, insurance_to=None, premium_payer=None)
    return [
        _breach(rule, "insurance_to", Note("Insurance ends a month early.", "保险提前一个月到期。"), _short_cover),
        _breach(rule, "insurance_policy_no", Note("No insurance.", "没有购买实习责任险。"), nothing),
        _breach(rule, "premium_payer", Note("The student pays the premium.", "保费由学生承担。"), _set(premium_payer=Choice("premium_payer", "student"))),
    ]  # fmt: skip


def _reports() -> list[Planter]:
    rule = "evidence_incomplete"
    paper = _set(evidence_type=Choice("evidence_type", "internship_certificate"))
    return [
        _report(rule, "evidence_type", Note("No evidence.", "没有证明材料。"), _set(evidence_type=None), _is_hired),
        _report(rule, "start_date", Note("No first day of work.", "没有入职日期。"), _set(start_date=None), _is_hired),
        _report(rule, "employer_uscc", Note("No employer's code.", "没有单位信用代码。"), _set(employer_uscc=None), _is_hired),
        _report("internship_paper_as_evidence", "evidence_type", Note("An internship paper as proof.", "用实习证明当就业证明。"), paper, _is_hired),
        _report("destination_proof_missing", "study_institution", Note("No place of further study.", "没有升学院校。"), _set(study_institution=None), _studies),
    ]  # fmt: skip


def _breach(
    rule: str, column: str, note: Note, change: Change, *, fits: Fits | None = None
) -> Planter:
    return Planter("internship", rule, column, "compliance", note, change, fits or _is_post, share=_BREACH_SHARE)


def _report(rule: str, column: str, note: Note, change: Change, fits: Fits) -> Planter:
    return Planter("destination", rule, column, "compliance", note, change, fits, share=_BREACH_SHARE)


def _set(**cells: Value) -> Change:
    return lambda _values, _chance: dict(cells)


def _from_start(column: str, days: int) -> Change:
    return lambda values, _chance: {column: _day(values, "start_date") + timedelta(days=days)}


def _lasting(days: int) -> Change:
    def change(values: Values, _chance: Chance) -> dict[str, Value]:
        end = _day(values, "start_date") + timedelta(days=days)
        return {"end_date": end, "insurance_to": end}

    return change


def _low_pay(values: Values, _chance: Chance) -> dict[str, Value]:
    return {"pay_monthly": Decimal(str(values["post_wage_standard"])) * 6 // 10}


def _short_cover(values: Values, _chance: Chance) -> dict[str, Value]:
    return {"insurance_to": _day(values, "end_date") - timedelta(days=30)}


def _day(values: Values, column: str) -> date:
    day = values[column]
    if not isinstance(day, date):
        raise TypeError(f"{column} is no day")
    return day


def _is_post(values: Values) -> bool:
    return values["internship_type"] == Choice("internship_type", "post") and values.get("cross_province_filing_no") is None


def _is_done(values: Values) -> bool:
    return _is_post(values) and values["status"] == Choice("internship_status", "completed")


def _is_long_over(values: Values) -> bool:
    return _is_done(values) and _day(values, "start_date") < date(2025, 3, 1)


def _has_standard(values: Values) -> bool:
    return _is_post(values) and values.get("post_wage_standard") is not None


def _is_hired(values: Values) -> bool:
    return values["destination_code"] in ("10", "11", "12")


def _studies(values: Values) -> bool:
    return values["destination_code"] == "80"
