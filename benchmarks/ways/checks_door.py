"""The door's checks alone, every failing row named: `python -m benchmarks.ways.checks_door FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.rolls import COLLEGE
from benchmarks.twenty_five import contract
from data_contracts.checks import compile_checks, typed
from pipelines.intake.check.judge import judge
from pipelines.intake.check.judged_day import judged_day
from pipelines.intake.normalise.normalised import Normalised

PERIOD = "2026-10"


def main(path: Path) -> None:
    """Judge the rows and print what was counted."""
    rules = contract()
    compile_checks(rules, on=judged_day(PERIOD, None))
    cells = Normalised(pl.read_parquet(path))
    started = time.perf_counter()
    judged = judge(cells, rules, sender=COLLEGE, period=PERIOD, speaks_for_others=False)
    named = len({(finding.rule, finding.row) for finding in judged.findings})
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    typed(cells.frame, rules)
    typing = time.perf_counter() - started
    counted = {"rows": judged.frame.height, "rules": len(rules.rules), "named": named}
    print(json.dumps({"seconds": seconds, "of_it_typing": round(typing, 2), **counted}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
