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
from filelock import FileLock

from tests.dbt import city, introduced, planted
from tests.dbt.raw_files import PROJECT, source_columns, write_codes, write_feed, write_internal


@dataclass(frozen=True)
class Warehouse:
    """A built warehouse: its connection and the folder of its file and of what dbt left in `target`."""

    connection: duckdb.DuckDBPyConnection
    root: Path

    @property
    def file(self) -> Path:
        """The warehouse itself."""
        return self.root / "warehouse.duckdb"

    @property
    def manifest(self) -> Path:
        """dbt's manifest."""
        return self.root / "target" / "manifest.json"

    @property
    def compiled(self) -> Path:
        """The SQL that dbt compiled."""
        return self.root / "target" / "compiled" / "talent_reserve"

    def rows(self, sql: str, *values: str | list[str]) -> list[tuple[Any, ...]]:
        """All rows of a query; each `?` in it takes a value."""
        return self.connection.execute(sql, list(values)).fetchall()


@pytest.fixture(scope="session")
def deliveries() -> city.Deliveries:
    built = city.build()
    planted.add_missing_feeds(built)
    return built


@pytest.fixture(scope="session")
def warehouse(deliveries: city.Deliveries, shared_temp: Path) -> Iterator[Warehouse]:
    root = shared_temp / "dbt"
    with FileLock(f"{root}.lock"):
        built = root / "built"
        if not built.exists():
            _write_inputs(root, deliveries)
            _dbt_build(root)
            built.touch()
    connection = duckdb.connect(str(root / "warehouse.duckdb"), read_only=True)
    yield Warehouse(connection, root)
    connection.close()


def _write_inputs(root: Path, deliveries: city.Deliveries) -> None:
    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, deliveries.rows.get(feed, []))
    findings = [*planted.replaced_findings(deliveries), *planted.planted_findings(deliveries)]
    write_internal(root / "raw", deliveries.log, findings, export=city.EXPORT, introduction=introduced.steps())
    write_codes(root / "codes", {**city.codes(), **planted.rule_tables()})


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
