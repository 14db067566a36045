"""The made-up province of the benchmark is raw data as the door would have written it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.province.make import FEEDS, write_province
from benchmarks.province.writing import AS_OF
from data_contracts.code_manifest import CODES_DIR
from data_contracts.loader import feed_names, load_contract
from data_contracts.raw_layout import DELIVERY, FINDING, raw_schema
from pipelines.store.paths import DataPaths

STUDENTS = 1500
FEED_NAMES = sorted(feed_names())
CODES = {"major_code": "majors", "occupation_code": "occupations", "work_region": "regions", "industry": "industries"}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paths = DataPaths(tmp_path_factory.mktemp("province"))
    write_province(paths.root, STUDENTS)
    return paths.raw


def rows_of(raw: Path, feed: str) -> pl.DataFrame:
    return pl.read_parquet(raw / feed / "[0-9]*.parquet")


def test_every_feed_is_made() -> None:
    assert sorted(FEEDS) == FEED_NAMES


@pytest.mark.parametrize("feed", FEED_NAMES)
def test_rows_fit_the_contract(raw: Path, feed: str) -> None:
    contract = load_contract(feed)
    rows = rows_of(raw, feed)
    assert rows.schema == pl.Schema(raw_schema(contract))
    assert rows.height
    required = [item.name for item in contract.raw_fields if item.required]
    assert {name: rows[name].null_count() for name in required if rows[name].null_count()} == {}
    key = ["sender", "period", *contract.raw_key]
    assert rows.select(key).is_unique().all()
    for person in contract.persons:
        assert rows[person.key].str.contains("^[0-9a-f]{32}$").all()
    for name, table in CODES.items():
        if name in rows.columns:
            known = pl.read_csv(CODES_DIR / f"{table}.csv", infer_schema=False)["code"]
            assert rows[name].drop_nulls().is_in(known.implode()).all(), name


def test_exports_name_the_deliveries_that_are_there(raw: Path) -> None:
    deliveries = pl.read_parquet(DataPaths(raw.parent).export_file("_delivery", AS_OF))
    assert deliveries.schema == pl.Schema(DELIVERY)
    assert {feed: rows_of(raw, feed).height for feed in FEED_NAMES} == dict(
        deliveries.group_by("feed").agg(pl.col("rows_accepted").sum()).iter_rows()
    )
    assert rows_of(raw, "_finding").schema == pl.Schema(FINDING)


def test_the_same_seed_makes_the_same_rows(raw: Path, tmp_path: Path) -> None:
    write_province(tmp_path, STUDENTS)
    again = DataPaths(tmp_path).raw
    for feed in FEED_NAMES:
        assert rows_of(again, feed).equals(rows_of(raw, feed)), feed
