"""Write raw Parquet and code tables for a small warehouse, in the types that the dbt sources declare.

What the rows say belongs in `city.py`; running dbt belongs in `conftest.py`.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
SOURCES = PROJECT / "models" / "staging" / "sources.generated.yml"

Row = dict[str, Any]

_TYPES: dict[str, pa.DataType] = {
    "varchar": pa.string(),
    "bigint": pa.int64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "decimal(14,2)": pa.decimal128(14, 2),
    "timestamp": pa.timestamp("us"),
    "varchar[]": pa.list_(pa.string()),
}


def source_columns(source: str) -> dict[str, dict[str, str]]:
    """Columns and types of every table of one dbt source."""
    declared = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    tables = next(entry["tables"] for entry in declared if entry["name"] == source)
    return {table["name"]: {c["name"]: c["data_type"] for c in table["columns"]} for table in tables}


def write_feed(raw_dir: Path, feed: str, rows: list[Row]) -> None:
    """Write one file per delivery and the zero-row `_schema.parquet`."""
    schema = _schema(source_columns("raw")[feed])
    _write(raw_dir / feed / "_schema.parquet", [], schema)
    by_delivery: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_delivery[row["delivery_no"]].append(row)
    for delivery_no, delivered in by_delivery.items():
        _write(raw_dir / feed / f"{delivery_no}.parquet", delivered, schema)


def write_internal(
    raw_dir: Path, deliveries: list[Row], findings: list[Row], *, export: str, **known: list[Row]
) -> None:
    """Write the internal feeds; of what the ledger knows besides deliveries, what is not given has no rows."""
    columns = source_columns("internal")
    exports = ("decision", "introduction", "pool_withdrawal")
    assert not known.keys() - set(exports), f"the ledger exports no {sorted(known)}"
    for name, rows in {**{name: known.get(name, []) for name in exports}, "delivery": deliveries}.items():
        _write(raw_dir / f"_{name}" / f"{export}.parquet", rows, _schema(columns[name]))
    _write(raw_dir / "_finding" / "_schema.parquet", [], _schema(columns["finding"]))
    if findings:
        _write(raw_dir / "_finding" / "1.parquet", findings, _schema(columns["finding"]))


def write_codes(codes_dir: Path, tables: dict[str, list[Row]]) -> None:
    """Write every code table; one that is not given has only its header."""
    codes_dir.mkdir(parents=True, exist_ok=True)
    for name, columns in source_columns("codes").items():
        with (codes_dir / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(columns))
            writer.writeheader()
            writer.writerows(tables.get(name, []))


def _schema(columns: dict[str, str]) -> pa.Schema:
    return pa.schema([(name, _TYPES[data_type]) for name, data_type in columns.items()])


def _write(path: Path, rows: list[Row], schema: pa.Schema) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unknown = {key for row in rows for key in row} - set(schema.names)
    assert not unknown, f"{path.parent.name}: the source has no column {sorted(unknown)}"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
