"""Which cell of a sheet each finding speaks of. Colouring it belongs in `sender_sheet`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from data_contracts.model import Contract
from pipelines.intake.layout.header import SEARCHED_ROWS, Header, find_header, header_key
from pipelines.intake.mapping import Mapping
from pipelines.intake.read import Sheet
from pipelines.intake.report.findings import Finding

SEVERITIES = ("file", "error", "warning")
"""Worst first."""


@dataclass(slots=True)
class Marks:
    """The faulty cells of one sheet, as (row, column) from 0, each with its findings, worst first.

    Attributes:
        header_row: The header's last row from 1; 0 where the sheet has no header.
    """

    cells: dict[tuple[int, int], list[Finding]] = field(default_factory=dict)
    header_row: int = 0


def marks_of(sheet: Sheet, findings: Iterable[Finding], contract: Contract, mapping: Mapping | None) -> Marks:
    """Lay a sheet's findings on its cells; what speaks of a whole row stands on the row's first filled cell."""
    header = None if mapping else _header(sheet, contract)
    columns = _mapped_columns(sheet, mapping) if mapping else _columns(header, contract)
    unknown = list(header.unknown) if header else []
    found: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row < 1:
            continue
        if finding.rule_name == "column_unknown" and unknown:
            column = unknown.pop(0)
        else:
            column = columns.get(finding.column, -1)
        found[finding.row - 1, column if column >= 0 else _first_filled(sheet, finding.row - 1)].append(finding)
    for same in found.values():
        same.sort(key=worst_first)
    return Marks(dict(found), header.last_row if header else 0)


def worst_first(finding: Finding) -> tuple[int, str]:
    """Return what the findings of one cell are sorted by."""
    return SEVERITIES.index(finding.severity), finding.rule


def _header(sheet: Sheet, contract: Contract) -> Header | None:
    """Return the header that the check found; a patch may name its rows by their key alone."""
    return find_header(sheet, contract, contract.required_columns) or find_header(sheet, contract, contract.primary_key)


def _columns(header: Header | None, contract: Contract) -> dict[str, int]:
    """Return where each field stands; what is read out of another field stands where that one does."""
    if header is None:
        return {}
    places = {name: index for index, name in header.columns.items()}
    for item in contract.fields.values():
        for derived in item.derives:
            if item.name in places:
                places.setdefault(derived, places[item.name])
    return places


def _mapped_columns(sheet: Sheet, mapping: Mapping) -> dict[str, int]:
    """Return where the first column that a mapping reads for a field stands in a foreign layout."""
    wanted = {name: header_key(source.columns[0]) for name, source in mapping.fields.items() if source.columns}
    best: dict[str, int] = {}
    for row in sheet.rows[:SEARCHED_ROWS]:
        named = {header_key(cell): index for index, cell in reversed(list(enumerate(row))) if cell}
        places = {name: named[key] for name, key in wanted.items() if key in named}
        best = max(best, places, key=len)
    return best


def _first_filled(sheet: Sheet, row: int) -> int:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return next((index for index, cell in enumerate(cells) if cell and cell.strip()), 0)
