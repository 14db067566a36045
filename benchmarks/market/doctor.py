"""The models of the vacancy doctor as statements, compiled by dbt, for tables `int_match_…` of the current schema."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.market.sql import PROJECT

MODELS = ("group", "reach", "demand", "certified", "question", "count", "exception", "answer")
"""In the order in which they are made."""

_VARIABLES = "{as_of: '2026-01-01 00:00:00', raw_dir: raw, export: none}"


def doctor_statements(target: Path) -> list[tuple[str, str]]:
    """Return name and statement of every model of the doctor; dbt writes into the folder `target`.

    Raises:
        RuntimeError: dbt could not compile the models.
    """
    command = [
        str(Path(sys.executable).with_name("dbt")), "--quiet", "compile", "--no-introspect", "--no-populate-cache",
        "--select", *(f"int_doctor_{model}" for model in MODELS), "--vars", _VARIABLES, "--target-path", str(target),
        "--log-path", str(target), "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"dbt compile: {(done.stdout + done.stderr)[-2000:]}")
    folder = target / "compiled" / "talent_reserve" / "models" / "intermediate" / "doctor"
    return [_statement(folder / f"int_doctor_{model}.sql") for model in MODELS]


def _statement(path: Path) -> tuple[str, str]:
    select = re.sub(r'("[^"]+"\.)?"intermediate"\.', "", path.read_text(encoding="utf-8"))
    return path.stem, f"create table {path.stem} as {select}"
