"""Run several ways of one job by turns, each in a process of its own, and tabulate seconds and memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUT = Path("var") / "bench"
_MIB = 1024
_QUIET = {"GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}


@dataclass
class Way:
    """One way of doing the job: a module of `benchmarks.ways` and its arguments."""

    title: str
    module: str
    arguments: tuple[str, ...] = ()
    seconds: list[float] = field(default_factory=list)
    inner: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> None:
        """Run once; the way prints one line of JSON with what it counted and the seconds of the job alone."""
        command = [sys.executable, "-m", f"benchmarks.ways.{self.module}", *self.arguments]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | _QUIET)
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.title}: exit code {process.returncode}")
        self.seconds.append(time.perf_counter() - started)
        self.mebibytes.append(usage.ru_maxrss / _MIB)
        self.said = json.loads(printed.strip().splitlines()[-1])
        self.inner.append(self.said.pop("seconds"))
        self.told.append(self.said)


def side_by_side(name: str, ways: list[Way], *, runs: int) -> None:
    """Run every way `runs` times by turns and print the table of medians; the first way is the one compared."""
    for number in range(runs):
        for way in ways:
            print(f"{name}: run {number + 1} of {runs}: {way.title}", file=sys.stderr, flush=True)
            way.run()
    publish(name, _table(ways))


def publish(name: str, table: str) -> None:
    """Print a table and keep it."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.md").write_text(f"# {name}\n\n{table}\n", encoding="utf-8")
    print(f"## {name}\n\n{table}\n", flush=True)


def _table(ways: list[Way]) -> str:
    base = statistics.median(ways[0].inner)
    lines = [
        "| way | job s (median; min-max) | x | whole process s | peak MiB | counted |",
        "|---|---|---|---|---|---|",
    ]
    for way in ways:
        job = statistics.median(way.inner)
        lines.append(
            f"| {way.title} | {job:.2f} ({min(way.inner):.2f}-{max(way.inner):.2f}) | {job / base:.1f}"
            f" | {statistics.median(way.seconds):.2f} | {max(way.mebibytes):.0f} | {json.dumps(way.said)} |"
        )
    return "\n".join(lines)
