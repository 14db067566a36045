"""Rows of the list of dirt that one file alone cannot show: they are proved by deliveries, one after the other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.annotate.in_child import give_back
from pipelines.intake.delivery.deliver import DeliveryOutcome, deliver
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.intake.template import template_bytes
from pipelines.store.landing import read_landed
from pipelines.store.platform import Platform
from tests.intake.dirt.cases_of_cells import CELLS
from tests.intake.files import id_number, student, students, table, write_csv
from tests.intake.test_deliver import request
from tests.intake.test_difference import Door, counts

ENROLMENT = load_contract("enrolment")
FORMULAS = [case.name for case in CELLS[35]]
assert len(FORMULAS) >= 3


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Door:
    return Door(platform, tmp_path)


def raw_rows(door: Door, outcome: DeliveryOutcome) -> pl.DataFrame:
    path = door.platform.paths.raw_file("enrolment", outcome.delivery.delivery_no)
    return pl.read_parquet(path).select(*raw_schema(ENROLMENT)).sort("row_no")


def in_force(door: Door) -> pl.DataFrame:
    counting = door.platform.ledger.deliveries.counting(door.now, feed="enrolment")
    return rows_in_force(door.platform.paths, ENROLMENT, counting).sort("programme_start")


def person(door: Door, number: int) -> str:
    return door.platform.keys.pseudonym("resident_id", id_number(number))


def test_20_one_person_in_two_colleges_is_one_person_with_two_enrolments(door: Door) -> None:
    transfer = student(0, institution_code="4199013846", student_no="20250007", programme_start="2025-03-01")
    outcome = door.send([student(0), transfer], sender="990000", sender_role="steward")
    rows = raw_rows(door, outcome)
    assert (outcome.delivery.state, outcome.delivery.rows_rejected) == ("accepted", 0)
    assert rows["person_key"].to_list() == [person(door, 0)] * 2
    assert rows["institution_code"].to_list() == ["4199013845", "4199013846"]


def test_35_formulas_are_kept_as_sent_and_are_text_wherever_they_leave_the_platform(door: Door, tmp_path: Path) -> None:
    rows = [student(number, department=text) for number, text in enumerate(FORMULAS)]
    outcome = door.send([*rows, student(9, gender="未列出")])
    sent = write_csv(tmp_path / "again.csv", table([*rows, student(9, gender="未列出")]))
    landed = read_landed(door.platform.paths, door.platform.keys, outcome.delivery.file_sha256)
    assert landed == sent.read_bytes()
    assert raw_rows(door, outcome)["department"].to_list() == FORMULAS
    back = tmp_path / "back.xlsx"
    give_back(sent, outcome.report, back)
    for workbook, name in ((back.read_bytes(), "back"), (template_bytes(ENROLMENT), "template")):
        parts = formulas_in(workbook, tmp_path / f"{name}.zip")
        assert parts == [], name


def formulas_in(workbook: bytes, file: Path) -> list[str]:
    file.write_bytes(workbook)
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        return [name for name in sheets if b"<f>" in archive.read(name) or b"<f " in archive.read(name)]


def test_36_the_same_content_under_another_name_changes_nothing(door: Door, tmp_path: Path) -> None:
    first = door.send(students(10))
    copy = write_csv(tmp_path / "另一个名字.csv", table(students(10)))
    again = deliver(door.platform, request(copy, received_at=door.now))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.delivery == first.delivery
    assert len(door.platform.ledger.deliveries.page()) == 1


@pytest.mark.parametrize(("left", "state"), [(8, "accepted"), (7, "held")])
def test_36_a_partial_file_waits_when_it_falls_by_more_than_a_fifth(door: Door, left: int, state: str) -> None:
    door.send(students(10))
    partial = door.send(students(left))
    assert partial.delivery.state == state
    assert [f.rule_name for f in partial.report.findings] == ["volume_fall"] * (state == "held")
    assert in_force(door).height == (10 if state == "held" else left)


def test_36_the_next_periods_file_is_held_against_the_period_it_is_sent_for(door: Door, tmp_path: Path) -> None:
    header, *rows = table(students(2))
    early = write_csv(tmp_path / "early.csv", [[*header, "报送月份"], *([*row, "2026-11"] for row in rows)])
    outcome = deliver(door.platform, request(early))
    assert outcome.delivery.state == "rejected"
    assert [f.rule_name for f in outcome.report.findings] == ["period_differs"]


def test_38_a_student_number_given_again_keeps_both_people_apart(door: Door) -> None:
    door.send([student(0), student(5)])
    dropped = student(0, status="退学", actual_end="2025-01-10")
    successor = student(1, student_no="20240000", programme_start="2025-09-01", grade="2025", expected_end="2028-06-30")
    outcome = door.send([dropped, successor, student(5)])
    assert counts(door.difference(outcome)) == (1, 1, 1, 0)
    rows = in_force(door).filter(student_no="20240000")
    assert rows.select("person_key", "status").rows() == [
        (person(door, 0), "dropped"),
        (person(door, 1), "active"),
    ]


def test_38_a_corrected_identity_number_is_a_change_of_the_row_and_both_are_kept_as_history(door: Door) -> None:
    first = door.send(students(5))
    corrected = [student(0, id_number=id_number(70), national_student_no=f"G{id_number(70)}"), *students(5)[1:]]
    second = door.send(corrected)
    assert counts(door.difference(second)) == (0, 1, 4, 0)
    assert raw_rows(door, first)["person_key"][0] == person(door, 0)
    assert raw_rows(door, second)["person_key"][0] == person(door, 70)
    keys = set(in_force(door)["person_key"])
    assert person(door, 70) in keys
    assert person(door, 0) not in keys
