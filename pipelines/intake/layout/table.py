"""From sheets and their headers to one frame of text cells, without title, total, blank and repeated rows.

Every row that is left out is recorded as a repair; nothing is dropped silently. What a sheet says beside its
cells (units, merged cells, its name) is put into the cells by `sheet_repairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from data_contracts.code_tables import normalise_word, vocabulary
from data_contracts.model import Contract
from pipelines.intake.layout.header import Header, find_header
from pipelines.intake.layout.left_out import rows_left_out
from pipelines.intake.layout.not_data import is_not_data
from pipelines.intake.layout.sheet_repairs import hidden_parts, repair_sheet
from pipelines.intake.read import Grid, Sheet
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.repair import ROW, SHEET, Repair, Repairs, again_column

SAID_PERIOD = "said_period"
"""The column of a frame for what a sheet says about its period; no field of any feed."""


@dataclass(slots=True)
class Table:
    """The rows of a delivery as text.

    Attributes:
        frame: `sheet`, `row_no` and one text column per field that has a column, more where several claim it.
        unknown: Header texts that are no field, as (sheet, header row, text).
        repeated: Fields that several columns claim, as (sheet, header row, field).
        totals: What total rows say, as (sheet, row, count said).
        lacking: For each field the (sheet, header row) where it has no column.
        hidden: What is not shown of a sheet, as (rule of the finding, sheet, row, value).
        since_1904: Whether the file counts its days from 1904.
    """

    frame: pl.DataFrame
    repairs: Repairs = field(default_factory=Repairs)
    unknown: list[tuple[str, int, str]] = field(default_factory=list)
    repeated: list[tuple[str, int, str]] = field(default_factory=list)
    totals: list[tuple[str, int, int]] = field(default_factory=list)
    header_rows: list[tuple[str, int]] = field(default_factory=list)
    lacking: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    hidden: list[tuple[str, str, int, str]] = field(default_factory=list)
    since_1904: bool = False


def build_table(sheets: list[Sheet], contract: Contract, *, needed: tuple[str, ...]) -> Table:
    """Lay the data rows of all sheets with a header under each other.

    Args:
        sheets: The file's sheets.
        contract: The feed's contract.
        needed: The columns by which a header is known.

    Raises:
        FileRefused: no sheet has a header of this feed.
    """
    found = [(sheet, find_header(sheet, contract, needed)) for sheet in sheets if not is_not_data(sheet.name)]
    headed = [(sheet, header) for sheet, header in found if header]
    if not headed:
        raise FileRefused("header_not_found")
    table = Table(pl.DataFrame())
    table.repairs += [Repair(sheet.name, 1, "", "sheet_without_header") for sheet, header in found if not header]
    table.repairs += [Repair(sheet.name, 1, "", "sheet_not_data") for sheet in sheets if is_not_data(sheet.name)]
    frames = [_sheet_frame(sheet, header, contract, table) for sheet, header in headed]
    table.frame = pl.concat(frames, how="diagonal")
    return table


def _sheet_frame(sheet: Sheet, header: Header, contract: Contract, table: Table) -> pl.DataFrame:
    periods = [index for index, text in header.unknown.items() if normalise_word(text) in vocabulary("period_columns")]
    table.header_rows.append((sheet.name, header.last_row))
    table.unknown += [(sheet.name, header.last_row, text) for i, text in header.unknown.items() if i not in periods]
    table.repeated += [(sheet.name, header.last_row, name) for name in dict.fromkeys(header.again.values())]
    table.repairs += [Repair(sheet.name, 1, "", repair) for repair in sheet.repairs]
    rows = sheet.rows[header.last_row :]
    again = {index: again_column(name, index) for index, name in header.again.items()}
    frame = _frame(rows, {**dict.fromkeys(periods[:1], SAID_PERIOD), **header.columns, **again})
    frame = frame.select(pl.lit(sheet.name).alias(SHEET), pl.int_range(pl.len()).alias(ROW), pl.all())
    left_out = rows_left_out(rows, frame, header, contract)
    first = header.last_row + 1
    table.repairs += [
        Repair(sheet.name, place + first, "", reason)
        for place, reason in left_out.reasons.items()
        if reason != "blank_row"
    ]
    table.totals += [(sheet.name, place + first, said) for place, said in left_out.totals.items()]
    frame = frame.filter(~pl.col(ROW).is_in(list(left_out.reasons))).with_columns(pl.col(ROW) + first)
    frame, repairs = repair_sheet(frame, sheet, header, contract)
    hidden, places = hidden_parts(frame, sheet, header)
    table.repairs += repairs + places
    table.hidden += hidden
    for name in contract.fields:
        if name not in frame.columns:
            table.lacking.setdefault(name, []).append((sheet.name, header.last_row))
    return frame


def _frame(rows: Sequence[list[str | None]], columns: dict[int, str]) -> pl.DataFrame:
    if isinstance(rows, Grid):
        return pl.DataFrame([rows.frame.to_series(index).alias(name) for index, name in columns.items()])
    data = {}
    for index, name in columns.items():
        cells = [row[index] if index < len(row) else None for row in rows]
        data[name] = pl.Series(cells, dtype=pl.String)
    return pl.DataFrame(data)
