"""Breaches of rules about conduct that one row of the twelve feeds shows: true rows that count against a body.

Money and posts belong in `money_breaches` and `post_breaches`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.identity_faults import code_of
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Choice, Note, Value
from pipelines.demo.work.faults import later
from pipelines.demo.work.money_breaches import money_breaches
from pipelines.demo.work.post_breaches import post_breaches

Values = Mapping[str, Value]


def work_breaches_of_feeds() -> list[Planter]:
    """Return a planter for each compliance rule of the twelve feeds that a planted row can break."""
    return [*_cooperation(), *_mentors(), *_training(), *money_breaches(), *post_breaches()]


def breach(feed: str, rule: str, column: str, note: Note, change: Change, fits: Fits = lambda _: True) -> Planter:
    """Return the planter of one breach."""
    return Planter(feed, rule, column, "compliance", note, change, fits)


def _cooperation() -> list[Planter]:
    expired = put(accredited_date=date(2020, 3, 1), expiry=date(2025, 2, 28))
    return [
        breach("training_base", "accreditation_in_force", "expiry", Note("Expired.", "认定已过期。"), expired),
        breach(
            "partnership",
            "signed_date_before_start_date",
            "signed_date",
            Note("Signed after the start.", "合作开始后才签约。"),
            lambda v, _: {"signed_date": later(v, "start_date", 20)},
        ),
        breach(
            "partnership",
            "agreement_in_writing",
            "partnership_no",
            Note("Nothing in writing.", "没有书面协议。"),
            put(partnership_no=None, signed_date=None),
        ),
        breach(
            "award",
            "promotion_allowed_by_tier",
            "promoted_level",
            Note("Promoted further than the tier allows.", "晋升等级超出竞赛级别允许范围。"),
            put(promoted_level=Choice("ladder_rank", "6")),
            lambda v: code_of(v, "award_kind") == "award" and code_of(v, "award_tier") in ("city", "provincial"),
        ),
        breach(
            "award",
            "promotion_without_award",
            "promoted_level",
            Note("Promoted for taking part.", "仅参赛未获奖却晋升等级。"),
            put(promoted_level=Choice("ladder_rank", "3")),
            lambda v: code_of(v, "award_kind") == "event",
        ),
    ]


def _mentors() -> list[Planter]:
    return [
        breach(
            "mentorship",
            "agreement_date_before_start_date",
            "agreement_date",
            Note("Agreed after the start.", "带徒开始后才签协议。"),
            lambda v, _: {"agreement_date": later(v, "start_date", 12)},
        ),
        breach(
            "mentorship",
            "mentor_level_high_enough",
            "mentor_level",
            Note("A mentor of intermediate level.", "师傅只有中级工等级。"),
            put(mentor_level=Choice("ladder_rank", "3")),
            lambda v: code_of(v, "apprentice_level") in ("1", "2"),
        ),
        breach(
            "mentorship",
            "mentor_above_apprentice",
            "mentor_level",
            Note("The apprentice is as good.", "徒弟等级不低于师傅。"),
            _equal_levels,
        ),
        Planter(
            "mentorship",
            "pairings_overlap",
            "start_date",
            "compliance",
            Note("Two mentors in one trade at the same time.", "同一职业同时跟两名师傅。"),
            lambda v, _: {"pairing_id": f"{v['pairing_id']}B", "start_date": later(v, "start_date", 20)},
            lambda v: v["ended_on"] is None and v["mid_check_date"] is None,
            adds_row=True,
            spoils_original=True,
        ),
    ]


def _equal_levels(values: Values, _chance: Chance) -> dict[str, Value]:
    level = code_of(values, "mentor_level")
    return {
        "apprentice_level": Choice("ladder_rank", level),
        "target_level": Choice("ladder_rank", str(int(level) + 1)),
    }


def _training() -> list[Planter]:
    return [
        breach(
            "training_plan",
            "plan_in_time",
            "plan_date",
            Note("Approved in February.", "二月才批准年度计划。"),
            lambda v, _: {"plan_date": date(int(str(v["plan_year"])), 2, 12)},
        ),
        breach(
            "training_session",
            "hours_fit_days",
            "training_hours",
            Note("More hours than the days can hold.", "课时超过天数所能容纳。"),
            put(training_hours=Decimal(400)),
        ),
        breach(
            "training_record",
            "passed_without_attendance",
            "attended_hours",
            Note("Passed without attending.", "未参训却合格。"),
            put(attended_hours=Decimal(0), passed=True),
        ),
    ]
