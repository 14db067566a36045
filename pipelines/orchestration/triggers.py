"""What starts a run: accepted deliveries, and the night."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.orchestration.platform_resource import AS_OF_TAG, PlatformResource

JOB_NAME = "publish_edition_job"


def publish_job() -> UnresolvedAssetJobDefinition:
    """Return the job that materialises everything, in one process: DuckDB has one writer."""
    return dg.define_asset_job(
        JOB_NAME,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Everything that is due: feeds, referee, warehouse, report, edition.",
    )


def accepted_sensor(job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """Return the sensor that starts one run for all deliveries accepted since its cursor."""

    @dg.sensor(
        name="accepted_deliveries",
        job=job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=60,
        description="Starts one run for everything that was accepted since the last one.",
    )
    def accepted_deliveries(
        context: dg.SensorEvaluationContext, platform: PlatformResource
    ) -> dg.RunRequest | dg.SkipReason:
        now = datetime.now(UTC).replace(microsecond=0)
        # Events, not deliveries: an old delivery that is confirmed today is news too.
        newest = platform.open().ledger.deliveries.newest_event("accepted")
        if newest <= int(context.cursor or 0):
            return dg.SkipReason("no delivery was accepted since the last run")
        context.update_cursor(str(newest))
        return dg.RunRequest(run_key=str(newest), tags={AS_OF_TAG: now.isoformat()})

    return accepted_deliveries


def nightly_schedule(job: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    """Return the nightly schedule: figures that depend on the day move even when no file came."""
    return dg.ScheduleDefinition(
        name="nightly",
        job=job,
        cron_schedule="30 2 * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Publishes an edition each night at half past two, China time.",
    )
