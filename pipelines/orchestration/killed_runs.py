"""Runs that were killed: Dagster takes them for running still, and leaves them their place in the writer's pool.

Every later run would wait for that place without end.
"""

from __future__ import annotations

import dagster as dg

STARTED_BY_COMMAND = {"talent/started_by": "command"}
"""The tag of the runs that end with the process of the command which started them."""

_NOT_ENDED = [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]


def end_killed_runs(instance: dg.DagsterInstance) -> list[str]:
    """Tell Dagster that the commands' runs are over, and return which.

    The caller holds the lock under which a command runs: those of others that have not ended were killed.
    """
    killed = instance.get_runs(filters=dg.RunsFilter(tags=STARTED_BY_COMMAND, statuses=_NOT_ENDED))
    for run in killed:
        # Its place first: who is killed between the two is found again.
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        instance.report_run_failed(run, "The process of this run was killed.")
    return [run.run_id for run in killed]
