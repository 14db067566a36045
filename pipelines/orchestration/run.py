"""Run everything that is due in this process, and say what happened. `talent run` calls this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg
from filelock import FileLock

from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.edition import EDITION_KEY
from pipelines.orchestration.home import dagster_home
from pipelines.orchestration.killed_runs import STARTED_BY_COMMAND, end_killed_runs
from pipelines.orchestration.platform_resource import AS_OF_TAG
from pipelines.orchestration.progress import LOGGER_NAME
from pipelines.orchestration.triggers import JOB_NAME


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended.

    Attributes:
        edition: The edition that was published, None when none was.
        in_service: Whether the API serves it; not when an edition of a later `as_of` is in service.
        failed_step: The first step that failed, None when all went well.
        failure: What it said, in one line without data.
    """

    succeeded: bool
    run_id: str
    edition: str | None = None
    in_service: bool = False
    failed_step: str | None = None
    failure: str = ""


def run_pipeline(data_dir: Path, as_of: datetime) -> RunOutcome:
    """Materialise every asset over a data folder with the knowledge of `as_of`; steps are told on stderr.

    Raises:
        Timeout: another command is running them.
    """
    home = dagster_home(data_dir)
    job = build_definitions(data_dir).resolve_job_def(JOB_NAME)
    # The system lets go of a lock however its holder ends.
    with FileLock(home / "command.lock", timeout=0), dg.DagsterInstance.from_config(str(home)) as instance:
        end_killed_runs(instance)
        result = job.execute_in_process(
            instance=instance,
            tags={AS_OF_TAG: as_of.isoformat()} | STARTED_BY_COMMAND,
            raise_on_error=False,
            run_config={"loggers": {LOGGER_NAME: {}}},
        )
    published = _published(result)
    failures = [event for event in result.all_events if event.is_step_failure]
    if result.success or not failures:
        return RunOutcome(succeeded=result.success, run_id=result.run_id, **published)
    unable = [
        e.metadata["could_not_run"] for e in result.get_asset_check_evaluations() if "could_not_run" in e.metadata
    ]
    failure = "; ".join(str(reason.value) for reason in unable) or _one_line(failures[0])
    return RunOutcome(
        succeeded=False, run_id=result.run_id, failed_step=failures[0].step_key, failure=failure, **published
    )


def _published(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    for event in result.get_asset_materialization_events():
        if event.asset_key == EDITION_KEY:
            metadata = event.materialization.metadata
            return {"edition": metadata["edition"].value, "in_service": metadata["in_service"].value}
    return {}


def _one_line(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return " ".join((error.message if error else "").split())[:300]
