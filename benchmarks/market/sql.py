"""The portable SQL engine as text, compiled by dbt from the model that a run with `match_engine: sql` builds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "dbt_project"
_VARIABLES = "{match_engine: sql, as_of: '2026-01-01 00:00:00', raw_dir: raw, export: none}"


def engine_sql(target: Path) -> str:
    """Return a query over tables `int_match_…` of the current schema; dbt writes into the folder `target`.

    Raises:
        RuntimeError: dbt could not compile the model.
    """
    command = [
        str(Path(sys.executable).with_name("dbt")), "--quiet", "compile", "--no-introspect", "--no-populate-cache",
        "--select", "int_match_top", "--vars", _VARIABLES, "--target-path", str(target),
        "--log-path", str(target), "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"dbt compile: {(done.stdout + done.stderr)[-2000:]}")
    models = target / "compiled" / "talent_reserve" / "models" / "intermediate" / "matching"
    sql = (models / "int_match_top.sql").read_text(encoding="utf-8")
    return re.sub(r'("[^"]+"\.)?"intermediate"\.', "", sql)
