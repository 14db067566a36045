"""Plan lists kept as Parquet and certify the plan: `python -m benchmarks.ways.plan_lists FOLDER`."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

import polars as pl

from pipelines.matching.certificate import certify
from pipelines.matching.market import Integers, Pairs, Seats
from pipelines.matching.plan import recommend


def main(folder: Path) -> None:
    """Print the seconds of each stage and what the certificate counted."""
    seconds = {}
    started = time.perf_counter()
    pairs = Pairs(*_columns(folder / "pairs.parquet", "vacancy_seq", "tie_no", "match_key", "wish"))
    seats = Seats(*_columns(folder / "seats.parquet", "vacancy_seq", "seats", "employer_seq", "quota"))
    seconds["loading"] = time.perf_counter() - started
    started = time.perf_counter()
    plan = recommend(pairs, seats)
    seconds["sorting and solving"] = time.perf_counter() - started
    started = time.perf_counter()
    certificate = certify(pairs, seats, plan.pair)
    seconds["certificate"] = time.perf_counter() - started
    seconds["together"] = sum(seconds.values())
    peak = {"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    print(json.dumps({"seconds": seconds, "counted": asdict(certificate) | peak}))


def _columns(path: Path, *names: str) -> list[Integers]:
    table = pl.read_parquet(path, columns=list(names))
    return [table[name].to_numpy() for name in names]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
