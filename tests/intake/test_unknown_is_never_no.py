"""An empty cell is no answer: a rule on conduct neither accuses for it nor lets it pass in silence."""

from __future__ import annotations

import pytest

from data_contracts.loader import load_contract, load_contracts
from tests.intake.example_rows import judge_examples

INTERNSHIP = load_contract("internship")
OLD = {"start_date": "2021-03-01", "end_date": "2021-08-31", "insurance_from": "2021-03-01", "probation_wage": "3800"}
OLD |= {"agreement_signed_date": "2021-02-01", "host_assessed_date": "2021-01-10", "safety_training_date": "2021-03-01"}

UNKNOWN = [
    ("i01_agreement_before_start", ("signed_by_school", "signed_by_host", "signed_by_student"), {}),
    ("i07_agency", ("organiser_type",), {}),
    ("i09_working_time", ("hours_per_day", "hours_per_week", "overtime_hours", "night_shift", "rest_day_work"), {}),
    ("i09_working_time_2016", ("hours_per_day", "hours_per_week", "overtime_hours", "night_shift"), OLD),
    ("i09_public_holidays", ("holiday_days",), {}),
    ("i10_pay_floor", ("pay_monthly",), {}),
    ("i10_pay_floor_2016", ("pay_monthly", "probation_wage"), OLD),
    ("i11_pay_way", ("pay_channel", "pay_form", "pay_interval_days"), {}),
    ("i12_fees", ("fees_charged", "id_held", "guarantee_required"), {}),
    ("i16_insurance", ("premium_payer",), {}),
    ("i16_insurance_kind", ("insurance_type",), {}),
    ("i17_host_published", ("published_flag",), {}),
    ("i20_safety_passed", ("safety_score",), {}),
    ("i22_archive", ("archive_flag",), {}),
]
CASES = [(rule, name, row) for rule, names, row in UNKNOWN for name in names]
BREACHES = [
    ("i01_agreement_before_start", {"signed_by_host": "否", "signed_by_student": ""}),
    ("i01_agreement_before_start", {"agreement_no": "", "signed_by_student": ""}),
    ("i07_agency", {"organiser_type": "", "agency_uscc": "91990000MA9T10005A"}),
    ("i09_working_time", {"night_shift": "是", "overtime_hours": ""}),
    ("i09_working_time", {"hours_per_day": "10", "hours_per_week": "", "night_shift": "", "rest_day_work": ""}),
    ("i10_pay_floor", {"pay_monthly": "2500"}),
    ("i11_pay_way", {"pay_channel": "学校代发", "pay_form": ""}),
    ("i12_fees", {"fees_charged": "300", "id_held": ""}),
    ("i16_insurance", {"insurance_to": "2026-05-31", "premium_payer": ""}),
    ("i16_insurance", {"premium_payer": "学生", "insurance_type": ""}),
]


def names(found: list[str]) -> list[str]:
    codes = {rule.code: rule.name for rule in INTERNSHIP.rules}
    return [codes[code] for code in found]


@pytest.mark.parametrize(("rule", "empty", "row"), CASES)
def test_an_empty_answer_is_no_finding_and_is_told_as_not_judged(rule: str, empty: str, row: dict[str, str]) -> None:
    judged = judge_examples(INTERNSHIP, [row | {empty: ""}])
    assert [f.rule_name for f in judged.findings] == []
    told = [reason for code, reason in judged.skipped if names([code]) == [rule]]
    assert told == ["1 row: a cell it needs is empty / 1行：所需单元格为空"]


@pytest.mark.parametrize(("rule", "row"), BREACHES)
def test_a_breach_that_known_cells_show_is_found_although_another_is_empty(rule: str, row: dict[str, str]) -> None:
    judged = judge_examples(INTERNSHIP, [row])
    assert [f.rule_name for f in judged.findings] == [rule]
    assert rule not in names([code for code, _ in judged.skipped])


def test_either_floor_of_pay_is_enough_to_pass_and_one_alone_does_not_accuse() -> None:
    enough = judge_examples(INTERNSHIP, [{"post_wage_standard": ""}])
    unknown = judge_examples(INTERNSHIP, [{"post_wage_standard": "", "pay_monthly": "2500"}])
    assert [f.rule_name for f in (*enough.findings, *unknown.findings)] == []
    assert "i10_pay_floor" not in names([code for code, _ in enough.skipped])
    assert "i10_pay_floor" in names([code for code, _ in unknown.skipped])


def test_no_rule_on_conduct_takes_an_empty_cell_for_an_answer() -> None:
    rules = [
        rule for contract in load_contracts().values() for rule in contract.rules if rule.finding_kind == "compliance"
    ]
    assert len(rules) > 50
    guessing = [
        rule.name for rule in rules if "coalesce" in f"{rule.arguments.get('holds')}{rule.arguments.get('when')}"
    ]
    assert guessing == []


@pytest.mark.parametrize(
    ("feed", "rule", "row"),
    [
        ("destination", "social_insurance_absent", {"social_insurance_seen": "", "status_date": "2025-12-31"}),
        ("destination", "internship_paper_as_evidence", {"destination_code": "27", "evidence_type": ""}),
        ("vacancy", "legal_age_night_shift", {"employment_type": "实习", "night_shift": "", "minimum_legal_age": "16"}),
        ("mentorship", "mentor_level_high_enough", {"mentor_level": ""}),
        ("workforce", "appointed_above_certified", {"certified_count": ""}),
    ],
)
def test_other_feeds_tell_their_unknown_cells_too(feed: str, rule: str, row: dict[str, str]) -> None:
    contract = load_contract(feed)
    judged = judge_examples(contract, [row])
    codes = {r.code: r.name for r in contract.rules}
    assert rule not in [f.rule_name for f in judged.findings]
    assert rule in [codes[code] for code, _ in judged.skipped]
