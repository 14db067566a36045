"""What an edition knows of students: whose they are, what consent opens of them, and not a word more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_contracts.disclosure import opened
from pipelines.publication.answers_student import PLACE, disclosed_rows, employer_rows, student_rows
from pipelines.publication.warehouse import Warehouse, open_warehouse


@pytest.fixture
def warehouse(city: Path) -> Iterator[Warehouse]:
    with open_warehouse(city / "warehouse.duckdb") as found:
        yield found


def person(number: int) -> str:
    return f"p{number:031d}"


def test_a_student_number_leads_to_its_person(warehouse: Warehouse) -> None:
    rows = list(student_rows(warehouse))
    assert len(rows) == 120
    assert ("4199000001", "N7", person(7)) in rows
    assert rows == sorted(rows)


def test_nothing_is_known_of_somebody_who_took_the_consent_back(warehouse: Warehouse) -> None:
    found = {row[0] for row in disclosed_rows(warehouse)}
    assert len(found) == 108
    assert person(9) not in found


def test_what_consent_opens_is_there_and_nothing_else(warehouse: Warehouse) -> None:
    bodies = {row[0]: json.loads(str(row[3])) for row in disclosed_rows(warehouse)}
    for body in bodies.values():
        for feed, rows in body.items():
            told = {name for name, one in opened(feed).items() if not one.field.in_vault}
            for row in rows:
                assert set(row) - {PLACE} == told
    text = json.dumps(bodies, ensure_ascii=False)
    assert not [word for word in ("2006-03-04", "female", "2026-01-05", "2025-10-08", "2027-06-15") if word in text]
    assert bodies[person(0)] == {
        "enrolment": [
            {
                "tier": "higher", "major_code": "460103", "major_name": "数控技术", "expected_end": "2027",
                "place": bodies[person(0)]["enrolment"][0]["place"],
            }
        ],
        "job_intention": [],
        "certificate": [
            {
                "cert_type": "vocational_skill", "occupation_code": "6-18-01-01", "occupation_name": "车工",
                "level": 3, "issue_date": "2026-05-20", "place": [3, "证书", 2],
            }
        ],
        "internship": [
            {"host_name": "云州机床厂", "post_name": "车工", "start_date": "2026-01", "end_date": "2026-06"}
        ],
        "award": [
            {
                "competition_name": "云州技能大赛", "item": "数控车", "award_tier": "provincial", "event_date": "2025"
            }
        ],
    }  # fmt: skip
    assert [bool(bodies[person(n)]["award"]) for n in range(5)] == [True, False, False, True, False]


def test_a_college_is_told_the_registered_name(warehouse: Warehouse) -> None:
    assert list(employer_rows(warehouse)) == [("91990100MA00000018", "云州机床有限公司")]
