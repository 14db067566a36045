"""A patch says what changes: an absent column leaves cells as they are, an empty cell empties them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.loader import load_contract
from pipelines.intake.delivery.deliver import DeliveryOutcome, deliver
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.store.platform import Platform
from pipelines.store.vault import open_cells, row_place
from tests.intake.example_rows import example_row
from tests.intake.files import Row, id_number, student, students, table, write_csv, write_xlsx
from tests.intake.test_deliver import request
from tests.intake.test_difference import USCC, Door, Rows, counts

OPTIONAL = ("home_region", "department", "class_name", "major_direction", "phone", "email", "national_student_no")
VACANCY = example_row(load_contract("vacancy"))
ENTERPRISE = {"sender": USCC, "sender_role": "enterprise", "feed": "vacancy"}
INTERNSHIP = example_row(load_contract("internship"))


class Patcher(Door):
    """Delivers rows, and patches whose file lacks columns."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        super().__init__(platform, folder)
        self.folder = folder

    def patch(
        self, rows: Rows, *, without: tuple[str, ...], feed: str = "enrolment", **changes: Any
    ) -> DeliveryOutcome:
        self._sent += 1
        file = write_csv(self.folder / f"patch{self._sent}.csv", table(rows, feed=feed, without=without))
        return deliver(self.platform, request(file, feed=feed, mode="patch", received_at=self.now, **changes))

    def kept(self, outcome: DeliveryOutcome, feed: str = "enrolment") -> list[dict[str, Any]]:
        return pl.read_parquet(self.platform.paths.raw_file(feed, outcome.delivery.delivery_no)).to_dicts()

    def sealed(self, outcome: DeliveryOutcome, row: int) -> dict[str, str]:
        """Return the sealed cells of one row at its own place."""
        number = outcome.delivery.delivery_no
        ((_, record),) = self.platform.vault.of_rows("enrolment", [(number, "", row)])
        return open_cells(self.platform.keys, record.sealed, row_place("enrolment", number, "", row))


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Patcher:
    return Patcher(platform, tmp_path)


def names(outcome: DeliveryOutcome) -> list[str]:
    return [finding.rule_name for finding in outcome.report.findings]


def test_columns_that_a_patch_lacks_stay_as_they_are(door: Patcher) -> None:
    door.send(students(10))
    outcome = door.patch([student(1, status="休学")], without=OPTIONAL)
    assert outcome.delivery.state == "accepted"
    (row,) = door.kept(outcome)
    assert (row["status"], row["home_region"], row["department"], row["class_name"]) == (
        "leave",
        "990101",
        "智能制造学院",
        "机电2401班",
    )
    (changed,) = door.difference(outcome).as_json()["changed"]
    assert [field["field"] for field in changed["fields"]] == ["status"]


def test_an_empty_cell_empties(door: Patcher) -> None:
    door.send(students(10))
    (row,) = door.kept(door.patch([student(1, class_name=None)], without=("department",)))
    assert (row["class_name"], row["department"]) == (None, "智能制造学院")


def test_a_row_that_is_not_in_force_has_nothing_to_keep(door: Patcher) -> None:
    door.send(students(10))
    rows = door.kept(door.patch([student(1), student(30)], without=OPTIONAL))
    assert [row["class_name"] for row in rows] == ["机电2401班", None]


def test_the_default_of_an_absent_column_does_not_overwrite(door: Patcher) -> None:
    door.send(students(10, learner_kind="在职", employer_uscc=USCC))
    (row,) = door.kept(door.patch([student(1, status="休学")], without=("learner_kind", "employer_uscc")))
    assert (row["learner_kind"], row["employer_uscc"]) == ("in_service", USCC)


def test_only_the_sheets_without_a_column_keep_it(door: Patcher) -> None:
    door.send(students(10))
    sheets: dict[str, Sequence[Row]] = {
        "甲": table([student(1, class_name=None)]),
        "乙": table([student(2)], without=("class_name",)),
    }
    file = write_xlsx(door.folder / "patch.xlsx", sheets)
    outcome = deliver(door.platform, request(file, mode="patch", received_at=door.now))
    assert {row["sheet"]: row["class_name"] for row in door.kept(outcome)} == {"甲": None, "乙": "机电2401班"}


