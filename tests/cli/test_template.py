"""`talent template` and `talent check --format xlsx`."""

import json
from pathlib import Path

import openpyxl
import pytest

from data_contracts.loader import feed_names, load_contract
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.template import DATA_SHEET, template_bytes
from tests.cli.conftest import Talent, is_one_error
from tests.intake.files import student, students, table, write_csv


def test_the_template_is_written_where_it_is_wanted(talent: Talent, tmp_path: Path) -> None:
    done = talent("template", "vacancy", "-o", tmp_path / "a.xlsx")
    assert (done.code, done.err) == (0, "")
    assert "vacancy" in done.out
    assert (tmp_path / "a.xlsx").read_bytes() == template_bytes(load_contract("vacancy"))


def test_without_a_name_it_is_named_after_the_feed(
    talent: Talent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = json.loads(talent("template", "enrolment", "--format", "json").out)
    assert said == {
        "feed": "enrolment",
        "contract_version": load_contract("enrolment").version,
        "file": "enrolment.xlsx",
    }
    assert (tmp_path / "enrolment.xlsx").exists()


def test_an_unknown_feed_and_a_place_that_cannot_be_written_are_one_line(talent: Talent, tmp_path: Path) -> None:
    assert "enrolment" in feed_names()
    unknown = talent("template", "enrolmnt", "-o", tmp_path / "a.xlsx")
    assert (unknown.code, is_one_error(unknown)) == (2, True)
    nowhere = talent("template", "enrolment", "-o", tmp_path / "no" / "a.xlsx")
    assert (nowhere.code, is_one_error(nowhere)) == (3, True)


def test_a_checked_file_is_given_back_as_a_workbook(talent: Talent, tmp_path: Path) -> None:
    faulty = write_csv(tmp_path / "a.csv", table([*students(3), student(3, tier="博士后")]))
    done = talent("check", "enrolment", faulty, "--format", "xlsx", "-o", tmp_path / "back.xlsx")
    assert (done.code, done.err) == (1, "")
    assert "back.xlsx" in done.out
    names = openpyxl.load_workbook(tmp_path / "back.xlsx", read_only=True).sheetnames
    assert names[0] == own_sheet_name("causes")
    assert names[-1] == own_sheet_name("findings")
    assert DATA_SHEET not in names
    again = talent("check", "enrolment", tmp_path / "back.xlsx")
    assert again.code == 1
    assert "博士后" in again.out


def test_a_workbook_needs_a_place_to_go(talent: Talent, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "a.csv", table(students(2)))
    missing = talent("check", "enrolment", good, "--format", "xlsx")
    assert (missing.code, is_one_error(missing)) == (2, True)
    nowhere = talent("check", "enrolment", good, "--format", "xlsx", "-o", tmp_path / "no" / "a.xlsx")
    assert (nowhere.code, is_one_error(nowhere)) == (3, True)


def test_the_file_itself_is_never_written_over(talent: Talent, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "a.csv", table(students(2)))
    before = good.read_bytes()
    done = talent("check", "enrolment", good, "--format", "xlsx", "-o", good)
    assert (done.code, is_one_error(done)) == (2, True)
    assert good.read_bytes() == before


def test_an_unusable_file_is_given_back_as_its_causes(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    done = talent("check", "enrolment", tmp_path / "a.xlsx", "--format", "xlsx", "-o", tmp_path / "back.xlsx")
    assert done.code == 2
    names = openpyxl.load_workbook(tmp_path / "back.xlsx", read_only=True).sheetnames
    assert names == [own_sheet_name("causes"), own_sheet_name("findings")]
