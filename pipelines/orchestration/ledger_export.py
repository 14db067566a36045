"""Exports what the ledger knows as of the run as an internal feed, so that dbt never connects to the ledger."""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from data_contracts.raw_layout import ERASURE
from pipelines.intake.access_review import review_access
from pipelines.orchestration.feeds import INTAKE_GROUP, feed_assets
from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.publication.introductions_known import introductions_known, pool_withdrawals_known
from pipelines.publication.known import decisions_known, deliveries_known
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet, write_schema_files

DELIVERY_KEY = dg.AssetKey(["internal", "delivery"])
FINDING_KEY = dg.AssetKey(["internal", "finding"])
DECISION_KEY = dg.AssetKey(["internal", "decision"])
INTRODUCTION_KEY = dg.AssetKey(["internal", "introduction"])
POOL_WITHDRAWAL_KEY = dg.AssetKey(["internal", "pool_withdrawal"])


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
            _spec(INTRODUCTION_KEY, feeds, "Steps of introductions by the time of the run, one row per step."),
            _spec(POOL_WITHDRAWAL_KEY, feeds, "Who left the pool, and who came back, by then, one row per event."),
        ],
    )
    def export(context: dg.AssetExecutionContext, platform: PlatformResource):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Dagster reads the annotation
        opened, as_of = platform.open(), run_as_of(context)
        ended = review_access(opened, min(as_of, datetime.now(UTC)))
        rows = export_deliveries(opened, as_of)
        yield dg.MaterializeResult(asset_key=DELIVERY_KEY, metadata={"dagster/row_count": rows})
        for key in (FINDING_KEY, DECISION_KEY, INTRODUCTION_KEY, POOL_WITHDRAWAL_KEY):
            yield dg.MaterializeResult(asset_key=key)
        context.log.info(
            "ended: %d lapsed approvals, %d against the register, %d unanswered questions",
            len(ended.lapsed),
            len(ended.against_register),
            len(ended.unanswered),
        )

    return export


def export_deliveries(platform: Platform, as_of: datetime) -> int:
    """Write the deliveries that count as of a moment; return how many there are."""
    # Whoever writes at this moment is waited for, and nothing comes in behind what is read now. A run may be asked for
    # a day to come: that day is not over.
    platform.ledger.close_until(min(as_of, datetime.now(UTC)))
    write_schema_files(platform.paths)
    _export_erasures(platform, as_of)
    replace_parquet(platform.paths.export_file("_decision", as_of), decisions_known(platform, as_of))
    replace_parquet(platform.paths.export_file("_introduction", as_of), introductions_known(platform, as_of))
    replace_parquet(platform.paths.export_file("_pool_withdrawal", as_of), pool_withdrawals_known(platform, as_of))
    frame = deliveries_known(platform, as_of)
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


def _spec(key: dg.AssetKey, deps: list[dg.AssetKey], description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=deps,
        group_name=INTAKE_GROUP,
        owners=["team:data-platform"],
        kinds={"parquet"},
        description=description,
    )
