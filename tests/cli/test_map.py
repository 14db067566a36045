"""`talent map suggest`: a draft on stdout or in a file, said to be complete or not."""

import json
from pathlib import Path

from pipelines.intake.mapping import load_mapping
from tests.cli.conftest import Talent, is_one_error
from tests.intake.files import students, table, write_csv


def test_a_complete_draft_is_code_0_and_can_be_used_at_once(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "list.csv", table(students(5)))
    target = tmp_path / "draft.yaml"
    done = talent("map", "suggest", file, "--feed", "enrolment", "-o", target)
    assert (done.code, done.err) == (0, "")
    assert "0 still needed" in done.out
    assert load_mapping(target, feed="enrolment").feed == "enrolment"
    assert talent("check", "enrolment", file, "--mapping", target).code == 0


def test_an_open_draft_is_code_1_and_goes_to_stdout(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "list.csv", table(students(5), without=("student_no",)))
    done = talent("map", "suggest", file, "--feed", "enrolment")
    assert (done.code, done.err) == (1, "")
    assert "# needed: student_no" in done.out


def test_json_names_columns_and_what_is_needed(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "list.csv", table(students(5), without=("student_no",)))
    said = json.loads(talent("map", "suggest", file, "--feed", "enrolment", "--format", "json").out)
    assert (said["complete"], said["needed"]) == (False, ["student_no"])
    assert said["fields"]["name"] == {"column": "姓名", "confidence": 100, "header": 100, "content": None}
    assert said["mapping"].startswith("# Proposed")


def test_a_file_that_is_there_is_never_overwritten(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "list.csv", table(students(5)))
    target = tmp_path / "mine.yaml"
    target.write_text("my work", encoding="utf-8")
    done = talent("map", "suggest", file, "--feed", "enrolment", "-o", target)
    assert done.code == 2
    assert is_one_error(done)
    assert target.read_text(encoding="utf-8") == "my work"


def test_wrong_calls_say_the_cure_in_one_line(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "list.csv", table(students(5)))
    headless = write_csv(tmp_path / "cells.csv", table(students(5))[1:])
    for arguments, said in (
        ((tmp_path / "none.csv", "--feed", "enrolment"), "there is no file"),
        ((file, "--feed", "enrolmen"), "did you mean enrolment?"),
        ((headless, "--feed", "enrolment"), "header_not_found"),
    ):
        done = talent("map", "suggest", *arguments)
        assert done.code == 2
        assert is_one_error(done)
        assert said in done.err
