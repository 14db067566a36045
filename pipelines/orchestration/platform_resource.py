"""The data folder as a Dagster resource, and the knowledge time of a run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

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
        return parse_as_of(tag)
    record = context.instance.get_run_record_by_id(context.run.run_id)
    moment = record.create_timestamp if record else datetime.now(UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def parse_as_of(text: str) -> datetime:
    """Return the moment of an ISO 8601 text; without a zone it is UTC.

    Raises:
        ValueError: not a moment.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
