"""`talent backup`, `talent restore` and `talent audit`: what they say, and with which code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.store.ledger import AuditEntry
from pipelines.store.platform import Platform
from tests.cli.conftest import Talent, is_one_error
from tests.intake.files import COLLEGE, students, table, write_csv

LOOKED = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture
def delivered(talent: Talent, tmp_path: Path) -> Platform:
    """A data folder with one delivery, as `talent deliver` leaves it."""
    file = write_csv(tmp_path / "good.csv", table(students(30)))
    assert talent("deliver", "enrolment", file, "--sender", COLLEGE, "--period", "2026-10").code == 0
    return Platform.open(tmp_path / "data")


def test_what_was_backed_up_is_restored_and_goes_on(talent: Talent, delivered: Platform, tmp_path: Path) -> None:
    made = json.loads(talent("backup", tmp_path / "b.tar", "--with-key", "--format", "json").out)
    assert made["files"] > 10
    assert made["rows"] >= 5
    checked = talent("restore", tmp_path / "b.tar", "--check", "--data", tmp_path / "new")
    assert (checked.code, "is sound" in checked.out, (tmp_path / "new").exists()) == (0, True, False)
    assert talent("restore", tmp_path / "b.tar", "--data", tmp_path / "new").code == 0
    again = Platform.open(tmp_path / "new")
    assert again.ledger.deliveries.all() == delivered.ledger.deliveries.all()
    same = ("--sender", COLLEGE, "--period", "2026-10", "--data", tmp_path / "new", "--format", "json")
    repeated = json.loads(talent("deliver", "enrolment", tmp_path / "good.csv", *same).out)
    assert (repeated["delivery"], repeated["repeated"]) == (1, True)


@pytest.mark.usefixtures("delivered")
def test_what_cannot_be_done_is_one_line_and_its_code(talent: Talent, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    assert talent("backup", file).code == 0
    calls = [
        (talent("backup", file), 3, "is there already"),
        (talent("backup", tmp_path / "c.tar", "--data", tmp_path / "nothing"), 3, "no data"),
        (talent("restore", file), 3, "is not empty"),
        (talent("restore", file, "--data", tmp_path / "new"), 3, "TALENT_KEY_FILE"),
        (talent("restore", tmp_path / "good.csv", "--data", tmp_path / "new"), 2, "not a whole backup"),
        (talent("restore", tmp_path / "none.tar", "--data", tmp_path / "new"), 2, "not a whole backup"),
    ]
    assert [(done.code, is_one_error(done), words in done.err) for done, _, words in calls] == [
        (code, True, True) for _, code, _ in calls
    ]
    assert not (tmp_path / "new").exists()


def test_the_audit_is_listed_for_organisations_people_and_times(talent: Talent, delivered: Platform) -> None:
    assert "nothing is on record" in talent("audit").out
    entry = AuditEntry(
        client_id="tr-1",
        role="enterprise",
        org="91990000MA9T10005A",
        action="contact",
        subject="i_1",
        person_key="ab" * 16,
        request_id="r-1",
        recorded_at=LOOKED,
    )
    delivered.ledger.audit.append([entry])
    (shown,) = json.loads(talent("audit", "--format", "json").out)
    assert (shown["recorded_at"], shown["action"], shown["person_key"]) == (
        "2026-10-01T08:00:00.000000Z",
        "contact",
        "ab" * 16,
    )
    delivered.ledger.decisions.same_person("ab" * 16, "cd" * 16, reason="r", decided_by="x", recorded_at=LOOKED)
    assert len(json.loads(talent("audit", "--person", "cd" * 16, "--format", "json").out)) == 1
    for narrower in (("--org", COLLEGE), ("--since", "2026-10-02"), ("--person", "ef" * 16), ("--after", "1")):
        assert json.loads(talent("audit", *narrower, "--format", "json").out) == []
    assert "91990000MA9T10005A" in talent("audit").out
