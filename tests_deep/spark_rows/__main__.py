"""`python -m tests_deep.spark_rows`: build the hand-made city on DuckDB and on Spark, and compare every mart.

How Spark runs dbt belongs in `engine.py`, which the other virtual environment executes; what equal means in
`compare.py`. The folder is kept under `var/spark`, so that a difference can be looked at.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.dbt import city, introduced, planted
from tests.dbt.raw_files import PROJECT, ROOT, source_columns, write_codes, write_feed, write_internal
from tests_deep.spark_rows.compare import compare_marts
from tests_deep.spark_rows.sources import write_sources

FOLDER = ROOT / "var" / "spark"
ENGINE = Path(__file__).with_name("engine.py")


def main() -> int:
    """Print each mart with its rows and whether both engines agree; 1 when any differs."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    _write_city(FOLDER)
    variables = {
        "as_of": city.AS_OF.isoformat(sep=" "),
        "raw_dir": str(FOLDER / "raw"),
        "codes_dir": str(FOLDER / "codes"),
        "export": city.EXPORT,
    }
    print("DuckDB ...", flush=True)
    _run([Path(sys.executable).with_name("dbt"), "--quiet", "run", *_project(), "--vars", json.dumps(variables)])
    print("Spark, about ten minutes ...", flush=True)
    write_sources(variables, FOLDER / "sources")
    _run([ROOT / ".venv" / "spark" / "bin" / "python", ENGINE, FOLDER, PROJECT, json.dumps(variables)])
    verdicts = compare_marts(FOLDER / "warehouse.duckdb", FOLDER / "spark-warehouse")
    for verdict in verdicts:
        print(f"{verdict.mart:34} {verdict.rows:>6} rows  {verdict.digest[:12]}  {verdict.says}")
    equal = sum(verdict.is_equal for verdict in verdicts)
    filled = sum(verdict.rows > 0 for verdict in verdicts)
    print(f"{equal} of {len(verdicts)} marts equal row by row; {filled} of them have rows")
    return 0 if verdicts and equal == len(verdicts) else 1


def _write_city(folder: Path) -> None:
    deliveries = city.build()
    planted.add_missing_feeds(deliveries)
    for feed in source_columns("raw"):
        write_feed(folder / "raw", feed, deliveries.rows.get(feed, []))
    findings = [*planted.replaced_findings(deliveries), *planted.planted_findings(deliveries)]
    write_internal(folder / "raw", deliveries.log, findings, export=city.EXPORT, introduction=introduced.steps())
    write_codes(folder / "codes", {**city.codes(), **planted.rule_tables()})


def _project() -> list[Path | str]:
    return ["--project-dir", PROJECT, "--profiles-dir", PROJECT]


def _run(command: list[Path | str]) -> None:
    environment = {
        **os.environ,
        "DBT_DUCKDB_PATH": str(FOLDER / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(FOLDER / "target"),
        "DBT_LOG_PATH": str(FOLDER / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    subprocess.run(command, cwd=FOLDER, env=environment, check=True)


if __name__ == "__main__":
    raise SystemExit(main())
