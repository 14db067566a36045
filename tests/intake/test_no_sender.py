"""A check that does not know the sender: a field that means the sender is left unsaid, not wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_contracts.loader import load_contract, load_contracts
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.report import CheckReport
from tests.intake.example_rows import example_row, example_sender
from tests.intake.files import found, table, write_csv

MEANING = {
    feed: next(f.name for f in contract.fields.values() if f.default == "sender")
    for feed, contract in load_contracts().items()
    if any(f.default == "sender" for f in contract.fields.values())
}
assert len(MEANING) > 5, "no feed whose field means the sender: wrong directory?"


def check(path: Path, feed: str, rows: list[dict[str, str | None]], *without: str, sender: str = "") -> CheckReport:
    computed = [f.name for f in load_contract(feed).fields.values() if f.computed]
    write_csv(path / "a.csv", table(rows, feed=feed, without=[*computed, *without]))
    role = "enterprise" if sender else "steward"
    return inspect_file(Inspection(path / "a.csv", feed, "0" * 64, sender, role, "2026-10"))[0]


@pytest.mark.parametrize("absent", [False, True])
@pytest.mark.parametrize("feed", MEANING)
def test_an_unknown_sender_is_no_fault_of_a_row(feed: str, absent: bool, tmp_path: Path) -> None:
    contract, name = load_contract(feed), MEANING[feed]
    report = check(tmp_path, feed, [{**example_row(contract), name: None}], *([name] if absent else []))
    assert (found(report), report.rows_accepted) == ([], 1)
    assert [repair for repair in report.repairs if repair.column == name] == []
    skipped = dict(report.skipped_rules)
    own = [r.code for r in contract.rules if r.fields == (name,)]
    assert own
    assert {skipped.get(code) for code in own} == {"1 row: no sender given / 1行：未指明报送单位"}


@pytest.mark.parametrize("feed", MEANING)
def test_a_known_sender_fills_the_cell(feed: str, tmp_path: Path) -> None:
    contract, name = load_contract(feed), MEANING[feed]
    row = {**example_row(contract), name: None}
    report = check(tmp_path, feed, [row], sender=example_sender(contract))
    assert [repair.repair for repair in report.repairs if repair.column == name] == ["default"]
    assert not any("no sender" in reason for _, reason in report.skipped_rules)


def test_a_cell_that_is_there_is_judged_beside_one_that_is_not(tmp_path: Path) -> None:
    row = example_row(load_contract("training_fund"))
    rows = [{**row, "uscc": None}, {**row, "entry_id": "X-2", "uscc": "不是代码"}]
    report = check(tmp_path, "training_fund", rows)
    assert ("uscc_pattern", 3, "uscc") in found(report)
    assert {row for _, row, column in found(report) if column == "uscc"} == {3}


def test_the_same_key_twice_is_found_without_knowing_the_sender(tmp_path: Path) -> None:
    contract = load_contract("training_fund")
    row = {**example_row(contract), "uscc": None}
    report = check(tmp_path, "training_fund", [row, {**row, "amount_cny": "1"}])
    unique = next(r for r in contract.rules if r.kind == "unique")
    assert {row for name, row, _ in found(report) if name == unique.name} == {2, 3}
    assert unique.code not in dict(report.skipped_rules)
