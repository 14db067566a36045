"""One asset per feed, from a factory: a feed's contract is all it takes.

Files were taken in when they arrived; the asset says what of the feed counts as of the run.
"""

import dagster as dg
import polars as pl

from data_contracts.loader import load_contracts
from data_contracts.model import Contract
from pipelines.orchestration.erasures import ERASURE_KEY
from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform

INTAKE_GROUP = "intake"


def feed_key(feed: str) -> dg.AssetKey:
    """Return the asset key of a feed's accepted rows."""
    return dg.AssetKey(["raw", feed])


def feed_assets() -> list[dg.AssetsDefinition]:
    """Return the asset of every feed that has a contract."""
    return [_feed_asset(contract) for contract in load_contracts().values()]


def _feed_asset(contract: Contract) -> dg.AssetsDefinition:
    @dg.asset(
        key=feed_key(contract.feed),
        deps=[ERASURE_KEY],
        group_name=INTAKE_GROUP,
        owners=["team:data-intake"],
        kinds={"parquet"},
        description=f"{contract.title.en} / {contract.title.zh}. {contract.grain.en} / {contract.grain.zh}",
        metadata={"contract_version": contract.version, "delivery": contract.delivery},
    )
    def accepted_rows(context: dg.AssetExecutionContext, platform: PlatformResource) -> dg.MaterializeResult[None]:
        opened = platform.open()
        counting = opened.ledger.deliveries.counting(run_as_of(context), feed=contract.feed)
        return dg.MaterializeResult(metadata=_metadata(opened, counting))

    return accepted_rows


def _metadata(platform: Platform, counting: list[Delivery]) -> dict[str, dg.MetadataValue]:
    by_rule = _findings_by_rule(platform, counting)
    return {
        "dagster/row_count": dg.MetadataValue.int(sum(d.rows_accepted for d in counting)),
        "deliveries": dg.MetadataValue.int(len(counting)),
        "rows_rejected": dg.MetadataValue.int(sum(d.rows_rejected for d in counting)),
        "findings": dg.MetadataValue.int(int(by_rule["count"].sum())),
        "findings_by_rule": dg.MetadataValue.md(_markdown(by_rule)),
    }


def _findings_by_rule(platform: Platform, counting: list[Delivery]) -> pl.DataFrame:
    files = [path for d in counting if (path := platform.paths.raw_file("_finding", d.delivery_no)).exists()]
    columns = ["rule", "severity", "rule_name"]
    if not files:
        none = {"rule": pl.String, "severity": pl.String, "count": pl.Int64, "rule_name": pl.String}
        return pl.DataFrame(schema=none)
    found = pl.concat(pl.read_parquet(file, columns=columns) for file in files)
    return (
        found.group_by("rule", "severity")
        .agg(pl.len().cast(pl.Int64).alias("count"), pl.col("rule_name").first())
        .sort(["count", "rule"], descending=[True, False])
    )


def _markdown(by_rule: pl.DataFrame) -> str:
    rows = [f"| {rule} | {severity} | {count} | {text} |" for rule, severity, count, text in by_rule.iter_rows()]
    return "\n".join(["| rule | severity | count | name |", "|---|---|---|---|", *rows])
