"""From a warehouse file to an edition: build aside, write the reports, publish.

What an edition holds belongs in tables.py and ready_answers.py, how it goes into service in publish.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from data_contracts.code_tables import code_manifest, code_table
from data_contracts.loader import load_contracts
from pipelines.publication.answers_matching import SHOWN_BODIES
from pipelines.publication.dbt_project import civil_day
from pipelines.publication.disclosure.metrics import published_metrics
from pipelines.publication.disclosure.rules import disclosure_rules, thresholds_on
from pipelines.publication.errors import PublicationError
from pipelines.publication.inputs import keep_exports, own_published
from pipelines.publication.manifest import (
    InputFile,
    Manifest,
    PublishedFile,
    lock_sha256,
    sorted_inputs,
    utc_text,
)
from pipelines.publication.metric_dictionary import metrics_of_things, read_dictionary
from pipelines.publication.publish import (
    PublishedEdition,
    building_folder,
    discard_building,
    next_edition_name,
    publish_folder,
)
from pipelines.publication.ready_answers import AnswerSources, write_answers
from pipelines.publication.reports.fairness import write_fairness_reports
from pipelines.publication.reports.placement import write_placement_reports
from pipelines.publication.tables import unpublished_marts, write_tables
from pipelines.publication.warehouse import open_warehouse
from pipelines.store.landing import file_sha256
from pipelines.store.paths import export_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipelines.publication.warehouse import Warehouse
    from pipelines.store.paths import DataPaths

ANSWERS_FILE = "edition.sqlite"
RUN_TABLE = "int_run"
DICTIONARY = Path(__file__).parents[2] / "dbt_project" / "metrics.yml"


@dataclass(frozen=True)
class EditionBuild:
    """An edition that is built and not yet published.

    Attributes:
        folder: where it lies, under a name no reader looks at.
        manifest: what it is made of; reports join it when they are written.
    """

    folder: Path
    manifest: Manifest

    @property
    def edition(self) -> str:
        """The id it will have."""
        return self.manifest.edition


@dataclass(frozen=True)
class EditionSources:
    """What an edition's tables and answers are made from.

    Attributes:
        warehouse: the DuckDB file, opened for reading only.
        deliveries: the ledger's export of the run, the one dbt read.
        as_of: knowledge time of the run.
        published_at: when the edition is published; it is part of no table.
        code_version: of the platform.
        published: the metrics of the edition before, None where there is none.
        dictionary: of metrics.
    """

    warehouse: Path
    deliveries: Path
    as_of: datetime
    published_at: datetime
    code_version: str
    published: Path | None = None
    dictionary: Path = DICTIONARY


def build_edition(
    paths: DataPaths,
    *,
    warehouse: Path,
    as_of: datetime,
    published_at: datetime,
    inputs: Sequence[InputFile],
    code_version: str,
    dictionary: Path = DICTIONARY,
) -> EditionBuild:
    """Build the tables and ready answers of the next edition under a temporary name.

    A failure leaves nothing behind, and the edition in service as it is.

    Args:
        paths: of the data folder.
        warehouse: the DuckDB file, opened for reading only.
        as_of: knowledge time of the run.
        published_at: when the edition is published; it is part of no table.
        inputs: files the figures depend on.
        code_version: of the platform.
        dictionary: of metrics.

    Raises:
        PublicationError: when something is missing, must not be shown or comes from another run.
    """
    edition = next_edition_name(paths.editions)
    with building_folder(paths.editions, edition) as folder:
        own = keep_exports(paths, as_of, folder)
        sources = EditionSources(
            warehouse, folder / own[0].name, as_of, published_at, code_version, own_published(folder), dictionary
        )
        manifest = fill_edition(folder, edition, sources)
    return EditionBuild(folder, replace(manifest, inputs=sorted_inputs([*own, *inputs])))


def fill_edition(folder: Path, edition: str, sources: EditionSources) -> Manifest:
    """Write tables and ready answers into a folder; the manifest names no inputs yet.

    Raises:
        PublicationError: when something is missing, must not be shown or comes from another run.
    """
    thresholds = thresholds_on(code_table("thresholds"), civil_day(sources.as_of))
    rules = disclosure_rules(thresholds)
    contracts = {feed: contract.version for feed, contract in sorted(load_contracts().items())}
    info = {
        "edition": edition,
        "as_of": utc_text(sources.as_of),
        "published_at": utc_text(sources.published_at),
        "code_version": sources.code_version,
        "set_counter": "0",
        **SHOWN_BODIES,
        **{f"contract.{feed}": version for feed, version in contracts.items()},
        **{f"threshold.{name}": format(value.normalize(), "f") for name, value in thresholds.items()},
    }
    with open_warehouse(sources.warehouse) as warehouse:
        _refuse_another_run(warehouse, sources.as_of)
        before = None if sources.published is None else pl.read_parquet(sources.published)
        metrics = published_metrics(
            warehouse, rules, before, of_things=metrics_of_things(read_dictionary(sources.dictionary))
        )
        tables = write_tables(warehouse, folder / "tables", metrics, rules)
        contents = AnswerSources(warehouse, rules, metrics, sources.dictionary, sources.deliveries, info)
        answers = write_answers(folder / ANSWERS_FILE, contents)
        unpublished = unpublished_marts(warehouse)
    return Manifest(
        edition=edition,
        as_of=info["as_of"],
        published_at=info["published_at"],
        code_version=sources.code_version,
        lock_sha256=lock_sha256(),
        contract_versions=contracts,
        code_table_versions={name: str(entry.version) for name, entry in sorted(code_manifest().items())},
        inputs=(),
        tables=tables,
        answers=PublishedFile(ANSWERS_FILE, file_sha256(folder / ANSWERS_FILE), person_level=True),
        answers_content_sha256=answers.content_sha256,
        answers_rows=answers.rows,
        unpublished=unpublished,
    )


def write_reports(build: EditionBuild) -> EditionBuild:
    """Write the reports into a built edition and enter them in its manifest."""
    try:
        written = (*write_placement_reports(build.folder), *write_fairness_reports(build.folder))
        reports = tuple(PublishedFile(f"reports/{path.name}", file_sha256(path)) for path in written)
    except BaseException:
        discard_building(build.folder)
        raise
    return replace(build, manifest=replace(build.manifest, reports=reports))


def publish_edition(paths: DataPaths, build: EditionBuild) -> PublishedEdition:
    """Give a built edition its name and put it into service, unless a later `as_of` is in service.

    Raises:
        PublicationError: when another run took the name meanwhile.
    """
    try:
        return publish_folder(paths, build.folder, build.manifest)
    except BaseException:
        discard_building(build.folder)
        raise


def _refuse_another_run(warehouse: Warehouse, as_of: datetime) -> None:
    # The lock is free between the end of dbt and publication, and another run may have built in that time.
    built_by = [row["export"] for row in warehouse.rows(f"select export from {warehouse.relation(RUN_TABLE)}")]  # noqa: S608 our own name
    if built_by != [export_name(as_of)]:
        raise PublicationError("the warehouse was built by another run meanwhile; run again")
