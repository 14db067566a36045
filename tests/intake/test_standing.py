"""Findings that need what is in force: patches that do not fit it, and sudden falls in rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contract
from pipelines.intake.delivery import decide
from pipelines.intake.delivery.deliver import DeliveryOutcome
from pipelines.store.platform import Platform
from tests.intake.example_rows import example_row
from tests.intake.files import id_number, student, students
from tests.intake.test_difference import Door

PLAN_KEY = {"feed": "college", "sender": "990000", "sender_role": "steward"}
COLLEGE_ROW = example_row(load_contract("college"))


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Door:
    return Door(platform, tmp_path)


def found(outcome: DeliveryOutcome) -> list[tuple[str, int]]:
    return [(f.rule_name, f.row) for f in outcome.report.findings]


def kept(door: Door, outcome: DeliveryOutcome) -> list[int]:
    return pl.read_parquet(door.platform.paths.raw_file("enrolment", outcome.delivery.delivery_no))["row_no"].to_list()


def test_a_row_to_delete_that_is_not_in_force_is_refused_with_its_place(door: Door) -> None:
    door.send(students(10))
    rows = [student(1, status="休学"), student(50, row_action="删除"), student(2, row_action="删除")]
    outcome = door.send(rows, mode="patch")
    assert found(outcome) == [("patch_unknown_key", 3)]
    assert (outcome.delivery.state, outcome.delivery.rows_accepted, outcome.delivery.rows_rejected) == (
        "accepted",
        2,
        1,
    )
    assert kept(door, outcome) == [2, 4]
    assert outcome.report.findings[0].column == "row_action"


def test_what_is_refused_leaves_nothing_in_the_vault(door: Door) -> None:
    door.send(students(10))
    door.send([student(1, status="休学"), student(50, row_action="删除")], mode="patch")
    person = door.platform.keys.pseudonym("resident_id", id_number(50))
    assert door.platform.vault.of_person(door.platform.keys, person) == []
    known = door.platform.keys.pseudonym("resident_id", id_number(1))
    assert len(door.platform.vault.of_person(door.platform.keys, known)) == 2


def test_deleting_twice_is_a_finding_the_second_time(door: Door) -> None:
    door.send(students(10))
    assert found(door.send([student(1, row_action="删除"), student(2, status="休学")], mode="patch")) == []
    again = door.send([student(1, row_action="删除"), student(3, status="休学")], mode="patch")
    assert found(again) == [("patch_unknown_key", 2)]


def test_a_patch_onto_nothing_counts_and_says_so(door: Door) -> None:
    outcome = door.send(students(3), mode="patch")
    assert (outcome.delivery.state, found(outcome)) == ("accepted", [("patch_without_base", 0)])
    assert found(door.send([student(4)], mode="patch")) == []


def test_a_patch_of_a_file_that_still_waits_says_so(door: Door) -> None:
    door.send(students(10), confirm="ask")
    outcome = door.send([student(1, row_action="删除")], mode="patch")
    assert {name for name, _ in found(outcome)} == {"patch_without_base", "patch_unknown_key"}
    assert outcome.delivery.state == "rejected"
    decide.confirm(door.platform, 1, actor="x", at=door.now)
    # Refused only for what was in force then: sent again, it is looked at again.
    again = door.send([student(1, row_action="删除")], mode="patch")
    assert (again.repeated, again.delivery.state, found(again)) == (False, "accepted", [])


def test_a_patch_that_changes_nothing_says_so(door: Door) -> None:
    door.send([COLLEGE_ROW], **PLAN_KEY)
    same = door.send([{**COLLEGE_ROW, "row_action": "upsert"}], mode="patch", **PLAN_KEY)
    assert (same.delivery.state, found(same)) == ("accepted", [("patch_changes_nothing", 0)])


def test_a_patch_with_sealed_cells_is_never_said_to_change_nothing(door: Door) -> None:
    door.send(students(5))
    assert found(door.send(students(2, phone="13800009999"), mode="patch")) == []


@pytest.mark.parametrize(("now", "state"), [(40, "accepted"), (39, "held")])
def test_a_replacement_of_the_same_month_with_far_fewer_rows_is_held(door: Door, now: int, state: str) -> None:
    door.send(students(50))
    outcome = door.send(students(now))
    assert (outcome.delivery.state, [name for name, _ in found(outcome)]) == (
        state,
        ["volume_fall"] if state == "held" else [],
    )


def test_a_reason_is_in_both_languages(door: Door) -> None:
    door.send(students(50))
    reason = door.send(students(5)).delivery.reason
    assert "held" in reason
    assert "暂缓" in reason


def test_a_patch_that_withdraws_everything_is_held(door: Door) -> None:
    door.send(students(20))
    outcome = door.send(students(20, row_action="删除"), mode="patch")
    assert (outcome.delivery.state, found(outcome)) == ("held", [("volume_fall", 0)])
    assert "20 → 0" in outcome.delivery.reason


@pytest.mark.parametrize(("deleted", "state"), [(10, "accepted"), (11, "held")])
def test_a_patch_is_held_for_what_goes_and_not_for_its_size(door: Door, deleted: int, state: str) -> None:
    door.send(students(50))
    rows = [student(n, row_action="删除") for n in range(deleted)]
    assert door.send(rows, mode="patch").delivery.state == state


def test_rows_added_by_patches_count_in_a_fall(door: Door) -> None:
    door.send(students(40))
    door.send([student(n) for n in range(40, 60)], mode="patch")
    assert found(door.send(students(40))) == [("volume_fall", 0)]


def test_a_month_of_events_that_goes_is_held_although_years_stay(door: Door) -> None:
    def interns(first: int, count: int) -> list[dict[str, str | None]]:
        row = example_row(load_contract("internship"))
        ids = range(first, first + count)
        return [{**row, "internship_id": f"SX-{n}", "student_no": f"2024{n:04d}"} for n in ids]

    door.send(interns(0, 100), feed="internship", period="2026-08")
    door.send(interns(100, 10), feed="internship", period="2026-09")
    assert door.send(interns(110, 9), feed="internship", period="2026-10").delivery.state == "accepted"
    outcome = door.send(interns(100, 5), feed="internship", period="2026-09")
    assert outcome.delivery.state == "held"
    assert "10 → 5" in outcome.delivery.reason


def test_a_replacement_may_not_delete(door: Door) -> None:
    door.send(students(20))
    outcome = door.send([*students(20), student(20, row_action="删除")])
    assert (outcome.delivery.state, outcome.delivery.rows_accepted) == ("accepted", 20)
    assert found(outcome) == [("delete_in_replacement", 22)]
    assert kept(door, outcome) == list(range(2, 22))


def test_a_replacement_of_deletions_alone_is_refused_and_changes_nothing(door: Door) -> None:
    door.send(students(20))
    outcome = door.send(students(20, row_action="删除"))
    assert (outcome.delivery.state, {name for name, _ in found(outcome)}) == ("rejected", {"delete_in_replacement"})
    assert not door.platform.paths.raw_file("enrolment", outcome.delivery.delivery_no).exists()
