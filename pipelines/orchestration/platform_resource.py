"""The data folder as a Dagster resource, and the knowledge time of a run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.store.ledger.times import parse_moment
from pipelines.store.platform import Platform

AS_OF_TAG = "talent/as_of"


class PlatformResource(dg.ConfigurableResource[Platform]):
    """Opens the data folder named in `data_dir`."""

    data_dir: str

    def open(self) -> Platform:
        """Return the opened platform."""
        return Platform.open(Path(self.data_dir))


def run_as_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> datetime:
    """Return the knowledge time of the run: its tag, else when it was started."""
    tag = context.run.tags.get(AS_OF_TAG)
    if tag:
        return parse_moment(tag)
    record = context.instance.get_run_record_by_id(context.run.run_id)
    moment = record.create_timestamp if record else datetime.now(UTC)
    return moment.astimezone(UTC).replace(microsecond=0)