def test_sealed_cells_that_a_patch_lacks_stay_and_open_at_the_new_place(door: Patcher) -> None:
    door.send(students(10))
    outcome = door.patch([student(1, status="休学", email="new@example.com")], without=("phone", "national_student_no"))
    cells = door.sealed(outcome, 2)
    assert (cells["phone"], cells["email"]) == ("13800000001", "new@example.com")
    assert cells["national_student_no"] == f"G{id_number(1)}"
    again = door.patch([student(1, phone=None)], without=("email",))
    cells = door.sealed(again, 2)
    assert ("phone" in cells, cells["email"]) == (False, "new@example.com")


def test_sealed_cells_of_one_person_are_never_given_to_another(door: Patcher) -> None:
    door.send(students(10))
    other = student(1, id_number=id_number(77))
    cells = door.sealed(door.patch([other], without=("phone", "email", "national_student_no")), 2)
    assert {"phone", "email", "national_student_no"} & set(cells) == set()


def test_a_patch_without_sealed_changes_may_be_said_to_change_nothing(door: Patcher) -> None:
    college = example_row(load_contract("college"))
    steward = {"feed": "college", "sender": "990000", "sender_role": "steward"}
    door.send([college], **steward)
    optional = tuple(f.name for f in load_contract("college").fields.values() if not f.required)
    same = door.patch([college], without=optional, **steward)
    assert names(same) == ["patch_changes_nothing"]
    assert counts(door.difference(same)) == (0, 0, 1, 0)


def test_what_is_read_out_of_a_cell_follows_the_cell(door: Patcher) -> None:
    read = ("pay_min", "pay_max", "pay_period", "pay_months", "pay_negotiable")
    door.send([{**VACANCY, **dict.fromkeys(read), "pay_text": "4000-6000元/月"}], **ENTERPRISE)
    kept = door.patch([VACANCY], without=(*read, "pay_text"), **ENTERPRISE)
    assert door.kept(kept, "vacancy")[0]["pay_min"] == 4000
    raised = door.patch([{**VACANCY, "pay_text": "7000-9000元/月"}], without=read, **ENTERPRISE)
    assert door.kept(raised, "vacancy")[0]["pay_min"] == 7000


def test_an_absent_column_is_no_breach_and_the_whole_row_is_judged(door: Patcher) -> None:
    door.send([INTERNSHIP], feed="internship")
    without = ("agreement_no", "agreement_signed_date")
    assert "i01_agreement_before_start" not in names(door.patch([INTERNSHIP], without=without, feed="internship"))
    earlier = {**INTERNSHIP, "start_date": "2025-12-01", "insurance_from": "2025-12-01", "end_date": "2026-05-30"}
    outcome = door.patch([earlier], without=without, feed="internship")
    assert "i01_agreement_before_start" in names(outcome)
    codes = {rule.code for rule in load_contract("internship").rules if rule.name == "i01_agreement_before_start"}
    assert codes & {code for code, _ in outcome.report.skipped_rules} == set()


def test_a_row_that_with_what_stays_breaks_a_rule_is_refused(door: Patcher) -> None:
    door.send([{**VACANCY, "openings": "5", "filled_count": "3"}], **ENTERPRISE)
    fits = door.patch([{**VACANCY, "openings": "3"}], without=("filled_count",), **ENTERPRISE)
    assert (fits.delivery.state, door.kept(fits, "vacancy")[0]["filled_count"]) == ("accepted", 3)
    outcome = door.patch([{**VACANCY, "openings": "2"}], without=("filled_count",), **ENTERPRISE)
    assert (outcome.delivery.state, names(outcome)) == ("rejected", ["filled_count_within_openings"])
    door.send([{**VACANCY, "openings": "5", "filled_count": "2"}], **ENTERPRISE)
    again = door.patch([{**VACANCY, "openings": "2"}], without=("filled_count",), **ENTERPRISE)
    assert (again.repeated, again.delivery.state) == (False, "accepted")


def test_what_is_in_force_after_a_patch_holds_whole_rows(door: Patcher) -> None:
    door.send(students(10))
    sent = door.patch(students(5, status="休学"), without=OPTIONAL)
    contract = load_contract("enrolment")
    counting = door.platform.ledger.deliveries.counting(door.now)
    state = rows_in_force(door.platform.paths, contract, counting, period=sent.delivery.period)
    assert state.group_by("status").len().sort("status").rows() == [("active", 5), ("leave", 5)]
    assert state.select(pl.col("class_name", "home_region", "person_key").null_count()).row(0) == (0, 0, 0)
