"""The recommended plan of a province from its lists: loading, sorting, solving and the certificate, by stage.

200,000 lists of 50 out of 1,000,000 people, 2.5 open seats a vacancy, 20,000 enterprises under a quota. Scores and
wishes are made up, with few levels, so that equals are frequent. The library `matching` cannot be set beside it: it
fails with a RecursionError at 500 vacancies.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.side_by_side import publish

PEOPLE = 1_000_000
VACANCIES = 200_000
LISTED = 50
ENTERPRISES = 20_000
SEED = 1
TIES = 4_294_967_291
PERSON_NUMBERS = 2**32


def main(runs: int) -> None:
    """Make the lists, plan them some times, each in a process of its own, and print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lists(folder)
        _run(folder)  # compiles; the machine code is kept
        done = [_run(folder) for _ in range(runs)]
    stages = list(done[0]["seconds"])
    lines = ["| stage | s (median; min-max) |", "|---|---|"]
    for stage in stages:
        seconds = [run["seconds"][stage] for run in done]
        lines.append(f"| {stage} | {statistics.median(seconds):.2f} ({min(seconds):.2f}-{max(seconds):.2f}) |")
    publish("plan_province", "\n".join([*lines, "", json.dumps(done[0]["counted"])]))


def write_lists(folder: Path) -> None:
    """Write the lists and the seats as the warehouse holds them: in order of vacancy and rank."""
    chance = np.random.default_rng(SEED)
    numbers = np.sort(chance.choice(PERSON_NUMBERS, size=PEOPLE, replace=False))
    # Some people are on many lists and most on few: the square of an even draw.
    drawn = (PEOPLE * chance.random((VACANCIES, LISTED)) ** 2).astype(np.int64)
    vacancy = np.repeat(np.arange(1, VACANCIES + 1), LISTED)
    score = 4000 * chance.integers(0, 251, size=vacancy.size)
    pairs = pl.DataFrame(
        {
            "vacancy_seq": vacancy,
            "tie_no": numbers[drawn.ravel()],
            "match_key": score * 2**32 + 2**32 - 1 - chance.integers(0, TIES, size=vacancy.size),
            "wish": chance.integers(0, 64, size=vacancy.size) * 2**20 + score,
        }
    ).unique(["vacancy_seq", "tie_no"], keep="first")
    pairs = pairs.unique(["vacancy_seq", "match_key"], keep="first")
    pairs.sort(["vacancy_seq", "match_key"], descending=[False, True]).write_parquet(folder / "pairs.parquet")
    pl.DataFrame(
        {
            "vacancy_seq": np.arange(1, VACANCIES + 1),
            "seats": chance.choice([1, 1, 2, 3, 5], size=VACANCIES).astype(np.int64),
            "employer_seq": 1 + (ENTERPRISES * chance.random(VACANCIES) ** 2).astype(np.int64),
            "quota": np.full(VACANCIES, 60),
        }
    ).write_parquet(folder / "seats.parquet")


def _run(folder: Path) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "benchmarks.ways.plan_lists", str(folder)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, dict[str, float]] = json.loads(done.stdout)
    answer["seconds"]["whole process"] = time.perf_counter() - started
    return answer


if __name__ == "__main__":
    main(5)
