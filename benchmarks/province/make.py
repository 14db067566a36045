"""Write a whole province: `python -m benchmarks.province.make FOLDER --students N`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from benchmarks.province import leaving, market, study, training, work
from benchmarks.province.people import Province, make_people
from benchmarks.province.writing import RawFolder
from pipelines.store.paths import DataPaths

SEED = 20261015

FEEDS: dict[str, Callable[[Province], pl.DataFrame]] = {
    "college": study.colleges,
    "enterprise": market.enterprises,
    "enrolment": study.enrolments,
    "internship": study.internships,
    "destination": leaving.destinations,
    "job_intention": leaving.wishes,
    "certificate": work.certificates,
    "vacancy": market.vacancies,
    "partnership": market.partnerships,
    "training_base": market.bases,
    "workforce": work.staff,
    "appointment": work.appointments,
    "mentorship": work.mentorships,
    "award": work.awards,
    "subsidy": work.allowances,
    "training_plan": training.plans,
    "training_session": training.sessions,
    "training_record": training.records,
    "training_fund": training.money,
    "inspection": training.inspections,
}
"""What makes the rows of each feed, one feed after the other, so that no more than one lies in memory."""


def write_province(folder: Path, students: int, *, seed: int = SEED) -> dict[str, int]:
    """Write the raw folder of a province below a data folder.

    Args:
        folder: the data folder.
        students: how many spells of students; everything else is in proportion.
        seed: the same seed makes the same rows.

    Returns:
        How many rows each feed has.
    """
    province = make_people(students, seed)
    raw = RawFolder(DataPaths(folder))
    counts = {}
    for feed, make in FEEDS.items():
        rows = make(province)
        raw.write(feed, rows)
        counts[feed] = rows.height
    raw.finish()
    return counts


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--students", required=True, type=click.IntRange(min=1))
@click.option("--seed", default=SEED, show_default=True)
def main(folder: Path, students: int, seed: int) -> None:
    """Write a made-up province straight to raw Parquet."""
    for feed, count in write_province(folder, students, seed=seed).items():
        print(f"{feed}: {count}")


if __name__ == "__main__":
    main()
