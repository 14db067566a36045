"""Numbers of persons in columns that everybody may read: refused at their cell, and quoted nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contracts
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.report import CheckReport
from tests.intake.example_rows import example_row
from tests.intake.files import id_number, table, write_csv

WITH_X = next(n for n in range(50) if id_number(n).endswith("X"))
ID, OLD_ID, MOBILE = id_number(WITH_X), "990000060228011", "13812345678"
OPEN = [
    (contract, item.name)
    for contract in load_contracts().values()
    for item in contract.fields.values()
    if item.public and item.form == "text" and item.is_identifier and not item.computed
]
assert len(OPEN) > 15, "no public numbers: wrong property?"
MAY_LOOK_LIKE_A_PHONE = ("agreement_no", "insurance_policy_no")


def inspected(folder: Path, feed: str, rows: list[dict[str, str | None]]) -> tuple[CheckReport, pl.DataFrame]:
    contract = load_contracts()[feed]
    row = example_row(contract)
    role = contract.senders[0]
    sender = str(row[contract.sender_field]) if contract.sender_field and role != "steward" else "990000"
    path = write_csv(folder / "a.csv", table(rows, feed=feed))
    return inspect_file(Inspection(path, feed, "0" * 64, sender, role, "2026-10"))


def placed(report: CheckReport, rule: str) -> list[tuple[int, str]]:
    return [(f.row, f.column) for f in report.findings if f.rule_name == rule]


@pytest.mark.parametrize(("feed", "name"), [(contract.feed, name) for contract, name in OPEN])
@pytest.mark.parametrize("number", [ID, OLD_ID, MOBILE])
def test_a_persons_number_in_a_public_number_is_refused_and_never_quoted(
    feed: str, name: str, number: str, tmp_path: Path
) -> None:
    rows = [{**example_row(load_contracts()[feed]), name: number}]
    report, accepted = inspected(tmp_path, feed, rows)
    if number == MOBILE and name in MAY_LOOK_LIKE_A_PHONE:
        assert placed(report, "number_like_phone") == [(2, name)]
        assert placed(report, "personal_number") == []
        return
    assert placed(report, "personal_number") == [(2, name)]
    assert accepted.is_empty()
    assert number not in json.dumps(report.as_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        f" {ID} ",
        ID.lower(),
        "９９００００" + ID[6:],
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        "+8613812345678",
        "138 1234 5678",
    ],
)
def test_a_number_written_otherwise_is_the_same_number(text: str, tmp_path: Path) -> None:
    row = example_row(load_contracts()["internship"]) | {"internship_id": text}
    report, accepted = inspected(tmp_path, "internship", [row])
    assert placed(report, "personal_number") == [(2, "internship_id")]
    assert accepted.is_empty()


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:-1]}0",
        "990000200613280018",
        "990000061328011",
        "200000260901001",
        "23812345678",
        "138123456789",
        f"SX{MOBILE}",
        "SX-2026-0001",
    ],
)
def test_other_long_numbers_are_taken_as_they_are(text: str, tmp_path: Path) -> None:
    row = example_row(load_contracts()["internship"]) | {"internship_id": text}
    report, accepted = inspected(tmp_path, "internship", [row])
    assert placed(report, "personal_number") == []
    assert accepted["internship_id"].to_list() == [text]


def test_two_rows_under_one_persons_number_are_two_refused_rows(tmp_path: Path) -> None:
    row = example_row(load_contracts()["internship"])
    rows = [row | {"internship_id": ID}, row | {"internship_id": MOBILE}]
    report, accepted = inspected(tmp_path, "internship", rows)
    assert placed(report, "personal_number") == [(2, "internship_id"), (3, "internship_id")]
    assert accepted.is_empty()
    assert report.rows_rejected == 2
