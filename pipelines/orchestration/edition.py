"""The edition and its report as Dagster assets. Building and publishing belong in `pipelines.publication`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

import dagster as dg
from filelock import FileLock

from pipelines.orchestration.erasures import finish_erasures
from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.orchestration.warehouse import WRITER_POOL
from pipelines.publication.edition import build_edition, publish_edition, write_reports
from pipelines.publication.inputs import run_inputs
from pipelines.publication.rejoin import let_in_again
from pipelines.publication.retire import retire_old
from pipelines.publication.settle import settle_deliveries
from pipelines.publication.warehouse import open_warehouse

EDITION_KEY = dg.AssetKey(["edition", "edition"])
REPORT_KEY = dg.AssetKey(["edition", "placement_report"])
GROUP = "edition"


def edition_assets(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the assets that publish what the marts say."""

    @dg.multi_asset(
        name="publish_edition",
        pool=WRITER_POOL,
        specs=[
            dg.AssetSpec(
                REPORT_KEY,
                deps=marts,
                group_name=GROUP,
                owners=["team:statistics"],
                kinds={"html"},
                description="The placement report of the edition, in English and Chinese.",
            ),
            dg.AssetSpec(
                EDITION_KEY,
                deps=marts,
                group_name=GROUP,
                owners=["team:data-platform"],
                kinds={"sqlite", "parquet"},
                description="A numbered edition that never changes: answers for the API, tables, reports, manifest.",
            ),
        ],
    )
    def publish(context: dg.AssetExecutionContext, platform: PlatformResource) -> Iterator[dg.MaterializeResult[None]]:
        opened = platform.open()
        as_of = run_as_of(context)
        with FileLock(opened.paths.writer_lock):
            build = build_edition(
                opened.paths,
                warehouse=opened.paths.warehouse_file,
                as_of=as_of,
                published_at=datetime.now(UTC).replace(microsecond=0),
                inputs=run_inputs(opened.paths, as_of),
                code_version=version("talent-reserve"),
            )
            published = publish_edition(opened.paths, write_reports(build))
            with open_warehouse(opened.paths.warehouse_file) as built:
                let_in_again(opened, built, published, at=datetime.now(UTC))
        settle_deliveries(opened, as_of)
        retired = finish_erasures(opened, published) + retire_old(opened, at=datetime.now(UTC).replace(microsecond=0))
        reports = sorted(str(path) for path in (published.folder / "reports").iterdir())
        yield dg.MaterializeResult(asset_key=REPORT_KEY, metadata={"files": reports})
        rows = {f"rows/{table.name}": table.rows for table in build.manifest.tables if table.rows is not None}
        yield dg.MaterializeResult(
            asset_key=EDITION_KEY,
            metadata={"edition": published.edition, "in_service": published.in_service, "retired": retired, **rows},
        )

    return publish
