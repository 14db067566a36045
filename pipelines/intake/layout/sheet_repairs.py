"""What a sheet says beside its cells, put into the cells: units of money, merged cells, the sheet's own name.

What is hidden in a sheet is read like the rest and told. What a single cell means belongs in `normalise`.
"""

from __future__ import annotations

import re

import polars as pl

from data_contracts.model import Contract
from pipelines.intake.layout.header import Header, unit_factor
from pipelines.intake.normalise.money import money_units
from pipelines.intake.read import NUMERIC, Sheet
from pipelines.intake.report.repair import ROW, Repair, Repairs, again_column

_PLAIN_NUMBER = rf"^\s*[0-9０-９][0-9０-９,，.．]*\s*{NUMERIC}?$"
_WRITTEN = {factor: unit for unit, factor in money_units().items() if factor > 1}
_SHOWN_COLUMNS = 20

Repaired = tuple[pl.DataFrame, Repairs]
Hidden = tuple[str, str, int, str]


def repair_sheet(frame: pl.DataFrame, sheet: Sheet, header: Header, contract: Contract) -> Repaired:
    """Return a sheet's rows with what the sheet says about them, and the repairs.

    Args:
        frame: `sheet`, `row_no` and one text column per field of the header.
        sheet: The sheet.
        header: Its header.
        contract: The feed's contract.
    """
    frame, filled = _fill_merged(frame, sheet, header, contract)
    frame, multiplied = _put_units(frame, sheet, header, contract)
    frame, named = _use_name(frame, sheet, header, contract)
    return frame, filled + multiplied + named


def hidden_parts(frame: pl.DataFrame, sheet: Sheet, header: Header) -> tuple[list[Hidden], list[Repair]]:
    """Return what of a sheet's data is hidden, as (rule of the finding, sheet, row, value), and each place of it."""
    hidden, row = sheet.hidden, header.last_row
    rows = frame.filter(pl.col(ROW).is_in(list(hidden.rows)))[ROW].to_list() if hidden.rows else []
    unseen = set(hidden.columns)
    columns = [name for index, name in header.columns.items() if index in unseen]
    found: list[Hidden] = []
    repairs = [Repair(sheet.name, number, "", "hidden_row") for number in rows]
    repairs += [Repair(sheet.name, row, name, "hidden_column") for name in columns]
    if hidden.sheet:
        found.append(("hidden_sheet", sheet.name, 0, sheet.name))
        repairs.append(Repair(sheet.name, 1, "", "hidden_sheet"))
    if rows:
        found.append(("filtered_rows" if hidden.filtered else "hidden_rows", sheet.name, rows[0], str(len(rows))))
    if columns:
        found.append(("hidden_columns", sheet.name, row, ", ".join(columns[:_SHOWN_COLUMNS])))
    return found, repairs


def _fill_merged(frame: pl.DataFrame, sheet: Sheet, header: Header, contract: Contract) -> Repaired:
    """Give every row of a merged range its text, in columns where a merged cell speaks of all its rows."""
    fillable = {index: name for index, name in header.columns.items() if contract.fields[name].fillable}
    texts: dict[str, dict[int, str]] = {}
    for (top, left), (bottom, _) in sheet.merged:
        if left not in fillable or top < header.last_row or top >= len(sheet.rows) or bottom == top:
            continue
        cells = sheet.rows[top]
        if left < len(cells) and (text := cells[left]):
            numbers = range(top + 2, min(bottom + 1, len(sheet.rows)) + 1)
            texts.setdefault(fillable[left], {}).update(dict.fromkeys(numbers, text))
    repairs = Repairs()
    for name, by_row in texts.items():
        spanned = pl.col(ROW).replace_strict(by_row, default=None, return_dtype=pl.String)
        empty = pl.col(name).is_null() & spanned.is_not_null()
        repairs += Repairs.at(frame.filter(empty), name, "merged_filled")
        frame = frame.with_columns(pl.col(name).fill_null(spanned))
    return frame, repairs


def _put_units(frame: pl.DataFrame, sheet: Sheet, header: Header, contract: Contract) -> Repaired:
    """Write the unit that the header, or a note above it, names behind plain numbers; a cell's own unit stays."""
    noted = _noted_unit(sheet, header)
    repairs = Repairs()
    for index, field in {**header.columns, **header.again}.items():
        written = _WRITTEN.get(header.factors.get(index, noted or 1))
        if written is None or not contract.fields[field].money:
            continue
        name = field if index in header.columns else again_column(field, index)
        plain = pl.col(name).str.contains(_PLAIN_NUMBER)
        repairs += Repairs.at(frame.filter(plain), field, "unit_from_header")
        bare = pl.col(name).str.strip_suffix(NUMERIC).str.strip_chars()
        frame = frame.with_columns(pl.when(plain).then(bare + written).otherwise(pl.col(name)).alias(name))
    return frame, repairs


def _noted_unit(sheet: Sheet, header: Header) -> int | None:
    above = (cell for row in sheet.rows[: header.first_row - 1] for cell in row if cell)
    return next((factor for cell in above if "单位" in cell and (factor := unit_factor(cell))), None)


def _use_name(frame: pl.DataFrame, sheet: Sheet, header: Header, contract: Contract) -> Repaired:
    """Let a sheet's name stand in for an absent column, where the contract says what such names look like."""
    repairs: list[Repair] = []
    for item in contract.fields.values():
        if item.sheet_name and item.name not in frame.columns and re.fullmatch(item.sheet_name, sheet.name):
            frame = frame.with_columns(pl.lit(sheet.name).alias(item.name))
            repairs.append(Repair(sheet.name, header.last_row, item.name, "sheet_name_used"))
    return frame, Repairs(repairs)
