"""What is kept of an arrived file: all of it, or its cells without people who were erased and are in it again."""

from __future__ import annotations

from pathlib import Path

from pipelines.intake.check.child import ChildFailed, call_in_child_beside, refused_unread
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.erasure.barred import cells_without_barred
from pipelines.intake.report.report import CheckReport
from pipelines.store.landing import land, land_cells
from pipelines.store.platform import Platform


class NotKept(Exception):  # noqa: N818 - what becomes of the file, not a fault
    """Whether a file names somebody who was erased could not be seen: nothing of it may be kept.

    Attributes:
        report: What its sender is told instead of what the check had found.
    """

    def __init__(self, report: CheckReport) -> None:
        super().__init__(report.feed)
        self.report = report


def cells_to_keep(inspection: Inspection, report: CheckReport, folder: Path) -> bytes | None:
    """Return what may be kept of a checked file's cells, None when the file may be kept as sent.

    Args:
        inspection: The file, as it was checked.
        report: What was found.
        folder: A work folder, for what is put aside meanwhile.

    Raises:
        NotKept: the file could not be looked at.
    """
    # A row that was accepted is known not to name them; a refused one, or a file nobody could judge, may.
    looked_at = report.barred or report.rows_rejected or report.unusable
    if inspection.barred is None or not looked_at:
        return None
    try:
        return call_in_child_beside(folder, cells_without_barred, inspection.path, report.barred, inspection.barred)
    except ChildFailed as exc:
        raise NotKept(refused_unread(inspection, exc)) from exc


def land_what_may_be_kept(platform: Platform, inspection: Inspection, cells: bytes | None) -> None:
    """Keep a checked file, or its cells alone."""
    if cells is None:
        land(platform.paths, platform.keys, inspection.path, inspection.file_sha256)
    else:
        land_cells(platform.paths, platform.keys, cells, inspection.file_sha256)
