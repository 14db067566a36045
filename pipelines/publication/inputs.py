"""The files that the figures of a run depend on, for its manifest."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from pipelines.publication.manifest import InputFile, input_file
from pipelines.store.paths import DataPaths


def run_inputs(paths: DataPaths, as_of: datetime) -> list[InputFile]:
    """Return the deliveries' rows and findings that count as of a moment, and the ledger's export."""
    export = paths.export_file("_delivery", as_of)
    files = [export]
    for feed, delivery_no in pl.read_parquet(export).select("feed", "delivery_no").iter_rows():
        files += [paths.raw_file(feed, delivery_no), paths.raw_file("_finding", delivery_no)]
    return [input_file(path, paths.root) for path in files if path.exists()]
