"""Files sent again, patches that delete, and two processes at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.intake.delivery.deliver import deliver
from pipelines.store.landing import landed_file
from pipelines.store.platform import Platform
from tests.intake.files import COLLEGE, id_number, student, students, table, write_csv
from tests.intake.test_deliver import START, request

ROOT = Path(__file__).parents[2]
STARTED = str(student(1)["programme_start"])


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return {
        "all": write_csv(tmp_path / "all.csv", table(students(40))),
        "other": write_csv(tmp_path / "other.csv", table(students(41))),
        "patch": write_csv(tmp_path / "patch.csv", table(students(2, class_name="机电2班"))),
    }


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def test_a_patch_sent_again_after_a_replacement_counts_again(platform: Platform, files: dict[str, Path]) -> None:
    for hour, (name, mode) in enumerate((("patch", "patch"), ("all", "replace"), ("patch", "patch"))):
        assert not deliver(platform, request(files[name], mode=mode, received_at=at(hour))).repeated
    assert deliver(platform, request(files["patch"], mode="patch", received_at=at(9))).repeated


def test_a_file_sent_again_after_another_brings_its_state_back(platform: Platform, files: dict[str, Path]) -> None:
    for hour, name in enumerate(("all", "other", "all")):
        assert not deliver(platform, request(files[name], received_at=at(hour))).repeated
    assert len(platform.ledger.deliveries.page()) == 3


def test_deliveries_told_again_with_their_moments_change_nothing(platform: Platform, files: dict[str, Path]) -> None:
    story = [
        request(files["all"], received_at=at(0)),
        request(files["patch"], mode="patch", received_at=at(1)),
        request(files["other"], received_at=at(2)),
    ]
    told = [[deliver(platform, chapter).repeated for chapter in story] for _ in range(2)]
    assert told == [[False] * 3, [True] * 3]


def test_a_refused_file_is_refused_again_without_a_trace(platform: Platform, files: dict[str, Path]) -> None:
    page = files["all"].with_name("page.xls")
    page.write_text("<html><body>no table</body></html>", encoding="utf-8")
    for file in (page, files["all"]):
        deliver(platform, request(file))
    again = deliver(platform, request(page))
    assert (again.repeated, again.delivery.state) == (True, "rejected")
    assert deliver(platform, request(files["all"])).repeated


def test_a_row_to_delete_needs_its_key_and_nothing_else(platform: Platform, files: dict[str, Path]) -> None:
    deliver(platform, request(files["all"]))
    key = files["all"].with_name("delete.csv")
    key.write_text("学校代码,学号,入学日期,操作\n" + f"{COLLEGE},20240001,{STARTED},delete\n", encoding="utf-8")
    outcome = deliver(platform, request(key, mode="patch"))
    assert (outcome.delivery.state, outcome.delivery.rows_accepted) == ("accepted", 1)
    rows = pl.read_parquet(platform.paths.raw_file("enrolment", outcome.delivery.delivery_no))
    assert rows.select("student_no", "row_action").rows() == [("20240001", "delete")]


def test_a_patch_row_to_insert_still_needs_every_required_field(platform: Platform, files: dict[str, Path]) -> None:
    thin = files["all"].with_name("thin.csv")
    thin.write_text("学校代码,学号,入学日期\n" + f"{COLLEGE},S0001,2023-09-01\n", encoding="utf-8")
    outcome = deliver(platform, request(thin, mode="patch"))
    assert outcome.delivery.rows_accepted == 0
    assert {"name_required", "id_number_required"} <= {f.rule_name for f in outcome.report.findings}


def test_a_real_persons_file_is_not_kept_under_the_demo_key(demo_platform: Platform, tmp_path: Path) -> None:
    # Region 000000 belongs to nobody.
    real = student(30, id_number=id_number(30, region="000000"))
    outcome = deliver(demo_platform, request(write_csv(tmp_path / "real.csv", table([*students(30), real]))))
    assert outcome.delivery.state == "rejected"
    assert not landed_file(demo_platform.paths, outcome.delivery.file_sha256).exists()


def test_two_processes_may_meet_a_new_data_folder(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from pipelines.store.platform import Platform; "
    code += "print(Platform.open(Path(sys.argv[1])).keys.fingerprint)"
    command = [sys.executable, "-c", code, str(tmp_path / "new")]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate()[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0, 0]
    assert len(set(said)) == 1


def test_a_platform_shown_in_a_log_does_not_show_its_key(platform: Platform) -> None:
    assert str(platform.keys.master) not in repr(platform)
