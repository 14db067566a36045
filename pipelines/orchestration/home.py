"""Dagster's home in a data folder: storage and settings. `python -m pipelines.orchestration.home` makes it ready."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from pipelines.orchestration.data_dir import data_dir_of_environment

_LONGEST_RUN_SECONDS = 6 * 3600
# What a run that the machine lost holds would keep every later one waiting.
_SLOTS_FREE_AFTER_SECONDS = 60
_SETTINGS = {
    "telemetry": {"enabled": False},
    "nux": {"enabled": False},
    "concurrency": {"pools": {"default_limit": 1, "granularity": "op"}, "runs": {"max_concurrent_runs": 1}},
    "run_monitoring": {
        "enabled": True,
        "max_runtime_seconds": _LONGEST_RUN_SECONDS,
        "free_slots_after_run_end_seconds": _SLOTS_FREE_AFTER_SECONDS,
    },
    "run_retries": {"enabled": True, "max_retries": 2, "retry_on_asset_or_op_failure": False},
}


def dagster_home(data_dir: Path) -> Path:
    """Return Dagster's home in a data folder, with its settings written."""
    home = (data_dir / "dagster").resolve()
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    text = yaml.safe_dump(_SETTINGS)
    if not settings.exists() or settings.read_text(encoding="utf-8") != text:
        settings.write_text(text, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    return home


if __name__ == "__main__":
    dagster_home(data_dir_of_environment())
