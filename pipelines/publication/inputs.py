"""The files that the figures of a run depend on, for its manifest: where they lie and whether they are still there.

The ledger's exports are the inputs that an edition keeps itself: a later run at the same `as_of` may write them anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from data_contracts.code_manifest import CODES_DIR
from pipelines.publication.disclosure.metrics import METRIC_TABLE
from pipelines.publication.errors import PublicationError
from pipelines.publication.explained import Rewritten
from pipelines.publication.manifest import InputFile, input_file
from pipelines.store.editions import list_editions
from pipelines.store.landing import file_sha256
from pipelines.store.paths import DataPaths

OWN_DELIVERIES = "inputs/_delivery.parquet"
"""The edition's copy of the export, relative to its folder."""

OWN_ERASURES = "inputs/_erasure.parquet"
"""The edition's copy of what the ledger knew of erasures; no table depends on it."""


OWN_DECISIONS = "inputs/_decision.parquet"
"""The edition's copy of the export of decisions; an edition of an older version has none, and knew of none."""

OWN_INTRODUCTIONS = "inputs/_introduction.parquet"
"""The edition's copy of the export of introductions."""

OWN_POOL_WITHDRAWALS = "inputs/_pool_withdrawal.parquet"
"""The edition's copy of the export of withdrawals from the pool."""

OWN_PUBLISHED = "inputs/_published_metric.parquet"
"""The metrics of the edition before: figures that have hardly changed since stand as they were published."""

OWN_CODES = "inputs/codes"
"""The edition's copy of the code tables: reference data changes too, and an old figure must be made with its own."""

_OWN = "inputs/"
_METRICS = f"tables/{METRIC_TABLE}.parquet"


def run_inputs(paths: DataPaths, as_of: datetime) -> list[InputFile]:
    """Return the deliveries' rows and findings that count as of a moment."""
    files = []
    for feed, delivery_no in pl.read_parquet(_export(paths, as_of)).select("feed", "delivery_no").iter_rows():
        files += [paths.raw_file(feed, delivery_no), paths.raw_file("_finding", delivery_no)]
    return [input_file(path, paths.root) for path in files if path.exists()]


def keep_exports(paths: DataPaths, as_of: datetime, folder: Path) -> list[InputFile]:
    """Copy what changes between runs into an edition's folder and describe the copies, the deliveries first.

    They are the run's exports of the ledger, the metrics published before and the code tables.

    Raises:
        PublicationError: when there is no export of deliveries.
    """
    exports = {OWN_DELIVERIES: _export(paths, as_of)}
    others = {
        OWN_DECISIONS: "_decision",
        OWN_ERASURES: "_erasure",
        OWN_INTRODUCTIONS: "_introduction",
        OWN_POOL_WITHDRAWALS: "_pool_withdrawal",
    }
    written = {name: paths.export_file(feed, as_of) for name, feed in others.items()}
    before = _edition_before(paths, as_of)
    if before is not None:
        written[OWN_PUBLISHED] = before / _METRICS
    exports |= {name: export for name, export in written.items() if export.is_file()}
    exports |= {f"{OWN_CODES}/{table.name}": table for table in sorted(CODES_DIR.glob("*.csv"))}
    (folder / OWN_CODES).mkdir(parents=True)
    for name, export in exports.items():
        shutil.copyfile(export, folder / name)
    return [input_file(folder / name, folder) for name in exports]


def own_published(folder: Path) -> Path | None:
    """Return an edition's copy of the metrics published before it, None where there were none."""
    path = folder / OWN_PUBLISHED
    return path if path.is_file() else None


def _edition_before(paths: DataPaths, as_of: datetime) -> Path | None:
    """Return the folder of the newest edition that is not of a later `as_of`."""
    known = [edition for edition in list_editions(paths) if datetime.fromisoformat(edition.as_of) <= as_of]
    newest = max(known, key=lambda edition: (datetime.fromisoformat(edition.as_of), edition.edition), default=None)
    return None if newest is None else newest.folder


def lost_inputs(
    paths: DataPaths, folder: Path, manifest: Mapping[str, Any], erased: Rewritten | None = None
) -> tuple[str, ...]:
    """Return what is missing or changed of an edition's inputs, one sentence each.

    Args:
        paths: Of the data folder.
        folder: The edition's.
        manifest: Its manifest.
        erased: Changes that an erasure explains; those are no loss.
    """
    listed = {entry["name"]: entry["sha256"] for entry in manifest["inputs"]}
    lost = [] if OWN_DELIVERIES in listed else [f"{OWN_DELIVERIES} was not kept"]
    for name, sha256 in listed.items():
        path = (folder if name.startswith(_OWN) else paths.root) / name
        if erased is not None and erased.explains(path, sha256):
            continue
        if not path.exists():
            lost.append(f"{name} is gone")
        elif file_sha256(path) != sha256:
            lost.append(f"{name} was changed")
    return tuple(lost)


def _export(paths: DataPaths, as_of: datetime) -> Path:
    export = paths.export_file("_delivery", as_of)
    if not export.is_file():
        raise PublicationError(f"no export {export.parent.name}/{export.name}: run the export step first")
    return export
