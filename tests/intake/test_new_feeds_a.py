"""Training bases, partnerships, awards, mentorships, plans and sessions: deliveries and hand-worked rules."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from data_contracts.code_tables import code_table, labels
from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver, role_of
from pipelines.store.platform import Platform
from tests.intake.example_rows import FIRST_ROW, example_row, example_sender, judge_examples
from tests.intake.files import id_number, table, write_csv

FEEDS = ("training_base", "partnership", "award", "mentorship", "training_plan", "training_session")
MENTORSHIP = load_contract("mentorship")
MENTOR, APPRENTICE = (example_row(MENTORSHIP)[f"{role}_id_number"] or "" for role in ("mentor", "apprentice"))


def deliver_rows(platform: Platform, folder: Path, feed: str, rows: list[dict[str, str | None]]) -> DeliveryOutcome:
    sender = example_sender(load_contract(feed))
    request = DeliveryRequest(
        feed=feed,
        file=write_csv(folder / f"{feed}.csv", table(rows, feed=feed)),
        file_name=f"{feed}.csv",
        sender=sender,
        sender_role=role_of(sender),
        period="2026-10",
        received_at=datetime(2026, 10, 5, 8, tzinfo=UTC),
    )
    return deliver(platform, request)


def rows_failing(rule: str, feed: str, overlays: list[dict[str, str]]) -> list[int]:
    """Return which of some rows a rule names, counted from 0."""
    findings = judge_examples(load_contract(feed), overlays).findings
    return [finding.row - FIRST_ROW for finding in findings if finding.rule_name == rule]


@pytest.mark.parametrize("feed", FEEDS)
def test_a_delivery_of_the_feed_is_accepted_and_lies_in_raw(platform: Platform, tmp_path: Path, feed: str) -> None:
    contract = load_contract(feed)
    outcome = deliver_rows(platform, tmp_path, feed, [example_row(contract)])
    assert (outcome.delivery.state, outcome.report.findings) == ("accepted", [])
    frame = pl.read_parquet(platform.paths.raw_file(feed, outcome.delivery.delivery_no))
    assert (frame.height, dict(frame.schema)) == (1, raw_schema(contract))
    assert frame.select(contract.raw_key).null_count().row(0) == (0,) * len(contract.raw_key)


def test_mentor_and_apprentice_have_a_pseudonym_and_a_vault_record_each(platform: Platform, tmp_path: Path) -> None:
    outcome = deliver_rows(platform, tmp_path, "mentorship", [example_row(MENTORSHIP)])
    frame = pl.read_parquet(platform.paths.raw_file("mentorship", outcome.delivery.delivery_no))
    mentor, apprentice = (platform.keys.pseudonym("resident_id", number) for number in (MENTOR, APPRENTICE))
    assert frame.select("mentor_key", "apprentice_key").rows() == [(mentor, apprentice)]
    assert mentor != apprentice
    for person, role, name, number in (
        (mentor, "mentor", "李建国", MENTOR),
        (apprentice, "apprentice", "王小军", APPRENTICE),
    ):
        (cells,) = platform.vault.of_person(platform.keys, person)
        assert cells == {f"{role}_id_type": "resident_id", f"{role}_id_number": number, f"{role}_name": name}


def test_a_college_may_not_report_another_colleges_award(platform: Platform, tmp_path: Path) -> None:
    award = load_contract("award")
    theirs = example_row(award) | {"institution_code": "4199013846", "item": "焊工"}
    outcome = deliver_rows(platform, tmp_path, "award", [example_row(award), theirs])
    assert (outcome.delivery.rows_accepted, outcome.delivery.rows_rejected) == (1, 1)
    assert [(f.rule_name, f.row) for f in outcome.report.findings] == [("sender_matches", 3)]


def pairing(number: int, start: str, planned_end: str, **cells: str) -> dict[str, str]:
    """Return the n-th pairing of the example's mentor, each with another apprentice."""
    own = {"pairing_id": f"ST-{number}", "apprentice_id_number": id_number(number, born="20040310")}
    undated = {"mid_check_date": "", "mid_check_result": ""}
    return own | undated | {"agreement_date": start, "start_date": start, "planned_end": planned_end} | cells


FIVE = [pairing(number, "2026-01-05", "2026-12-31") for number in range(5)]
ENDED = {"ended_on": "2026-06-01", "final_result": "提前终止"}
OTHER_MENTOR = {"mentor_id_number": id_number(9, born="19700101")}


