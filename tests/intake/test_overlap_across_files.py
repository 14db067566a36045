"""Spells of one person that overlap although they came with different files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_contracts.loader import load_contract
from pipelines.intake.delivery.deliver import DeliveryOutcome
from pipelines.store.platform import Platform
from tests.intake.example_rows import example_row
from tests.intake.files import id_number, student, students
from tests.intake.test_difference import USCC, Door

Row = dict[str, str | None]
ENTERPRISE = {"sender": USCC, "sender_role": "enterprise"}


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Door:
    return Door(platform, tmp_path)


def row(feed: str, **cells: str | None) -> Row:
    return {**example_row(load_contract(feed)), **cells}


def overlaps(outcome: DeliveryOutcome) -> list[tuple[str, int]]:
    assert outcome.delivery.rows_accepted == outcome.delivery.rows_read
    return [(f.rule_name, f.row) for f in outcome.report.findings if "overlap" in f.rule_name]


def interns(*rows: dict[str, str]) -> list[Row]:
    return [row("internship", **{"insurance_to": "2026-12-31"} | cells) for cells in rows]


FIRST = {"internship_id": "SX-1"}
SECOND = {"internship_id": "SX-2", "start_date": "2026-03-02", "end_date": "2026-08-31"}
LATER = {"internship_id": "SX-2", "start_date": "2026-07-01", "end_date": "2026-08-31"}


@pytest.mark.parametrize("sent", [{"period": "2026-10"}, {"period": "2026-09", "mode": "patch"}])
def test_next_months_internship_beside_one_in_force_is_told_once_on_the_new_row(
    door: Door, sent: dict[str, Any]
) -> None:
    assert overlaps(door.send(interns(FIRST), feed="internship", period="2026-09")) == []
    outcome = door.send(interns(SECOND), feed="internship", **sent)
    assert overlaps(outcome) == [("post_internships_overlap", 2)]
    (finding,) = [f for f in outcome.report.findings if "overlap" in f.rule_name]
    assert (finding.column, finding.excerpt) == ("start_date", "2026-03-02")


def test_one_that_begins_after_the_other_is_fine(door: Door) -> None:
    door.send(interns(FIRST), feed="internship", period="2026-09")
    assert overlaps(door.send(interns(LATER), feed="internship", period="2026-10")) == []


def test_what_the_new_file_replaces_overlaps_nothing(door: Door) -> None:
    door.send(interns(FIRST), feed="internship")
    assert overlaps(door.send(interns(SECOND), feed="internship")) == []


def test_two_rows_of_one_file_are_told_by_the_check_alone(door: Door) -> None:
    door.send(interns({"internship_id": "SX-0", "student_no": "20249999"}), feed="internship", period="2026-09")
    both = [("post_internships_overlap", 2), ("post_internships_overlap", 3)]
    assert overlaps(door.send(interns(FIRST, SECOND), feed="internship", period="2026-10")) == both


def test_pairings_of_one_apprentice_are_told_apart_by_pseudonym(door: Door) -> None:
    door.send([row("mentorship")], feed="mentorship", period="2026-09", **ENTERPRISE)
    second = {"pairing_id": "ST-2026-002", "mentor_id_number": id_number(3, born="19820516")}
    other = {"pairing_id": "ST-2026-003", "apprentice_id_number": id_number(7, born="20040310")}
    rows = [row("mentorship", **second), row("mentorship", **other)]
    outcome = door.send(rows, feed="mentorship", period="2026-10", **ENTERPRISE)
    assert overlaps(outcome) == [("pairings_overlap", 2)]
    assert "990000" not in str([f for f in outcome.report.findings if f.rule_name == "pairings_overlap"])


def test_an_appointment_to_the_same_post_before_the_last_one_ended(door: Door) -> None:
    door.send([row("appointment")], feed="appointment", period="2026-09", **ENTERPRISE)
    again = row("appointment", appointed_date="2026-06-01", notice_published_date="2026-05-20")
    assert overlaps(door.send([again], feed="appointment", period="2026-10", **ENTERPRISE)) == [
        ("appointments_overlap", 2)
    ]


def test_a_patch_that_enrols_a_student_twice(door: Door) -> None:
    door.send(students(5))
    again = student(1, student_no="20259999", grade="2025", programme_start="2025-09-01", expected_end="2028-06-30")
    assert overlaps(door.send([again], mode="patch")) == [("programmes_overlap", 2)]
