"""From sheets and their headers to one frame of text cells, without title, total, blank and repeated rows.

Every row that is left out is recorded as a repair; nothing is dropped silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from data_contracts.code_tables import vocabulary
from data_contracts.model import Contract
from pipelines.intake.header import Header, find_header, header_key
from pipelines.intake.read import NUMERIC, Sheet
from pipelines.intake.refusal import FileRefused

SHEET, ROW = "sheet", "row_no"
EXACT_DUPLICATE = "exact_duplicate"
"""The repair of a row that says nothing but what an earlier row of the file says."""
# Of the words that end a sheet only these speak of all its rows; the digits of others are dates, pages, telephones.
_TOTAL = re.compile(r"^(合计|总计|共计|总数|总人数|本表合计|全校合计|grandtotal|total)")
_COUNT = re.compile(r"^[^\d.]*?(\d{1,7})[人名条行个]?$")


@dataclass(frozen=True, slots=True)
class Repair:
    """Something intake changed so that a row can be used: where, and what was done."""

    sheet: str
    row: int
    column: str
    repair: str


@dataclass(slots=True)
class Table:
    """The rows of a delivery as text.

    Attributes:
        frame: `sheet`, `row_no` and one text column per field that has a column.
        unknown: Header texts that are no field, as (sheet, header row, text).
        repeated: Fields that several columns claim, as (sheet, header row, field).
        totals: What total rows say, as (sheet, row, count said).
    """

    frame: pl.DataFrame
    repairs: list[Repair] = field(default_factory=list)
    unknown: list[tuple[str, int, str]] = field(default_factory=list)
    repeated: list[tuple[str, int, str]] = field(default_factory=list)
    totals: list[tuple[str, int, int]] = field(default_factory=list)
    header_rows: list[tuple[str, int]] = field(default_factory=list)


def build_table(sheets: list[Sheet], contract: Contract, *, needed: tuple[str, ...]) -> Table:
    """Lay the data rows of all sheets with a header under each other.

    Args:
        sheets: The file's sheets.
        contract: The feed's contract.
        needed: The columns by which a header is known.

    Raises:
        FileRefused: no sheet has a header of this feed.
    """
    found = [(sheet, find_header(sheet, contract, needed)) for sheet in sheets]
    headed = [(sheet, header) for sheet, header in found if header]
    if not headed:
        raise FileRefused("header_not_found")
    table = Table(pl.DataFrame())
    table.repairs += [Repair(sheet.name, 1, "", "sheet_without_header") for sheet, header in found if not header]
    frames = [_sheet_frame(sheet, header, contract, table) for sheet, header in headed]
    table.frame = pl.concat(frames, how="diagonal")
    return table


def _sheet_frame(sheet: Sheet, header: Header, contract: Contract, table: Table) -> pl.DataFrame:
    table.header_rows.append((sheet.name, header.last_row))
    table.unknown += [(sheet.name, header.last_row, text) for text in header.unknown.values()]
    table.repeated += [(sheet.name, header.last_row, name) for name in header.repeated]
    must = [i for i, name in header.columns.items() if contract.fields[name].required]
    kept: list[tuple[int, list[str | None]]] = []
    for number, row in enumerate(sheet.rows[header.last_row :], start=header.last_row + 1):
        if reason := _left_out(row, header, must, table, sheet.name, number):
            if reason != "blank_row":
                table.repairs.append(Repair(sheet.name, number, "", reason))
        else:
            kept.append((number, row))
    return _frame(sheet.name, kept, header.columns)


def _frame(sheet: str, kept: list[tuple[int, list[str | None]]], columns: dict[int, str]) -> pl.DataFrame:
    data: dict[str, object] = {ROW: pl.Series([number for number, _ in kept], dtype=pl.Int64)}
    for index, name in columns.items():
        cells = [row[index] if index < len(row) else None for _, row in kept]
        data[name] = pl.Series(cells, dtype=pl.String)
    return pl.DataFrame(data).with_columns(pl.lit(sheet).alias(SHEET))


def _left_out(
    row: list[str | None], header: Header, must: list[int], table: Table, sheet: str, number: int
) -> str | None:
    """Return why a row is no data row, or None."""
    filled = [cell for cell in row if cell and cell.strip()]
    if not filled:
        return "blank_row"
    if len(filled) > 1 and _repeats_header(row, header):
        return "repeated_header"
    first = header_key(filled[0].removesuffix(NUMERIC))
    empty = sum(1 for index in must if index >= len(row) or not row[index])
    if empty * 2 >= len(must) and _is_summary(first):
        if _TOTAL.match(first):
            _note_total(filled, table, sheet, number)
        return "summary_row"
    return None


def _repeats_header(row: list[str | None], header: Header) -> bool:
    known = [row[i] for i in header.columns if i < len(row) and row[i]]
    if len(known) < len(header.columns) / 2 or header_key(str(known[0])) not in header.texts:
        return False
    texts = {header_key(str(cell)) for cell in known}
    return len(texts & header.texts) > len(known) / 2


def _is_summary(key: str) -> bool:
    return any(key.startswith(header_key(word)) for word in vocabulary("summary_words"))


def _note_total(filled: list[str], table: Table, sheet: str, number: int) -> None:
    texts = [header_key(cell.removesuffix(NUMERIC)).replace(",", "") for cell in reversed(filled[:2])]
    said = next((int(match[1]) for text in texts if (match := _COUNT.match(text))), None)
    if said is not None:
        table.totals.append((sheet, number, said))
