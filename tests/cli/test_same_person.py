"""`talent same-person` as a steward calls it: one decision, plain refusals, never a number of a document."""

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.store.ledger import Decision
from pipelines.store.platform import Platform
from tests.cli.conftest import Done, Talent, is_one_error
from tests.intake.files import COLLEGE, id_number, student, students, table, write_csv


@pytest.fixture
def data(talent: Talent, tmp_path: Path) -> Path:
    """A data folder with one accepted delivery of nine students."""
    deliver(talent, tmp_path, students(9))
    return tmp_path / "data"


def deliver(talent: Talent, tmp_path: Path, roll: list[dict[str, str | None]], *, period: str = "2026-10") -> None:
    file = write_csv(tmp_path / f"roll-{period}.csv", table(roll))
    done = talent("deliver", "enrolment", file, "--sender", COLLEGE, "--period", period)
    assert done.code in (0, 1), done.err


def say(talent: Talent, student_no: str, *words: str) -> Done:
    return talent("same-person", "--institution", COLLEGE, "--student-no", student_no, "--reason", "r", *words)


def decisions(data: Path) -> list[Decision]:
    return Platform.open(data).ledger.decisions.events()


def keys(data: Path, student_no: str) -> list[str]:
    files = sorted((data / "raw" / "enrolment").glob("[0-9]*.parquet"))
    rows = pl.concat([pl.read_parquet(f, columns=["student_no", "person_key"]) for f in files])
    return rows.filter(pl.col("student_no") == student_no)["person_key"].unique(maintain_order=True).to_list()


AS = ("--as-institution", COLLEGE, "--as-student-no")


def test_two_numbers_become_one_person_and_the_named_one_stays(talent: Talent, data: Path) -> None:
    done = say(talent, "20240001", *AS, "20240002")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "decision 1 is recorded 决定已登记: one person 视为同一人",
        "Now run 请接着运行: talent run",
    ]
    (made,) = decisions(data)
    assert [made.old_person_key] == keys(data, "20240001")
    assert [made.new_person_key] == keys(data, "20240002")


def test_json_is_json_alone_and_undo_takes_it_back(talent: Talent, data: Path) -> None:
    assert json.loads(say(talent, "20240001", *AS, "20240002", "--format", "json").out) == {
        "decisions": [1],
        "undone": False,
    }
    assert json.loads(say(talent, "20240001", "--undo", "--format", "json").out) == {"decisions": [2], "undone": True}
    assert [made.kind for made in decisions(data)] == ["person_alias", "person_alias_undone"]


def test_a_corrected_identity_number_is_merged_by_the_student_number_alone(
    talent: Talent, data: Path, tmp_path: Path
) -> None:
    assert say(talent, "20240003").code == 1
    corrected = id_number(33)
    roll = [
        student(n) if n != 3 else student(3, id_number=corrected, national_student_no=f"G{corrected}") for n in range(9)
    ]
    deliver(talent, tmp_path, roll, period="2026-11")
    before, after = keys(data, "20240003")
    assert say(talent, "20240003").code == 0
    (made,) = decisions(data)
    assert (made.old_person_key, made.new_person_key) == (before, after)
    again = say(talent, "20240003")
    assert (again.code, is_one_error(again)) == (1, True)


@pytest.mark.parametrize(
    ("old", "kept", "said"),
    [
        ("20249999", "20240002", "nobody is enrolled under student number 20249999"),
        ("20240001", "20249999", "nobody is enrolled under student number 20249999"),
        ("20240001", "20240001", "both are one person already"),
    ],
)
def test_whom_nobody_knows_is_code_1_in_both_languages(
    talent: Talent, data: Path, old: str, kept: str, said: str
) -> None:
    done = say(talent, old, *AS, kept)
    assert (done.code, is_one_error(done)) == (1, True)
    assert said in done.err
    assert " / " in done.err
    assert decisions(data) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--as-institution", COLLEGE),
        ("--as-student-no", "20240002"),
        (*AS, "20240002", "--undo"),
        ("--id-number", id_number(3)),
        (id_number(3),),
    ],
)
def test_half_a_call_or_an_identity_number_is_code_2(talent: Talent, data: Path, words: tuple[str, ...]) -> None:
    done = say(talent, "20240001", *words)
    assert done.code == 2
    assert decisions(data) == []


def test_without_data_there_is_nobody_to_decide_about(talent: Talent, tmp_path: Path) -> None:
    done = say(talent, "20240001", *AS, "20240002", "--data", str(tmp_path / "none"))
    assert (done.code, is_one_error(done)) == (3, True)


def test_an_erasure_takes_every_identity_of_a_merged_person(talent: Talent, data: Path) -> None:
    say(talent, "20240001", *AS, "20240002")
    assert len(decisions(data)) == 1
    done = talent("erase", "--institution", COLLEGE, "--student-no", "20240001", "--format", "json")
    assert (done.code, json.loads(done.out)["rows"]) == (0, {"enrolment": 2})
