"""Put an annotated workbook together. What each sheet says belongs in the module of that sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import xlsxwriter

from data_contracts.loader import load_contract
from data_contracts.thresholds import limit
from pipelines.intake.annotate.cause_sheet import Said, fill_cause_sheet
from pipelines.intake.annotate.finding_sheet import add_finding_sheets
from pipelines.intake.annotate.marks import SEVERITIES, Marks, marks_of
from pipelines.intake.annotate.names import sheet_names
from pipelines.intake.annotate.sender_sheet import fill_sender_sheet, fits
from pipelines.intake.annotate.styles import styles_of
from pipelines.intake.layout.not_data import is_own, own_sheet_name
from pipelines.intake.mapping import Mapping
from pipelines.intake.read import Sheet
from pipelines.intake.report.findings import Finding
from pipelines.intake.report.report import CheckReport

# The same file and contract give the same bytes, whenever they are checked.
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone


def write_annotated(
    target: Path, report: CheckReport, sheets: Sequence[Sheet], *, mapping: Mapping | None = None, scratch: Path
) -> None:
    """Write the sender's sheets with their faults marked, the causes before them and the list of findings after.

    Args:
        target: Where the workbook goes.
        report: What the check of the file says.
        sheets: The file's sheets as read; none for a file that cannot be read.
        mapping: The mapping the file was read with.
        scratch: A folder for unfinished parts.
    """
    own = [s for s in sheets if not is_own(s.name, ("causes", "findings"))]
    given = [sheet for sheet in own if fits(sheet)]
    names = dict(zip((s.name for s in given), sheet_names(s.name for s in given), strict=True))
    marks = _marks(report, given, mapping)
    commented = _commented(marks)
    # Row by row to disk: a sheet of millions of cells must not stand in memory twice.
    options = {"constant_memory": True, "tmpdir": str(scratch), "date_1904": any(s.since_1904 for s in given)}
    book = xlsxwriter.Workbook(str(target), options)
    contract = load_contract(report.feed)
    book.set_properties({"title": contract.title.zh, "subject": contract.feed, "author": "", "created": _CREATED})
    styles = styles_of(book)
    said = Said(
        cells=_first_cells(marks),
        names=names,
        commented=sum(len(cells) for cells in commented.values()),
        marked=sum(len(found.cells) for found in marks.values()),
        left_out=tuple(s.name or target.stem for s in own if not fits(s)),
    )
    fill_cause_sheet(book.add_worksheet(own_sheet_name("causes")), report, said, styles)
    for sheet in given:
        page = book.add_worksheet(names[sheet.name])
        fill_sender_sheet(page, sheet, marks[sheet.name], commented.get(sheet.name, set()), styles)
    add_finding_sheets(book, report, names, styles)
    book.close()


def _marks(report: CheckReport, sheets: list[Sheet], mapping: Mapping | None) -> dict[str, Marks]:
    contract = load_contract(report.feed)
    by_sheet: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_sheet.setdefault(finding.sheet, []).append(finding)
    return {s.name: marks_of(s, by_sheet.get(s.name, []), contract, mapping) for s in sheets}


def _commented(marks: dict[str, Marks]) -> dict[str, set[tuple[int, int]]]:
    """Return the cells that get a comment, the worst first: many comments make a spreadsheet slow."""
    cells = (
        (sheet, cell)
        for severity in SEVERITIES
        for sheet, found in marks.items()
        for cell, findings in sorted(found.cells.items())
        if findings[0].severity == severity
    )
    chosen: dict[str, set[tuple[int, int]]] = {}
    for sheet, cell in islice(cells, int(limit("annotated_comments"))):
        chosen.setdefault(sheet, set()).add(cell)
    return chosen


def _first_cells(marks: dict[str, Marks]) -> dict[tuple[str, int, str], tuple[int, int]]:
    return {
        (sheet, finding.row, finding.column): cell
        for sheet, found in marks.items()
        for cell, findings in found.cells.items()
        for finding in findings
    }
