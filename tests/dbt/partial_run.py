"""Run some models of the project on hand-made deliveries. The whole build is in `conftest.py`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.dbt import city, planted
from tests.dbt.raw_files import PROJECT, Row, source_columns, write_codes, write_feed, write_internal


def run_models(root: Path, deliveries: city.Deliveries, findings: list[Row], models: Iterable[str]) -> Path:
    """Return the warehouse with the models and all that they read."""
    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, deliveries.rows.get(feed, []))
    write_internal(root / "raw", deliveries.log, findings, export=city.EXPORT)
    write_codes(root / "codes", {**city.codes(), **planted.rule_tables()})
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
    chosen = [f"+{model}" for model in models]
    done = subprocess.run(
        [dbt, "run", "--project-dir", PROJECT, "--profiles-dir", PROJECT, "--vars", json.dumps(variables),
         "--select", *chosen],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return root / "warehouse.duckdb"
