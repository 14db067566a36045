"""Put the definitions together; tests hand in another data folder."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipelines.orchestration.code_tables import code_table_specs
from pipelines.orchestration.data_dir import data_dir_of_environment
from pipelines.orchestration.edition import edition_assets
from pipelines.orchestration.erasures import erasure_asset
from pipelines.orchestration.feeds import feed_assets
from pipelines.orchestration.ledger_export import ledger_export
from pipelines.orchestration.platform_resource import PlatformResource
from pipelines.orchestration.progress import LOGGER_NAME, progress_logger
from pipelines.orchestration.referee_checks import referee_checks
from pipelines.orchestration.triggers import accepted_sensor, nightly_schedule, publish_job
from pipelines.orchestration.warehouse import dbt_resource, warehouse_assets


def build_definitions(data_dir: Path | None = None) -> dg.Definitions:
    """Return everything Dagster needs, over one data folder (default: `TALENT_DATA`, else `var/data`)."""
    folder = data_dir or data_dir_of_environment()
    warehouse = warehouse_assets()
    marts = sorted((key for key in warehouse.keys if key.path[0] == "marts"), key=lambda key: key.to_user_string())
    job = publish_job()
    return dg.Definitions(
        assets=[
            *code_table_specs(),
            erasure_asset(),
            *feed_assets(),
            ledger_export(),
            warehouse,
            edition_assets(marts),
        ],
        asset_checks=referee_checks(),
        jobs=[job],
        sensors=[accepted_sensor(job)],
        loggers={LOGGER_NAME: progress_logger()},
        schedules=[nightly_schedule(job)],
        resources={"platform": PlatformResource(data_dir=str(folder.resolve())), "dbt": dbt_resource()},
    )
