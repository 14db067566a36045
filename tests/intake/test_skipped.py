"""What a rule did not judge, and why: absent columns, cells that cannot be used, empty cells it passes over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.loader import load_contract
from data_contracts.model import Contract
from pipelines.intake.check.judge import Judgement, judge
from pipelines.intake.normalise.normalised import Normalised
from tests.data_contracts.contract_files import Content, add_rule, contract_from, properties
from tests.intake.example_rows import example_sender, judge_examples, normalise_examples
from tests.intake.files import inspect, student, students, table, write_csv


def reasons(judged: Judgement, contract: Contract) -> dict[str, list[str]]:
    names = {rule.code: rule.name for rule in contract.rules}
    told: dict[str, list[str]] = {}
    for code, reason in judged.skipped:
        told.setdefault(names[code], []).append(reason)
    return told


def test_rows_left_out_for_an_unusable_cell_are_counted_by_rule_and_cell() -> None:
    contract = load_contract("enrolment")
    judged = judge_examples(contract, [{}, {"birth_date": "昨天"}, {"birth_date": "前天", "student_no": "2"}])
    told = reasons(judged, contract)
    assert told["birth_date_matches_id"] == ["2 rows: birth_date unusable / 2行：出生日期不可用"]
    assert told["age_at_start"] == ["2 rows: birth_date unusable / 2行：出生日期不可用"]
    assert "grade_fits_start" not in told


def test_a_row_with_two_unusable_cells_counts_once() -> None:
    contract = load_contract("enrolment")
    judged = judge_examples(contract, [{"birth_date": "昨天", "programme_start": "明天"}])
    assert len(reasons(judged, contract)["age_at_start"]) == 1
    assert reasons(judged, contract)["age_at_start"][0].startswith("1 row: ")


def test_nothing_is_skipped_where_everything_can_be_judged() -> None:
    for feed in ("enrolment", "internship", "destination"):
        contract = load_contract(feed)
        assert judge_examples(contract, [{}]).skipped == []


def with_absent(feed: str, absent: tuple[str, ...], cells: dict[str, str]) -> tuple[Judgement, Contract]:
    contract = load_contract(feed)
    normalised = normalise_examples(contract, [{**cells, **dict.fromkeys(absent, "")}])
    judged = judge(
        Normalised(normalised.frame, absent=absent),
        contract,
        sender=example_sender(contract),
        period="2026-10",
        speaks_for_others=False,
    )
    return judged, contract


def test_an_absent_column_is_not_taken_for_an_empty_answer() -> None:
    judged, contract = with_absent("internship", ("agreement_no",), {})
    assert "i01_agreement_before_start" not in {f.rule_name for f in judged.findings}
    assert reasons(judged, contract)["i01_agreement_before_start"] == ["column absent / 缺列: agreement_no"]
    empty = judge_examples(contract, [{"agreement_no": ""}])
    assert [f.rule_name for f in empty.findings] == ["i01_agreement_before_start"]


def test_a_rule_that_can_do_without_a_column_still_judges_the_rest() -> None:
    judged, contract = with_absent("internship", ("night_shift", "rest_day_work"), {"hours_per_day": "10"})
    assert [f.rule_name for f in judged.findings] == ["i09_working_time"]
    assert "i09_working_time" not in reasons(judged, contract)


def test_a_rule_whose_every_column_is_absent_is_skipped() -> None:
    judged, contract = with_absent("internship", ("fees_charged", "id_held", "guarantee_required"), {})
    assert "i12_fees" in reasons(judged, contract)


def test_absent_column_empty_cell_and_extra_column_are_three_findings(tmp_path: Path) -> None:
    rows = table([student(0, email=None)], without=["phone"])
    sheet = [[*rows[0], "备注栏"], [*rows[1], "x"]]
    report = inspect(write_csv(tmp_path / "a.csv", sheet))
    assert [f.rule_name for f in report.findings] == ["column_unknown"]
    assert "phone_form" in {r.name for r in load_contract("enrolment").rules if r.code in dict(report.skipped_rules)}
    missing = inspect(write_csv(tmp_path / "b.csv", table(students(2), without=["name"])))
    assert "column_missing" in {f.rule_name for f in missing.findings}
    assert "name_required" not in {f.rule_name for f in missing.findings}


KINDS: dict[str, dict[str, Any]] = {
    "form": {"kind": "form"},
    "pattern": {"kind": "pattern", "regex": "^1"},
    "length": {"kind": "length", "max": 5},
    "allowed": {"kind": "allowed", "vocabulary": "gender"},
    "items_allowed": {"kind": "items_allowed", "vocabulary": "gender"},
    "range": {"kind": "range", "min": 0, "max": 5},
    "unique": {"kind": "unique", "fields": ["amount"]},
    "compare": {"kind": "compare", "left": "amount", "operator": "<=", "right": "amount"},
    "condition": {"kind": "condition", "holds": "amount > 0", "fields": ["amount"]},
    "code": {"kind": "code", "function": "certificate_no_pattern"},
}


@pytest.mark.parametrize("null_means", ["passes", "fails", "skipped"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_rule_keeps_its_own_word_on_empty_cells(tmp_path: Path, kind: str, null_means: str) -> None:
    def change(content: Content) -> None:
        properties(content)[1]["quality"].clear()
        add_rule(content, KINDS[kind])
        properties(content)[1]["quality"][-1]["customProperties"].append({"property": "nullMeans", "value": null_means})

    contract = contract_from(tmp_path, change)
    frame = pl.DataFrame(
        {"sheet": [""], "row_no": [2], "code__text": ["a"], "amount__text": [None], "row_action": [None]},
        schema_overrides={"amount__text": pl.String, "row_action": pl.String},
    )
    judged = judge(Normalised(frame), contract, sender="a", period="2026-10", speaks_for_others=False)
    assert [f.rule for f in judged.findings] == (["SAM-009"] if null_means == "fails" else [])
    empty = [("SAM-009", "1 row: a cell it needs is empty / 1行：所需单元格为空")]
    assert judged.skipped == (empty if null_means == "skipped" else [])
