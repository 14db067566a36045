"""Breaches of the internship rules on agreement, organisation and insurance that one row shows.

Hours and pay belong in `work_breaches`, other feeds in `breaches`.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from pipelines.demo.chance import Chance
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Choice, Note, Value

BREACH_SHARE = 0.0035
_OTHER_PROVINCE = "440300"

Values = Mapping[str, Value]


def internship_breaches(*, agency: str) -> list[Planter]:
    """Return a planter for each way of breaking a rule; `agency` is the code of an agency that organises."""
    return [*_agreement(), *_organisation(agency), *_cover()]


def _agreement() -> list[Planter]:
    rule = "i01_agreement_before_start"
    signed = "agreement_signed_date"
    return [
        breach(rule, signed, Note("Signed after the start.", "协议在实习开始之后才签订。"), _from_start(signed, 12)),
        breach(
            rule, signed, Note("No agreement.", "没有三方协议。"), put(agreement_no=None, agreement_signed_date=None)
        ),
        breach(rule, signed, Note("The host did not sign.", "实习单位未签字。"), put(signed_by_host=False)),
        breach(
            "i02_consent",
            "student_consent",
            Note("The student did not consent.", "学生没有签知情同意书。"),
            put(student_consent=False),
        ),
        breach(
            "i20_safety_training",
            "safety_training_date",
            Note("No safety training.", "没有安全培训。"),
            put(safety_training_date=None),
        ),
        breach(
            "i20_safety_training",
            "safety_training_date",
            Note("Training after the start.", "上岗之后才培训。"),
            _from_start("safety_training_date", 9),
        ),
        breach(
            "i17_host_vetted",
            "host_assessed_date",
            Note("Nobody saw the host.", "没有考察实习单位。"),
            put(host_assessed_date=None),
        ),
        breach(
            "i17_host_vetted",
            "host_assessed_date",
            Note("Seen after the start.", "开始之后才考察。"),
            _from_start("host_assessed_date", 20),
        ),
    ]


def _organisation(agency: str) -> list[Planter]:
    middleman = Choice("organiser_type", "agency")
    return [
        breach(
            "i07_agency",
            "organiser_type",
            Note("An agency organised it.", "由中介机构组织。"),
            put(organiser_type=middleman, agency_uscc=agency),
        ),
        breach(
            "i18_cross_province_filing",
            "cross_province_filing_no",
            Note("Another province, not filed.", "跨省实习没有备案。"),
            put(host_region=_OTHER_PROVINCE, cross_province_filing_no=None),
        ),
    ]


def _cover() -> list[Planter]:
    rule = "i16_insurance"
    nothing = put(
        insurance_type=None, insurance_policy_no=None, insurance_from=None, insurance_to=None, premium_payer=None
    )
    return [
        breach(rule, "insurance_to", Note("Insurance ends a month early.", "保险提前一个月到期。"), _short_cover),
        breach(rule, "insurance_to", Note("No insurance.", "没有购买实习责任险。"), nothing),
        breach(
            rule,
            "insurance_to",
            Note("The student pays the premium.", "保费由学生承担。"),
            put(premium_payer=Choice("premium_payer", "student")),
        ),
    ]


def breach(rule: str, column: str, note: Note, change: Change, *, fits: Fits | None = None) -> Planter:
    """Return the planter of one way of breaking an internship rule."""
    return Planter("internship", rule, column, "compliance", note, change, fits or is_post, share=BREACH_SHARE)


def _from_start(column: str, days: int) -> Change:
    return lambda values, _chance: {column: day_of(values, "start_date") + timedelta(days=days)}


def _short_cover(values: Values, _chance: Chance) -> dict[str, Value]:
    return {"insurance_to": day_of(values, "end_date") - timedelta(days=30)}


def day_of(values: Values, column: str) -> date:
    """Return the day in a column."""
    day = values[column]
    if not isinstance(day, date):
        raise TypeError(f"{column} is no day")
    return day


def is_post(values: Values) -> bool:
    """Whether the row is a post internship in the province."""
    return (
        values["internship_type"] == Choice("internship_type", "post")
        and values.get("cross_province_filing_no") is None
    )
