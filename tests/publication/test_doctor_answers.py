"""What an edition says of the vacancy doctor: rounded counts, and nothing of those who must not be met."""

import json
import re
import sqlite3
from typing import Any

import pytest

from pipelines.publication.answers_doctor import NOT_TO_MEET, SET_APART, shown
from tests.publication.conftest import Build


@pytest.mark.parametrize(
    ("people", "told"), [(-3, None), (0, None), (1, None), (9, None), (10, 10), (19, 10), (20, 20), (1208, 1200)]
)
def test_a_count_is_rounded_down_and_few_are_told_like_nobody(people: int, told: int | None) -> None:
    assert shown(people, 10) == told


def test_the_edition_holds_rounded_counts_alone(build: Build) -> None:
    doctors = _doctors(build)
    assert [doctor is None for doctor in doctors] == [False, False, True, True]
    first, second = doctors[:2]
    assert (first["pool"], first["step"]) == (1200, 10)
    by_code = {each["filter"]: each for each in first["filters"]}
    assert list(by_code) == [
        "no_consent", "occupation_not_reached", "below_legal_age", "certificate_missing", "level_too_low",
        "not_available_yet", NOT_TO_MEET,
    ]  # fmt: skip
    assert by_code["level_too_low"] == {
        "filter": "level_too_low", "requirement": "3", "alone": 1170, "in_sequence": 360,
        "relaxations": [["level_one_lower", 20], ["level_not_demanded", 40]],
    }  # fmt: skip
    assert by_code["not_available_yet"]["relaxations"] == [["start_30_days_later", None], ["start_90_days_later", None]]
    assert first["best"] == "level_too_low"
    assert second["filters"][-1]["in_sequence"] is None, "nine people are told no differently from nobody"
    counts = {int(n) for doctor in (first, second) for n in re.findall(r"[ \[](\d+)[,\]}]", json.dumps(doctor))}
    assert {n for n in counts if n % 10} == set()


def test_who_must_not_be_met_is_not_told_apart(build: Build) -> None:
    for doctor in _doctors(build)[:2]:
        assert not {each["filter"] for each in doctor["filters"]} & set(SET_APART)
        assert doctor["filters"][-1] | {"in_sequence": 0} == {
            "filter": NOT_TO_MEET, "requirement": None, "alone": None, "in_sequence": 0, "relaxations": [],
        }  # fmt: skip


def _doctors(build: Build) -> list[Any]:
    with sqlite3.connect(build().folder / "edition.sqlite") as connection:
        rows = connection.execute("select body from vacancy order by vacancy_id").fetchall()
    return [json.loads(row[0])["doctor"] for row in rows]
