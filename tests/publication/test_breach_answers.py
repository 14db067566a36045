"""Breaches of internship rules as the report lists them: words, counts, and what is no internship."""

from __future__ import annotations

import sqlite3

from tests.publication.conftest import Build

COLUMNS = "severity, meaning_en, meaning_zh, internships, hosts, colleges, status"


def breach(build: Build, rule: str) -> tuple[object, ...]:
    with sqlite3.connect(build().folder / "edition.sqlite") as connection:
        rows = connection.execute(f"select {COLUMNS} from internship_breach where rule = ?", [rule]).fetchall()  # noqa: S608 - our own columns
    assert len(rows) == 1
    return tuple(rows[0])


def test_a_rule_that_models_check_has_the_words_of_the_code_table(build: Build) -> None:
    severity, english, chinese, internships, hosts, colleges, status = breach(build, "INT-M03")
    assert (english, chinese) == ("No post internship in the first year", "一年级学生不得参加岗位实习")
    assert (severity, internships, hosts, colleges, status) == ("error", 15, 1, 1, "ok")


def test_a_year_of_a_host_is_no_internship(build: Build) -> None:
    _, english, chinese, internships, hosts, colleges, status = breach(build, "INT-M13H")
    assert english == "Interns on the peak day within the share of the host's staff, all colleges together"
    assert chinese == "高峰日实习生占单位在岗人数不超比例（各校合计）"
    assert (internships, hosts, colleges, status) == (None, 12, 0, "not_available")


def test_a_rule_of_the_contract_keeps_its_own_words(build: Build) -> None:
    _, english, chinese, internships, _, _, status = breach(build, "INT-004")
    assert english not in {"", "INT-004"}
    assert chinese not in {"", "INT-004"}
    assert (internships, status) == (None, "suppressed")
