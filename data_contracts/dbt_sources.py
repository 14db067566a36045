"""Write dbt's sources from the contracts and the code tables: `python -m data_contracts.dbt_sources [--check]`.

The file is committed, so that dbt needs nothing of ours to read it; `--check` fails when it has drifted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from data_contracts.code_manifest import CodeTable, code_manifest
from data_contracts.loader import load_contracts
from data_contracts.model import Contract
from data_contracts.raw_layout import DECISION, DELIVERY, FINDING, INTRODUCTION, POOL_WITHDRAWAL, raw_schema

TARGET = Path(__file__).parent.parent / "dbt_project" / "models" / "staging" / "sources.generated.yml"

_HEADING = "# Written by `python -m data_contracts.dbt_sources` from the contracts; do not edit by hand.\n"
_SQL_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "varchar",
    pl.Int64: "bigint",
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Decimal: "decimal(14,2)",
    pl.List: "varchar[]",
    pl.Datetime: "timestamp",
}
_CSV_TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "decimal": "decimal(18,4)",
    "date": "date",
    "boolean": "boolean",
}


def dbt_sources() -> str:
    """Return the text of dbt's sources file."""
    raw = {
        "name": "raw",
        "description": "Accepted rows of each feed, one Parquet file per delivery and one without rows.",
        "config": {"meta": {"external_location": _parquet("{name}/*.parquet")}},
        "tables": [_feed(contract) for contract in load_contracts().values()],
    }
    internal = {
        "name": "internal",
        "description": "Internal feeds that the platform writes before each run.",
        "tables": [
            _internal("delivery", "Deliveries that count as of the run.", _export("delivery"), DELIVERY),
            _internal("decision", "Decisions recorded by the time of the run.", _export("decision"), DECISION),
            _internal(
                "introduction",
                "Steps of introductions recorded by the time of the run.",
                _export("introduction"),
                INTRODUCTION,
            ),
            _internal(
                "pool_withdrawal",
                "Who left the pool, and who joined it again, as recorded by the time of the run.",
                _export("pool_withdrawal"),
                POOL_WITHDRAWAL,
            ),
            _internal(
                "finding", "Findings of all deliveries; join with delivery.", _parquet("_finding/*.parquet"), FINDING
            ),
        ],
    }
    codes = {
        "name": "codes",
        "description": "Code tables of data_contracts/codes, CSV with explicit types.",
        "config": {"meta": {"formatter": "template"}},
        "tables": [_code_table(table) for table in code_manifest().values()],
    }
    body = yaml.safe_dump(
        {"version": 2, "sources": [raw, internal, codes]}, sort_keys=False, allow_unicode=True, width=100
    )
    return _HEADING + body


def _feed(contract: Contract) -> dict[str, Any]:
    meta = {
        "delivery": contract.delivery,
        "primary_key": list(contract.raw_key),
        "person_keys": [person.key for person in contract.persons],
    }
    return {
        "name": contract.feed,
        "description": contract.grain.en,
        "config": {"meta": meta},
        "columns": _columns(raw_schema(contract)),
    }


def _internal(name: str, description: str, location: str, schema: dict[str, pl.DataType]) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "config": {"meta": {"external_location": location}},
        "columns": _columns(schema),
    }


def _code_table(table: CodeTable) -> dict[str, Any]:
    types = {name: _CSV_TYPES[kind] for name, kind in table.columns.items()}
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    location = (
        f"read_csv('{{{{ var('codes_dir') }}}}/{table.file}', header = true, auto_detect = false, "
        f"delim = ',', quote = '\"', columns = {{{columns}}})"
    )
    return {
        "name": table.name,
        "description": f"{table.title.en}, version {table.version}.",
        "config": {"meta": {"primary_key": list(table.key), "external_location": location}},
        "columns": [{"name": name, "data_type": kind} for name, kind in types.items()],
    }


def _export(feed: str) -> str:
    """Return where an export lies: an edition is verified with its own copy, named by the variable `<feed>_file`."""
    own = f"var('raw_dir') ~ '/_{feed}/' ~ var('export') ~ '.parquet'"
    return _read_parquet(f"{{{{ var('{feed}_file', {own}) }}}}")


def _parquet(files: str) -> str:
    return _read_parquet(f"{{{{ var('raw_dir') }}}}/{files}")


def _read_parquet(path: str) -> str:
    return f"read_parquet('{path}', union_by_name = true)"


def _columns(schema: dict[str, pl.DataType]) -> list[dict[str, str]]:
    return [{"name": name, "data_type": _SQL_TYPES[type(kind)]} for name, kind in schema.items()]


def main() -> int:
    """Write the file, or with `--check` say whether it is what would be written."""
    text = dbt_sources()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.name} differs from the contracts; run: python -m data_contracts.dbt_sources", file=sys.stderr)  # noqa: T201 - a command
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
