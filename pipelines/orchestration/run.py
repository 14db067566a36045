"""Run everything that is due in this process, and say what happened. `talent run` calls this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import dagster as dg

from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.home import dagster_home
from pipelines.orchestration.platform_resource import AS_OF_TAG
from pipelines.orchestration.progress import LOGGER_NAME
from pipelines.orchestration.triggers import JOB_NAME


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended.

    Attributes:
        failed_step: The first step that failed, None when all went well.
        failure: What it said, in one line without data.
    """

    succeeded: bool
    run_id: str
    failed_step: str | None = None
    failure: str = ""


def run_pipeline(data_dir: Path, as_of: datetime) -> RunOutcome:
    """Materialise every asset over a data folder with the knowledge of `as_of`; steps are told on stderr."""
    home = dagster_home(data_dir)
    job = build_definitions(data_dir).resolve_job_def(JOB_NAME)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        result = job.execute_in_process(
            instance=instance,
            tags={AS_OF_TAG: as_of.isoformat()},
            raise_on_error=False,
            run_config={"loggers": {LOGGER_NAME: {}}},
        )
    failures = [event for event in result.all_events if event.is_step_failure]
    if result.success or not failures:
        return RunOutcome(succeeded=result.success, run_id=result.run_id)
    first = failures[0]
    unable = [
        str(e.metadata["could_not_run"].value)
        for e in result.get_asset_check_evaluations()
        if "could_not_run" in e.metadata
    ]
    return RunOutcome(
        succeeded=False, run_id=result.run_id, failed_step=first.step_key, failure="; ".join(unable) or _one_line(first)
    )


def _one_line(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return " ".join((error.message if error else "").split())[:300]
