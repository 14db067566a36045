"""From a warehouse file to an edition: build aside, write the reports, publish.

What an edition holds belongs in tables.py and ready_answers.py, how it goes into service in publish.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.code_tables import code_manifest, code_table
from data_contracts.loader import load_contracts
from pipelines.publication.disclosure import disclosure_rules, thresholds_on
from pipelines.publication.manifest import (
    InputFile,
    Manifest,
    PublishedFile,
    lock_sha256,
    sha256_of,
    sorted_inputs,
    utc_text,
)
from pipelines.publication.publish import (
    PublishedEdition,
    building_folder,
    discard_building,
    next_edition_name,
    publish_folder,
)
from pipelines.publication.ready_answers import AnswerSources, write_answers
from pipelines.publication.reports.placement import write_placement_reports
from pipelines.publication.tables import unpublished_marts, write_tables
from pipelines.publication.warehouse import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipelines.store.paths import DataPaths

ANSWERS_FILE = "edition.sqlite"
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
        PublicationError: when something is missing or must not be shown.
    """
    edition = next_edition_name(paths.editions)
    with building_folder(paths.editions, edition) as folder:
        thresholds = thresholds_on(code_table("thresholds"), as_of.date())
        rules = disclosure_rules(thresholds)
        contracts = {feed: contract.version for feed, contract in sorted(load_contracts().items())}
        info = {
            "edition": edition,
            "as_of": utc_text(as_of),
            "published_at": utc_text(published_at),
            "code_version": code_version,
            "set_counter": "0",
            **{f"contract.{feed}": version for feed, version in contracts.items()},
            **{f"threshold.{name}": format(value.normalize(), "f") for name, value in thresholds.items()},
        }
        deliveries = paths.export_file("_delivery", as_of)
        with open_warehouse(warehouse) as source:
            tables = write_tables(source, folder / "tables", rules)
            answers = write_answers(folder / ANSWERS_FILE, AnswerSources(source, rules, dictionary, deliveries, info))
            unpublished = unpublished_marts(source)
        manifest = Manifest(
            edition=edition,
            as_of=info["as_of"],
            published_at=info["published_at"],
            code_version=code_version,
            lock_sha256=lock_sha256(),
            contract_versions=contracts,
            code_table_versions={name: str(entry.version) for name, entry in sorted(code_manifest().items())},
            inputs=sorted_inputs(inputs),
            tables=tables,
            answers=PublishedFile(ANSWERS_FILE, sha256_of(folder / ANSWERS_FILE), person_level=True),
            answers_content_sha256=answers.content_sha256,
            answers_rows=answers.rows,
            unpublished=unpublished,
        )
    return EditionBuild(folder, manifest)


def write_reports(build: EditionBuild) -> EditionBuild:
    """Write the reports into a built edition and enter them in its manifest."""
    try:
        written = write_placement_reports(build.folder)
        reports = tuple(PublishedFile(f"reports/{path.name}", sha256_of(path)) for path in written)
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
