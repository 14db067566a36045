"""Exports what the ledger knows as of the run as an internal feed, so that dbt never connects to the ledger."""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from data_contracts.raw_layout import DECISION, DELIVERY, ERASURE
from pipelines.orchestration.feeds import INTAKE_GROUP, feed_assets
from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet, write_schema_files

DELIVERY_KEY = dg.AssetKey(["internal", "delivery"])
FINDING_KEY = dg.AssetKey(["internal", "finding"])
DECISION_KEY = dg.AssetKey(["internal", "decision"])


def ledger_export() -> dg.AssetsDefinition:
    """Return the asset that writes the internal feeds after every feed was judged by the referee."""
    feeds = [asset.key for asset in feed_assets()]

    @dg.multi_asset(
        name="ledger_export",
        specs=[
            _spec(DELIVERY_KEY, feeds, "Deliveries that count as of the run, one row per delivery."),
            _spec(FINDING_KEY, feeds, "Findings of every delivery, one row per finding."),
            _spec(
                DECISION_KEY, feeds, "What stewards decided about people by the time of the run, one row per decision."
            ),
        ],
    )
    def export(context: dg.AssetExecutionContext, platform: PlatformResource):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Dagster reads the annotation
        rows = export_deliveries(platform.open(), run_as_of(context))
        yield dg.MaterializeResult(asset_key=DELIVERY_KEY, metadata={"dagster/row_count": rows})
        yield dg.MaterializeResult(asset_key=FINDING_KEY)
        yield dg.MaterializeResult(asset_key=DECISION_KEY)

    return export


def export_deliveries(platform: Platform, as_of: datetime) -> int:
    """Write the deliveries that count as of a moment; return how many there are."""
    counting = platform.ledger.deliveries.counting(as_of)
    rows = [
        (
            d.delivery_no,
            d.feed,
            d.sender,
            d.period,
            d.mode,
            d.received_at.astimezone(UTC).replace(tzinfo=None),
            d.file_sha256,
            d.contract_version,
            d.rows_read,
            d.rows_accepted,
            d.rows_rejected,
        )
        for d in counting
    ]
    write_schema_files(platform.paths)
    _export_erasures(platform, as_of)
    _export_decisions(platform, as_of)
    frame = pl.DataFrame(rows, schema=DELIVERY, orient="row")
    replace_parquet(platform.paths.export_file("_delivery", as_of), frame)
    return frame.height


def _export_erasures(platform: Platform, as_of: datetime) -> None:
    """Write which erasures were recorded and carried out up to a moment; they name nobody."""
    rows = [
        (e.event_no, e.erasure_no, e.event, e.recorded_at.astimezone(UTC).replace(tzinfo=None))
        for e in platform.ledger.erasures.events(as_of)
    ]
    frame = pl.DataFrame(rows, schema=ERASURE, orient="row")
    replace_parquet(platform.paths.export_file("_erasure", as_of), frame)


def _export_decisions(platform: Platform, as_of: datetime) -> None:
    """Write what stewards decided about people up to a moment, without their words."""
    rows = [
        (d.decision_no, d.kind, d.old_person_key, d.new_person_key, d.recorded_at.astimezone(UTC).replace(tzinfo=None))
        for d in platform.ledger.decisions.events(as_of)
    ]
    frame = pl.DataFrame(rows, schema=DECISION, orient="row")
    replace_parquet(platform.paths.export_file("_decision", as_of), frame)


def _spec(key: dg.AssetKey, deps: list[dg.AssetKey], description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=deps,
        group_name=INTAKE_GROUP,
        owners=["team:data-platform"],
        kinds={"parquet"},
        description=description,
    )
