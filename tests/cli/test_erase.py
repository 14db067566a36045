"""`talent erase` as an operator calls it, and keys that do not fit: one clear line and a code, through the real CLI."""

import base64
import io
import json
import os
from pathlib import Path

import pytest

from pipelines.store.platform import Platform
from tests.cli.conftest import Talent, is_one_error
from tests.intake.files import COLLEGE, id_number, students, table, write_csv


@pytest.fixture
def data(talent: Talent, tmp_path: Path) -> Path:
    """A data folder with one accepted delivery of ten students."""
    roll = write_csv(tmp_path / "roll.csv", table(students(10)))
    assert talent("deliver", "enrolment", roll, "--sender", COLLEGE, "--period", "2026-10").code == 0
    return tmp_path / "data"


def say(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def erasures(data: Path) -> list[str]:
    return [event.event for event in Platform.open(data).ledger.erasures.events()]


def test_a_student_number_records_an_erasure_and_says_what_will_go(talent: Talent, data: Path) -> None:
    done = talent("erase", "--institution", COLLEGE, "--student-no", "20240003")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "erasure 1 is recorded: the person is hidden from now on 已登记，从现在起不再显示该人员",
        "  enrolment: 1 row to take out 待清除1行",
        "Now run 请接着运行: talent run",
    ]
    assert erasures(data) == ["requested"]


def test_json_is_json_alone_and_asking_again_records_nothing(talent: Talent, data: Path) -> None:
    call = ("erase", "--institution", COLLEGE, "--student-no", "20240003", "--format", "json")
    first, again = talent(*call), talent(*call)
    assert json.loads(first.out) == {"erasure": 1, "repeated": False, "rows": {"enrolment": 1}, "unsure": 0}
    assert json.loads(again.out) == {"erasure": 1, "repeated": True, "rows": {"enrolment": 1}, "unsure": 0}
    assert erasures(data) == ["requested"]


@pytest.mark.parametrize("line", ["{}\n", "resident_id,{}\n", "  {}  "])
def test_an_identity_number_comes_from_standard_input(
    talent: Talent, data: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    say(monkeypatch, line.format(id_number(3)))
    done = talent("erase", "--stdin")
    assert (done.code, done.err) == (0, "")
    assert id_number(3) not in done.out
    assert erasures(data) == ["requested"]


def test_nobody_of_that_name_is_code_1_and_tells_nothing(
    talent: Talent, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, id_number(77))
    for done in (talent("erase", "--stdin"), talent("erase", "--institution", COLLEGE, "--student-no", "20249999")):
        assert done.code == 1
        assert is_one_error(done)
        assert "nothing is kept under this" in done.err
        assert id_number(77) not in done.err
        assert "20249999" not in done.err
    assert erasures(data) == []


@pytest.mark.parametrize(
    "call",
    [
        ("erase",),
        ("erase", "--institution", COLLEGE),
        ("erase", "--student-no", "20240003"),
        ("erase", "--stdin", "--institution", COLLEGE, "--student-no", "20240003"),
        ("erase", id_number(3)),
        ("erase", "--id-number", id_number(3)),
    ],
)
def test_a_call_that_names_nobody_or_gives_a_number_as_an_argument_is_code_2(
    talent: Talent, data: Path, call: tuple[str, ...]
) -> None:
    done = talent(*call)
    assert done.code == 2
    assert is_one_error(done)
    assert erasures(data) == []


def test_empty_standard_input_is_code_2(talent: Talent, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "\n")
    assert talent("erase", "--stdin").code == 2
    assert erasures(data) == []


def test_a_folder_without_data_is_code_3(talent: Talent) -> None:
    assert talent("erase", "--institution", COLLEGE, "--student-no", "1").code == 3


def missing(key: Path) -> None:
    key.unlink()


def another(key: Path) -> None:
    key.write_text(f"talent-reserve-key production\n{base64.b64encode(os.urandom(32)).decode()}\n")


def no_key(key: Path) -> None:
    key.write_bytes(os.urandom(100))


def too_open(key: Path) -> None:
    key.chmod(0o640)


def a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir(mode=0o700)


FAULTS = [
    (missing, "there is no key file at"),
    (another, "this is not the key that the data folder was made with"),
    (no_key, "is not a key file of this platform"),
    (too_open, "chmod 600"),
    (a_folder, "cannot be read"),
]
COMMANDS = [
    ("editions",),
    ("confirm", "1"),
    ("reject", "1", "--reason", "x"),
    ("run",),
    ("verify", "e000001"),
    ("client", "add", "--role", "official", "--org", "990000"),
    ("erase", "--institution", COLLEGE, "--student-no", "20240003"),
    ("serve", "--port", "18099"),
]


@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_command_refuses_a_key_that_does_not_fit(
    talent: Talent, data: Path, tmp_path: Path, spoil: object, said: str
) -> None:
    assert callable(spoil)
    spoil(data / "keys" / "master.key")
    deliver = ("deliver", "enrolment", tmp_path / "roll.csv", "--sender", COLLEGE, "--period", "2026-09")
    for call in (*COMMANDS, deliver):
        done = talent(*call)
        assert (done.code, call) == (3, call)
        assert is_one_error(done)
        assert said in done.err


def test_a_new_key_file_is_its_owners_alone_whatever_the_umask(talent: Talent, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert talent("migrate").code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "data" / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_no_command_writes_a_key_over_one_that_is_gone(talent: Talent, data: Path) -> None:
    (data / "keys" / "master.key").unlink()
    talent("run")
    assert not (data / "keys" / "master.key").exists()


def test_the_right_key_named_elsewhere_opens_the_folder(
    talent: Talent, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe = tmp_path / "safe.key"
    (data / "keys" / "master.key").rename(safe)
    monkeypatch.setenv("TALENT_KEY_FILE", str(safe))
    assert talent("erase", "--institution", COLLEGE, "--student-no", "20240003").code == 0
    another(safe)
    done = talent("erase", "--institution", COLLEGE, "--student-no", "20240004")
    assert (done.code, "name the right one in TALENT_KEY_FILE" in done.err) == (3, True)
