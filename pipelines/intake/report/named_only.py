"""Rows that name an enterprise without its code. Looking the name up in the register belongs in `register_names`."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from data_contracts.checks import text_column
from data_contracts.model import Contract
from pipelines.intake.report.repair import ROW, SHEET


class NamedOnly(NamedTuple):
    """A cell without an enterprise's code, and the name that stands beside it."""

    sheet: str
    row: int
    column: str
    name: str


def named_only(frame: pl.DataFrame, contract: Contract, *, speaker: str) -> list[NamedOnly]:
    """Return the rows that have a name and no code.

    Args:
        frame: Normalised rows.
        contract: The feed's contract.
        speaker: The sender, where it speaks for others: its own code in a cell stands for nobody's; or empty.
    """
    found: list[NamedOnly] = []
    for item in contract.fields.values():
        if item.register_name is None:
            continue
        code, name = pl.col(text_column(item.name)), pl.col(text_column(item.register_name))
        said = frame.filter(code.is_null() | (code == speaker), name.is_not_null())
        places = said.select(SHEET, ROW, name.alias("name")).iter_rows()
        found += [NamedOnly(sheet, row, item.name, text) for sheet, row, text in places]
    return found
