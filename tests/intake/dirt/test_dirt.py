"""Every row of the list of dirt: its files go through the door and come out as the row says, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.dirt.case import EVERYDAY, Case, inspect_case, value_at
from tests.intake.dirt.cases_of_cells import CELLS
from tests.intake.dirt.cases_of_files import FILES
from tests.intake.files import found

ROWS = range(1, 39)
DIRT = {number: [*FILES.get(number, []), *CELLS.get(number, [])] for number in ROWS}
CASES = [pytest.param(case, id=f"{number:02d}-{case.name}") for number, cases in DIRT.items() for case in cases]


def test_every_row_of_the_list_has_a_file() -> None:
    assert sorted({*FILES, *CELLS}) == list(ROWS)
    assert [number for number, cases in DIRT.items() if not cases] == []


@pytest.mark.parametrize("case", CASES)
def test_dirt_is_handled_as_its_row_says(case: Case, tmp_path: Path) -> None:
    report, accepted = inspect_case(case, tmp_path)
    assert sorted(found(report)) == sorted(case.findings)
    made = {tuple(repair) for repair in report.repairs}
    assert case.repairs <= made
    assert {repair for repair in made - case.repairs if repair[3] not in EVERYDAY} == set()
    assert {place: value_at(accepted, place) for place in case.values} == case.values
    assert report.rows_accepted == case.accepted
