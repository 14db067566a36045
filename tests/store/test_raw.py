"""Raw files of several contract versions are read as one table."""

from pathlib import Path

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.store.raw import scan_rows

COLLEGE = load_contract("college")


def test_columns_that_an_older_file_lacks_are_empty_and_ones_it_has_beyond_are_left_out(tmp_path: Path) -> None:
    whole = pl.concat(
        [pl.DataFrame(schema=raw_schema(COLLEGE)), pl.DataFrame({"institution_code": ["4199013845"]})], how="diagonal"
    )
    whole.write_parquet(tmp_path / "2.parquet")
    whole.drop("enrolled_total").with_columns(gone=pl.lit(1)).write_parquet(tmp_path / "1.parquet")
    rows = scan_rows([tmp_path / "1.parquet", tmp_path / "2.parquet"], COLLEGE).collect()
    assert rows.schema == pl.Schema(raw_schema(COLLEGE))
    assert rows["institution_code"].to_list() == ["4199013845", "4199013845"]


def test_no_file_is_a_table_without_rows() -> None:
    assert scan_rows([], COLLEGE).collect().schema == pl.Schema(raw_schema(COLLEGE))