@pytest.mark.parametrize(
    ("rows", "too_many"),
    [
        (FIVE, []),
        ([*FIVE, pairing(5, "2026-03-01", "2026-12-31")], [5]),
        ([pairing(5, "2026-03-01", "2026-12-31"), *FIVE], [0]),
        ([*FIVE, *(pairing(n, "2026-01-05", "2026-12-31") for n in (5, 6))], [5, 6]),
        ([*FIVE, pairing(5, "2026-12-31", "2027-12-31")], []),
        ([*FIVE, pairing(5, "2026-12-30", "2027-12-31")], [5]),
        ([FIVE[0] | ENDED, *FIVE[1:], pairing(5, "2026-06-01", "2026-12-31")], []),
        ([FIVE[0] | ENDED, *FIVE[1:], pairing(5, "2026-05-31", "2026-12-31")], [5]),
        ([*FIVE, pairing(5, "2026-03-01", "2026-12-31", **OTHER_MENTOR)], []),
        ([*FIVE, pairing(5, "2026-03-01", "2026-12-31", row_action="删除")], []),
        ([*FIVE, pairing(5, "2026-03-01", "2026-02-01")], []),
    ],
    ids=[
        "as-many-as-allowed",
        "sixth",
        "sixth-listed-first",
        "six-and-seventh-on-one-day",
        "begins-as-others-end",
        "begins-a-day-before",
        "one-ended-early",
        "before-the-early-end",
        "another-mentor",
        "to-be-deleted",
        "impossible-dates",
    ],
)
def test_an_apprentice_is_too_many_while_five_others_are_with_the_mentor(
    rows: list[dict[str, str]], too_many: list[int]
) -> None:
    assert rows_failing("mentor_has_too_many", "mentorship", rows) == too_many


@pytest.mark.parametrize(
    ("second", "overlapping"),
    [
        ({}, [0, 1]),
        ({"occupation_code": "6-18-02-04"}, []),
        ({"apprentice_id_number": id_number(1, born="20040310")}, []),
        ({"start_date": "2026-12-31", "planned_end": "2027-12-31"}, []),
    ],
    ids=["same-occupation", "another-occupation", "another-apprentice", "one-after-the-other"],
)
def test_an_apprentice_has_one_mentor_at_a_time_in_an_occupation(
    second: dict[str, str], overlapping: list[int]
) -> None:
    rows = [pairing(0, "2026-01-05", "2026-12-31"), pairing(0, "2026-01-05", "2026-12-31") | OTHER_MENTOR | second]
    rows[1]["pairing_id"] = "ST-second"
    assert rows_failing("pairings_overlap", "mentorship", rows) == overlapping


@pytest.mark.parametrize(
    ("tier", "level", "too_high"),
    [
        ("省级", "技师", False),
        ("省级", "高级技师", True),
        ("市级", "高级工", False),
        ("市级", "技师", True),
        ("企业级", "高级工", True),
        ("世界级", "高级技师", False),
        ("世界级", "特级技师", True),
        ("国家级二类", "", False),
    ],
)
def test_a_level_for_an_award_is_held_against_the_tier(tier: str, level: str, too_high: bool) -> None:
    row = {"award_tier": tier, "promoted_level": level}
    assert rows_failing("promotion_allowed_by_tier", "award", [row]) == ([0] if too_high else [])


def test_every_tier_of_an_award_has_points_and_a_highest_level() -> None:
    tiers = set(labels("award_tier"))
    assert tiers == set(code_table("award_tiers")["tier"]) == set(code_table("award_promotions")["tier"])
    assert set(code_table("award_promotions")["promotes_to"]) <= set(code_table("skill_levels")["ladder_rank"])


@pytest.mark.parametrize(
    ("day", "late"), [("2025-12-20", False), ("2026-01-31", False), ("2026-02-01", True), ("2027-01-01", True)]
)
def test_a_plan_is_due_by_the_end_of_january_of_its_year(day: str, late: bool) -> None:
    assert rows_failing("plan_in_time", "training_plan", [{"plan_date": day}]) == ([0] if late else [])


@pytest.mark.parametrize(
    ("expiry", "over"), [("2026-10-01", False), ("2026-10-31", False), ("2026-09-30", True), ("", False)]
)
def test_an_accreditation_is_held_against_the_month_reported_for(expiry: str, over: bool) -> None:
    assert rows_failing("accreditation_in_force", "training_base", [{"expiry": expiry}]) == ([0] if over else [])


@pytest.mark.parametrize(("hours", "too_many"), [("228", False), ("228.5", True)])
def test_the_hours_of_nineteen_days_are_at_most_twelve_times_nineteen(hours: str, too_many: bool) -> None:
    row = {"start_date": "2026-04-06", "end_date": "2026-04-24", "training_hours": hours}
    assert rows_failing("hours_fit_days", "training_session", [row]) == ([0] if too_many else [])


def test_a_breach_is_taken_in_and_counted(platform: Platform, tmp_path: Path) -> None:
    row = example_row(MENTORSHIP) | {"mentor_level": "四级/中级工", "apprentice_level": "五级/初级工"}
    outcome = deliver_rows(platform, tmp_path, "mentorship", [row])
    assert (outcome.delivery.state, outcome.delivery.rows_accepted) == ("accepted", 1)
    assert [(f.rule_name, f.kind) for f in outcome.report.findings] == [("mentor_level_high_enough", "compliance")]
