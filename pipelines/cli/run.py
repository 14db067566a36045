"""`talent run`: materialise what is due and publish an edition. The only command that loads Dagster, and lazily."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from pipelines.cli.exits import DONE, NOT_NOW, STEP_FAILED, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.store.editions import EditionPointer, current_edition, list_editions
from pipelines.store.platform import Platform

_ANOTHER_RUN = "another run is under way; try again when it has ended / 另一次运行正在进行，请待其结束后重试"


@click.command()
@click.option("--as-of", type=Moment(), help="The run's knowledge time. Default: now.")
@data_option
@format_option
def run(as_of: datetime | None, data_dir: Path, output: str) -> int:
    """Bring the warehouse up to date through Dagster and publish an edition.

    When a step fails the edition in service stays in service.
    """
    published, in_service = run_now(data_dir, as_of or now())
    shown = {"edition": published.edition, "as_of": published.as_of, "folder": str(published.folder)}
    if output == "json":
        print_json(shown | {"in_service": in_service})
    else:
        later = "" if in_service else "; an edition of a later time stays in service"
        print(f"published {published.edition} as of {published.as_of}{later}")
    return DONE


def run_now(data_dir: Path, as_of: datetime) -> tuple[EditionPointer, bool]:
    """Run everything and return the edition that was published, and whether it is in service.

    Raises:
        CommandFailed: a step failed, or there is nothing to publish yet.
    """
    platform = open_platform(data_dir, new="refuse")
    if not platform.ledger.deliveries.counting(as_of):
        raise CommandFailed(
            f"no accepted delivery as of {as_of.isoformat()}; deliver files first"
            " / 截至该时间没有已接受的报送，请先报送文件",
            NOT_NOW,
        )
    _refuse_beside_another_run(platform)
    from pipelines.orchestration.run import run_pipeline  # takes seconds: only when something is to run
    from pipelines.orchestration.warehouse import ManifestError

    try:
        outcome = run_pipeline(platform.paths.root, as_of)
    except Timeout as exc:
        raise CommandFailed(_ANOTHER_RUN, NOT_NOW) from exc
    except ManifestError as exc:
        raise CommandFailed(f"dbt cannot read its project: {exc}", STEP_FAILED) from exc
    if not outcome.succeeded:
        current = current_edition(platform.paths)
        if outcome.in_service:
            stays = f"edition {outcome.edition} was published before it and is in service"
        elif current:
            stays = f"edition {current.edition} stays in service"
        else:
            stays = "no edition is in service yet"
        raise CommandFailed(
            f"step {outcome.failed_step} failed: {outcome.failure}; {stays}; "
            f"run again: talent run --as-of {as_of.isoformat()} --data {data_dir}",
            STEP_FAILED,
        )
    published = next(e for e in list_editions(platform.paths) if e.edition == outcome.edition)
    return published, outcome.in_service


def _refuse_beside_another_run(platform: Platform) -> None:
    try:
        FileLock(platform.paths.writer_lock, timeout=0).acquire().lock.release()
    except Timeout as exc:
        raise CommandFailed(_ANOTHER_RUN, NOT_NOW) from exc
