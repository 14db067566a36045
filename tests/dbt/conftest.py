"""One small warehouse per test session, built by `dbt build` from hand-made raw files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_contracts.loader import load_contract
from tests.dbt import city
from tests.dbt.raw_files import PROJECT, source_columns, write_codes, write_feed, write_internal
from tests.intake.example_rows import judge_examples


@dataclass(frozen=True)
class Warehouse:
    """A built warehouse: its connection and the SQL that dbt compiled."""

    connection: duckdb.DuckDBPyConnection
    compiled: Path

    def rows(self, sql: str, *values: str | list[str]) -> list[tuple[Any, ...]]:
        """All rows of a query; each `?` in it takes a value."""
        return self.connection.execute(sql, list(values)).fetchall()


@pytest.fixture(scope="session")
def deliveries() -> city.Deliveries:
    return city.build()


@pytest.fixture(scope="session")
def warehouse(deliveries: city.Deliveries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    root = tmp_path_factory.mktemp("dbt")
    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, deliveries.rows.get(feed, []))
    write_internal(root / "raw", deliveries.log, [*_findings(deliveries), *_planted(deliveries)], export=city.EXPORT)
    write_codes(root / "codes", city.codes())
    _dbt_build(root)
    connection = duckdb.connect(str(root / "warehouse.duckdb"), read_only=True)
    yield Warehouse(connection, root / "target" / "compiled" / "talent_reserve")
    connection.close()


def _findings(deliveries: city.Deliveries) -> list[dict[str, Any]]:
    """I01 about I1 (in force) and about the first version of IC1 (replaced by a newer month)."""
    about = [r for r in deliveries.rows["internship"] if r["internship_id"] == "I1" or r.get("post_name") == "old"]
    return [
        {
            "delivery_no": row["delivery_no"], "feed": "internship", "rule": rule, "kind": kind, "severity": "error",
            "sheet": "S", "row_no": row["row_no"],
        }
        for row in about
        for rule, kind in (("INT-I01", "compliance"), ("INT-002", "data"))
    ]  # fmt: skip


def _planted(deliveries: city.Deliveries) -> list[dict[str, Any]]:
    """What the door says of the bad example of each rule on conduct, as if I2 were that row."""
    (row,) = [r for r in deliveries.rows["internship"] if r["internship_id"] == "I2"]
    contract = load_contract("internship")
    found = [
        judge_examples(contract, list(rule.bad)).findings
        for rule in contract.rules
        if rule.finding_kind == "compliance"
    ]
    return [
        {
            "delivery_no": row["delivery_no"], "feed": "internship", "rule": finding.rule, "kind": finding.kind,
            "severity": finding.severity, "sheet": "S", "row_no": row["row_no"],
        }
        for findings in found
        for finding in findings[:1]
    ]  # fmt: skip


def _dbt_build(root: Path) -> None:
    variables = {
        "as_of": city.AS_OF.isoformat(sep=" "),
        "raw_dir": str(root / "raw"),
        "codes_dir": str(root / "codes"),
        "export": city.EXPORT,
    }
    environment = {
        **os.environ,
        "DBT_DUCKDB_PATH": str(root / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(root / "target"),
        "DBT_LOG_PATH": str(root / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run(
        [dbt, "build", "--project-dir", PROJECT, "--profiles-dir", PROJECT, "--vars", json.dumps(variables)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
