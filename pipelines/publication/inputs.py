"""The files that the figures of a run depend on, for its manifest: where they lie and whether they are still there.

The ledger's export of deliveries is the one input that an edition keeps itself: a later run at the same `as_of` may
write it anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.publication.errors import PublicationError
from pipelines.publication.explained import Rewritten
from pipelines.publication.manifest import InputFile, input_file
from pipelines.store.landing import file_sha256
from pipelines.store.paths import DataPaths

OWN_DELIVERIES = "inputs/_delivery.parquet"
"""The edition's copy of the export, relative to its folder."""

OWN_ERASURES = "inputs/_erasure.parquet"
"""The edition's copy of what the ledger knew of erasures; no table depends on it."""


def run_inputs(paths: DataPaths, as_of: datetime) -> list[InputFile]:
    """Return the deliveries' rows and findings that count as of a moment."""
    files = []
    for feed, delivery_no in pl.read_parquet(_export(paths, as_of)).select("feed", "delivery_no").iter_rows():
        files += [paths.raw_file(feed, delivery_no), paths.raw_file("_finding", delivery_no)]
    return [input_file(path, paths.root) for path in files if path.exists()]


def keep_exports(paths: DataPaths, as_of: datetime, folder: Path) -> list[InputFile]:
    """Copy the run's exports of the ledger into an edition's folder and describe the copies, the deliveries first.

    Raises:
        PublicationError: when there is no export of deliveries.
    """
    exports = {OWN_DELIVERIES: _export(paths, as_of)}
    erasures = paths.export_file("_erasure", as_of)
    if erasures.is_file():
        exports[OWN_ERASURES] = erasures
    (folder / OWN_DELIVERIES).parent.mkdir()
    for name, export in exports.items():
        shutil.copyfile(export, folder / name)
    return [input_file(folder / name, folder) for name in exports]


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
        path = (folder if name in (OWN_DELIVERIES, OWN_ERASURES) else paths.root) / name
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
