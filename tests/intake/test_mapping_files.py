"""Every mapping file against its contract and its own made-up example, through the real door."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import HOME
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.delivery.deliver import role_of
from pipelines.intake.mapping import Mapping, load_mapping
from pipelines.intake.report.report import CheckReport
from tests.intake.files import Row, write_xlsx

FILES = sorted((HOME / "mappings").glob("*.yaml"))
assert FILES, "no mapping files: wrong directory?"


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def mapping(request: pytest.FixtureRequest) -> Mapping:
    path: Path = request.param
    return load_mapping(path)


@pytest.fixture
def inspected(mapping: Mapping, tmp_path: Path) -> tuple[CheckReport, pl.DataFrame]:
    example = mapping.example
    assert example is not None
    path = _written(mapping, tmp_path)
    return inspect_file(
        Inspection(path, mapping.feed, "0" * 64, example.sender, role_of(example.sender), "2026-10", mapping=mapping)
    )


def _written(mapping: Mapping, folder: Path) -> Path:
    assert mapping.example is not None
    tables = mapping.example.tables
    if mapping.example.sheets is not None:
        sheets: dict[str, Sequence[Row]] = {name: rows for name, rows in tables.items()}  # noqa: C416 - widens the type
        return write_xlsx(folder / "example.xlsx", sheets)
    path = folder / "example.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(tables[""])
    return path


def test_a_mapping_that_is_shipped_brings_its_own_test(mapping: Mapping) -> None:
    assert mapping.example is not None
    assert mapping.expect


def test_the_example_comes_in_without_an_error(inspected: tuple[CheckReport, pl.DataFrame], mapping: Mapping) -> None:
    report, accepted = inspected
    assert [f.message.en for f in report.findings if f.severity != "warning"] == []
    assert accepted.height == report.rows_read == len(mapping.expect)


def test_the_example_gives_the_expected_values(inspected: tuple[CheckReport, pl.DataFrame], mapping: Mapping) -> None:
    assert mapping.example is not None
    sheets = list(mapping.example.tables)
    rows = sorted(inspected[1].to_dicts(), key=lambda row: (sheets.index(row["sheet"]), row["row_no"]))
    got = [{name: row[name] for name in wanted} for row, wanted in zip(rows, mapping.expect, strict=True)]
    assert got == list(mapping.expect)


def test_every_column_of_the_example_is_read_or_ignored_on_purpose(
    inspected: tuple[CheckReport, pl.DataFrame],
) -> None:
    assert [f for f in inspected[0].findings if f.rule_name == "column_unknown"] == []


def test_each_assumed_constant_is_one_finding_of_the_file(
    inspected: tuple[CheckReport, pl.DataFrame], mapping: Mapping
) -> None:
    assumed = [f for f in inspected[0].findings if f.rule_name == "mapping_assumed"]
    constants = {name: source.constant for name, source in mapping.fields.items() if source.assumed}
    assert {f.column for f in assumed} == set(constants)
    assert len(assumed) == len(constants)
    for found in assumed:
        for text in (found.message.en, found.message.zh):
            assert found.column in text
            assert str(constants[found.column]) in text
