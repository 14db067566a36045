"""Annotate a file that nobody trusts: it is read in the child process only, within its limits.

Where the child fails, the causes are given back without the sender's sheets.
"""

from __future__ import annotations

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.intake.annotate.write import write_annotated
from pipelines.intake.check.child import ChildFailed, call_in_child_beside, inspect_in_child
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.mapping import Mapping
from pipelines.intake.read import Sheet, read_sheets
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.report import CheckReport


def check_and_annotate(inspection: Inspection, target: Path) -> CheckReport:
    """Check a file and write its annotated workbook.

    Args:
        inspection: The file and who sends it.
        target: Where the workbook goes; replaced only when it is whole.
    """
    report = inspect_in_child(inspection)
    give_back(inspection.path, report, target, mapping=inspection.mapping)
    return report


def give_back(source: Path, report: CheckReport, target: Path, *, mapping: Mapping | None = None) -> None:
    """Write the annotated workbook of a file that was checked."""
    with TemporaryDirectory(dir=target.parent, prefix=".annotated-") as scratch:
        unfinished = Path(scratch) / "annotated.xlsx"
        try:
            whole = call_in_child_beside(Path(scratch), _annotate, source, report, unfinished, mapping)
        except ChildFailed:
            whole = False
        if whole:
            unfinished.replace(target)
        else:
            causes_only(report, target)


def causes_only(report: CheckReport, target: Path) -> None:
    """Write a report's causes and findings without the sender's sheets."""
    with TemporaryDirectory(dir=target.parent, prefix=".annotated-") as scratch:
        unfinished = Path(scratch) / "annotated.xlsx"
        write_annotated(unfinished, report, [], scratch=Path(scratch))
        unfinished.replace(target)


def _annotate(source: Path, report: CheckReport, target: Path, mapping: Mapping | None) -> bool:
    """Return whether the workbook could be written."""
    gc.collect()
    try:
        write_annotated(target, report, _sheets(source), mapping=mapping, scratch=target.parent)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - its text may quote cells, which must not leave the child
        return False
    return True


def _sheets(source: Path) -> list[Sheet]:
    try:
        return read_sheets(source)
    except FileRefused:
        return []
