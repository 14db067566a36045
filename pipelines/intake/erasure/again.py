"""Keep an arrived file: as sent, or without the rows of people who were erased and are in it again."""

from __future__ import annotations

from pipelines.intake.child import ChildFailed, call_in_child
from pipelines.intake.erasure.barred import cells_without_barred
from pipelines.intake.inspect_file import Inspection
from pipelines.intake.report import CheckReport
from pipelines.store.landing import land, land_cells
from pipelines.store.platform import Platform


def land_without_barred(platform: Platform, inspection: Inspection, report: CheckReport) -> None:
    """Keep a checked file; one that names nobody who was erased is kept as sent."""
    body = _cells(inspection, report)
    if body is None:
        land(platform.paths, platform.keys, inspection.path, inspection.file_sha256)
    else:
        land_cells(platform.paths, platform.keys, body, inspection.file_sha256)


def _cells(inspection: Inspection, report: CheckReport) -> bytes | None:
    # A row that was accepted is known not to name them; a refused one, or a file nobody could judge, may.
    looked_at = report.barred or report.rows_rejected or report.unusable
    if inspection.barred is None or not looked_at:
        return None
    try:
        return call_in_child(cells_without_barred, inspection.path, report.barred, inspection.barred)
    except ChildFailed:
        return None
