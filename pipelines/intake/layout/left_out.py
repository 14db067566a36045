"""Which rows under a header are no data: blank rows, headers that come again, totals, footnotes and signatures.

Most rows are told to be data by a few column-wise looks; only the doubtful ones are read cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from data_contracts.code_tables import vocabulary
from data_contracts.model import Contract
from pipelines.intake.layout.header import NOISE, REMARK, Header, header_key
from pipelines.intake.read import NUMERIC

# Of the words that end a sheet only these speak of all its rows; the digits of others are dates, pages, telephones.
_TOTAL = re.compile(r"^(合计|总计|共计|总数|总人数|本表合计|全校合计|grandtotal|total)")
_COUNT = re.compile(r"^[^\d.]*?(\d{1,7})([人名条行个]?)$")
_NUMBERS = ("integer", "decimal")
_SPARSE = 3
"""A row that fills no more than one column of so many hardly says anything."""
_PLACE = "__place"

Cells = list[str | None]


@dataclass(slots=True)
class LeftOut:
    """Rows that are no data, by their place under the header, and the row counts that total rows tell."""

    reasons: dict[int, str] = field(default_factory=dict)
    totals: dict[int, int] = field(default_factory=dict)


def rows_left_out(rows: Sequence[Cells], frame: pl.DataFrame, header: Header, contract: Contract) -> LeftOut:
    """Return which rows are no data and why.

    Args:
        rows: The rows under the header.
        frame: The same rows as columns: one text column per field of the header.
        header: The sheet's header.
        contract: The feed's contract.
    """
    must = [index for index, name in header.columns.items() if contract.fields[name].required]
    counted = {i for i, name in header.columns.items() if contract.fields[name].form not in _NUMBERS}
    result = LeftOut()
    for place in _doubtful(frame, header, [header.columns[index] for index in must]):
        row = rows[place]
        if reason := _reason(row, header, must):
            result.reasons[place] = reason
            if reason == "summary_row" and (said := _total(row, counted)) is not None:
                result.totals[place] = said
    return result


def _doubtful(frame: pl.DataFrame, header: Header, must: list[str]) -> list[int]:
    """Return the rows that lack half of what they must have, hardly say anything, or begin like the header."""
    empty = pl.sum_horizontal(_is_empty(name) for name in must)
    first = pl.coalesce(header.columns.values()).str.normalize("NFKC")
    for noise in (REMARK, REMARK, NOISE):
        first = first.str.replace_all(noise, "")
    begins_like_header = first.str.to_lowercase().is_in(list(header.texts))
    if not must:
        return list(range(frame.height))
    rows = frame.with_row_index(_PLACE).filter((empty > 0) | begins_like_header)
    filled = pl.sum_horizontal(~_is_empty(name) for name in header.columns.values())
    sparse = (empty * 2 >= len(must)) | (filled * _SPARSE <= len(header.columns))
    return rows.filter(sparse | begins_like_header)[_PLACE].to_list()


def _is_empty(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().fill_null("") == ""


def _reason(row: Cells, header: Header, must: list[int]) -> str | None:
    filled = [cell for cell in row if cell and cell.strip()]
    if not filled:
        return "blank_row"
    if len(filled) > 1 and _repeats_header(row, header):
        return "repeated_header"
    empty = sum(1 for index in must if index >= len(row) or not row[index])
    # A feed that asks for three columns only has footers that fill two of them.
    sparse = empty * 2 >= len(must) or (empty and len(filled) * _SPARSE <= len(header.columns))
    return "summary_row" if sparse and _is_summary(_key(filled[0])) else None


def _repeats_header(row: Cells, header: Header) -> bool:
    known = [row[i] for i in header.columns if i < len(row) and row[i]]
    if len(known) < len(header.columns) / 2 or header_key(str(known[0])) not in header.texts:
        return False
    texts = {header_key(str(cell)) for cell in known}
    return len(texts & header.texts) > len(known) / 2


def _is_summary(key: str) -> bool:
    return any(key.startswith(header_key(word)) for word in vocabulary("summary_words"))


def _total(row: Cells, counted: set[int]) -> int | None:
    """Return the number of rows that a total row tells; a sum of money or hours tells none.

    A number beside the word counts rows if it says so (`3人`) or stands where no numbers are summed.
    """
    filled = [(index, _key(cell)) for index, cell in enumerate(row) if cell and cell.strip()]
    if not _TOTAL.match(filled[0][1]):
        return None
    for index, text in reversed(filled[:2]):
        match = _COUNT.match(text.replace(",", ""))
        if match and (match[2] or index in counted):
            return int(match[1])
    return None


def _key(cell: str) -> str:
    return header_key(cell.removesuffix(NUMERIC))
