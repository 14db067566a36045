"""All models over a made-up province of 50,000 and of 1,000,000 students: seconds, memory, the slow models, the growth.

`dbt run`, so models without tests; the province is made first and is no part of the measure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.province.make import write_province
from benchmarks.province.writing import AS_OF
from benchmarks.side_by_side import publish
from pipelines.publication.dbt_project import PROJECT_DIR, dbt_executable, dbt_vars
from pipelines.store.paths import DataPaths

SIZES = {50_000: 10, 1_000_000: 2}
"""Students of each province, and the most runs over it that are worth their minutes."""

_KIB_PER_MIB = 1024
_SLOWEST = 10
_FIFTH = 0.2
_WORTH_NAMING = 1.0
_BYTES_PER_MIB = 1024**2


@dataclass
class Measured:
    """What runs over one size gave; seconds per model are of the last run."""

    students: int
    rows: int
    raw_mib: float
    seconds: list[float] = field(default_factory=list)
    core_seconds: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)
    models: dict[str, float] = field(default_factory=dict)
    warehouse_mib: float = 0.0


def main(runs: int) -> None:
    """Make each province once, run the models over it `runs` times, the large one at most twice; publish the tables."""
    publish("dbt_build", _tables([_measure(students, min(runs, most)) for students, most in SIZES.items()]))


def _measure(students: int, runs: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="province-") as made:
        paths = DataPaths(Path(made))
        rows = sum(write_province(paths.root, students).values())
        measured = Measured(students, rows, _size(paths.raw))
        for number in range(runs):
            print(f"dbt_build: run {number + 1} of {runs}: {students:,} students", file=sys.stderr, flush=True)
            shutil.rmtree(paths.warehouse, ignore_errors=True)
            paths.warehouse.mkdir()
            _run(paths, measured)
        return measured


def _run(paths: DataPaths, measured: Measured) -> None:
    target = paths.root / "target"
    variables = dbt_vars(paths, AS_OF, warehouse=paths.warehouse_file)
    command = [dbt_executable(), "--quiet", "run", "--vars", json.dumps(variables)]
    command += ["--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)]
    own = {"DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(paths.root / "logs"), "DO_NOT_TRACK": "1"}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | own)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"dbt run over {measured.students:,} students: exit code {process.returncode}")
    measured.seconds.append(time.perf_counter() - started)
    measured.core_seconds.append(usage.ru_utime + usage.ru_stime)
    measured.mebibytes.append(usage.ru_maxrss / _KIB_PER_MIB)
    measured.models = _seconds_per_model(json.loads((target / "run_results.json").read_text(encoding="utf-8")))
    measured.warehouse_mib = _size(paths.warehouse)


def _seconds_per_model(results: dict[str, Any]) -> dict[str, float]:
    return {result["unique_id"].rsplit(".", 1)[-1]: result["execution_time"] for result in results["results"]}


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _BYTES_PER_MIB


def _tables(measured: list[Measured]) -> str:
    small, large = measured[0], measured[-1]
    lines = [
        f"`dbt run` of {len(large.models)} models, without tests, 2 threads, {os.cpu_count()} cores, everything anew.",
        "",
        "| students | raw rows | raw MiB | whole process s (median; min-max) | core s | peak MiB | warehouse MiB |",
        "|---|---|---|---|---|---|---|",
        *(_row(each) for each in measured),
        "",
        _growth(small, large),
        "",
        *_slow_models(small, large),
        "",
        *_steep_models(small, large),
    ]
    return "\n".join(lines)


def _row(each: Measured) -> str:
    return (
        f"| {each.students:,} | {each.rows:,} | {each.raw_mib:.0f}"
        f" | {median(each.seconds):.1f} ({min(each.seconds):.1f}-{max(each.seconds):.1f})"
        f" | {median(each.core_seconds):.1f} | {max(each.mebibytes):.0f} | {each.warehouse_mib:.0f} |"
    )


def _growth(small: Measured, large: Measured) -> str:
    return (
        f"Growth: {large.students / small.students:.0f} times the students,"
        f" {median(large.seconds) / median(small.seconds):.1f} times the seconds,"
        f" {median(large.core_seconds) / median(small.core_seconds):.1f} times the core seconds,"
        f" {max(large.mebibytes) / max(small.mebibytes):.1f} times the memory."
    )


def _slow_models(small: Measured, large: Measured) -> list[str]:
    whole = sum(large.models.values())
    slowest = sorted(large.models, key=large.models.__getitem__, reverse=True)[:_SLOWEST]
    over = [name for name in slowest if large.models[name] > _FIFTH * whole]
    return [
        f"The {_SLOWEST} slowest at {large.students:,}; over a fifth of the whole: {', '.join(over) or 'none'}.",
        "",
        "| model | s | share of all models | s at the small size | growth |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {large.models[name]:.1f} | {large.models[name] / whole:.1%}"
            f" | {small.models[name]:.2f} | {large.models[name] / small.models[name]:.1f} |"
            for name in slowest
        ),
    ]


def _steep_models(small: Measured, large: Measured) -> list[str]:
    """Return the models whose seconds grew more than the students did, if they take a second at all."""
    times = large.students / small.students
    growth = {name: seconds / small.models[name] for name, seconds in large.models.items() if seconds > _WORTH_NAMING}
    steep = sorted((name for name in growth if growth[name] > times), key=growth.__getitem__, reverse=True)
    named = ", ".join(f"{name} ({growth[name]:.0f}x)" for name in steep)
    return [f"Grew faster than the students ({times:.0f} times): {named or 'none'}."]
