"""How dbt is called for a run: where the project lies, its variables, its executable and environment, its civil day.

Running it under Dagster belongs in orchestration; `rebuild` runs it alone to verify an edition.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

from data_contracts.code_manifest import CODES_DIR
from pipelines.publication.ledger_exports import LedgerExports, exports_of_run
from pipelines.store.paths import DataPaths, export_name

PROJECT_DIR = Path(__file__).parents[2] / "dbt_project"
TARGET_DIR = PROJECT_DIR / "target"


def dbt_vars(
    paths: DataPaths,
    as_of: datetime,
    *,
    warehouse: Path,
    exports: LedgerExports | None = None,
    codes: Path = CODES_DIR,
) -> dict[str, str]:
    """Return dbt's variables for one run; everything a model may depend on is among them.

    Args:
        paths: of the data folder.
        as_of: knowledge time of the run.
        warehouse: the file dbt writes.
        exports: the ledger's exports to read, when they are not the run's own in raw.
        codes: folder of the code tables.
    """
    return {
        "as_of": as_of.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "raw_dir": str(paths.raw),
        "codes_dir": str(codes),
        "export": export_name(as_of),
        **(exports or exports_of_run(paths, as_of)).variables(),
        "warehouse": str(warehouse),
    }


def civil_day(moment: datetime) -> date:
    """Return the day of a moment in the civil zone that dbt's models count in."""
    return (moment.astimezone(UTC) + timedelta(hours=_civil_zone_offset_hours())).date()


def end_of_day(day: date) -> datetime:
    """Return the last second of a civil day."""
    return datetime.combine(day, time(23, 59, 59), UTC) - timedelta(hours=_civil_zone_offset_hours())


@cache
def _civil_zone_offset_hours() -> int:
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
    return int(project["vars"]["civil_zone_offset_hours"])


def dbt_executable() -> str:
    """Return dbt's path: beside the running interpreter, so that no PATH is needed."""
    return str(Path(sys.executable).parent / "dbt")


def call_dbt(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt quietly over the project; what it said and its exit code are the caller's to judge."""
    project = ("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR))
    return subprocess.run(  # noqa: S603 - our own executable and paths
        [dbt_executable(), "--quiet", *arguments, *project],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _environment() -> dict[str, str]:
    """Return the environment of a dbt process: quiet, and reporting to nobody."""
    return os.environ | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
