"""The data folder that the environment names, for processes that Dagster starts."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.store.paths import DEFAULT_DATA_DIR


def data_dir_of_environment() -> Path:
    """Return `TALENT_DATA`, else `var/data` below the working folder."""
    return Path(os.environ.get("TALENT_DATA") or DEFAULT_DATA_DIR).resolve()
