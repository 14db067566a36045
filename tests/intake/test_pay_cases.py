"""Every notation of pay with what it must become, checked by hand, and a case for every notation of the frequencies."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import pipelines.demo
from data_contracts.loader import load_contract
from pipelines.intake.normalise.pay import read_pay
from tests.intake.example_rows import normalise_examples

NEGOTIABLE, REFUSED, ROUNDED = "negotiable", "refused", "rounded"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = _rows(Path(__file__).parent / "pay_cases.csv")
FREQUENCIES = _rows(Path(pipelines.demo.__file__).parent / "data" / "vacancy_distributions.csv")
FORMATS = [row["value"] for row in FREQUENCIES if row["kind"] == "salary_format"]
assert len(CASES) >= 60
assert len(FORMATS) >= 15, "no salary formats: wrong file?"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_pay_is_read_as_a_person_reads_it(case: dict[str, str]) -> None:
    found = read_pay("" if case["text"] == "(empty)" else case["text"])
    if not case["period"] and NEGOTIABLE not in case["note"]:
        assert found is None
        assert case["note"].startswith((REFUSED, "says nothing")), "say why nothing can be read"
        return
    assert found is not None
    cells = found.cells()
    expected = [case[name] or None for name in ("pay_min", "pay_max", "period", "months")]
    assert [cells[name] for name in ("pay_min", "pay_max", "pay_period", "pay_months")] == expected
    assert found.pay_negotiable == (NEGOTIABLE in case["note"])
    assert found.rounded == (ROUNDED in case["note"])


@pytest.mark.parametrize("form", FORMATS)
def test_every_notation_of_the_frequencies_has_a_case(form: str) -> None:
    assert form in {re.sub(r"\d+(\.\d+)?", "N", case["text"]) for case in CASES}


def test_a_part_of_a_yuan_is_rounded_outwards_and_said() -> None:
    normalised = normalise_examples(load_contract("vacancy"), [{"pay_text": "25.5元/时"}, {"pay_text": "25元/时"}])
    assert normalised.frame.select("pay_min__text", "pay_max__text").rows() == [("25", "26"), ("25", "25")]
    assert [(r.row, r.column) for r in normalised.repairs if r.repair == "pay_rounded"] == [
        (2, "pay_min"),
        (2, "pay_max"),
    ]
    assert normalised.frame["pay_text__text"].to_list() == ["25.5元/时", "25元/时"], "the words stay as they were sent"


def test_amounts_that_were_sent_are_not_replaced_by_the_words() -> None:
    row = {"pay_text": "5000-8000元/月", "pay_min": "5500"}
    assert normalise_examples(load_contract("vacancy"), [row]).frame["pay_min__text"].to_list() == ["5500"]
