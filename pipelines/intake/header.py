"""Find the header of a sheet and which column is which field. Reading values belongs in `normalise`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Contract
from data_contracts.thresholds import threshold
from pipelines.intake.read import Sheet

_SEARCHED_ROWS = 20
_NOISE = re.compile(r"\s|[*＊:：]|[（(【\[].*?[)）】\]]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one sheet.

    Attributes:
        first_row, last_row: Its rows in the sheet, from 1.
        columns: Field name by column index.
        unknown: Header text of columns that are no field, by column index.
        repeated: Fields that more than one column claims.
        texts: The keys of its cells, to know a repeated header again.
    """

    first_row: int
    last_row: int
    columns: dict[int, str]
    unknown: dict[int, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    texts: frozenset[str] = frozenset()


def find_header(sheet: Sheet, contract: Contract, needed: tuple[str, ...]) -> Header | None:
    """Return the sheet's header: of its first 20 rows the one (or pair of merged rows) that names most fields.

    None when no row names enough of the needed fields.
    """
    names = header_names(contract.feed)
    candidates = [
        _as_header(sheet, row, rows, names) for row in range(min(_SEARCHED_ROWS, len(sheet.rows))) for rows in (1, 2)
    ]
    best = max(candidates, key=lambda h: (len(h.columns), -(h.last_row - h.first_row), -h.first_row), default=None)
    if best is None:
        return None
    hits = len(set(needed) & set(best.columns.values()))
    return best if hits and hits >= threshold("header_match_share") * len(needed) else None


def better_feed(sheets: list[Sheet], contract: Contract) -> str | None:
    """Return the feed whose fields the sheets name, when it is not the one they were sent for."""
    found = {
        feed: max(len(h.columns) for h in headers)
        for feed, other in load_contracts().items()
        if feed != contract.feed
        and (headers := [h for s in sheets if (h := find_header(s, other, other.required_columns))])
    }
    return max(found, key=lambda feed: found[feed]) if found else None


def header_key(text: str) -> str:
    """Return what of a header's text decides: no spaces, asterisks or bracketed remarks, one width, one case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def header_names(feed: str) -> dict[str, str]:
    """Return every header that means a field of the feed, as its key."""
    names: dict[str, str] = {}
    for item in load_contract(feed).fields.values():
        for text in (item.name, item.title.zh, item.title.en, *item.synonyms):
            names.setdefault(header_key(text), item.name)
    return names


def _as_header(sheet: Sheet, row: int, height: int, names: dict[str, str]) -> Header:
    texts = _header_texts(sheet, row, height)
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    repeated: list[str] = []
    for index, options in texts.items():
        name = next((names[key] for text in options if (key := header_key(text)) in names), None)
        if name is None:
            unknown[index] = options[0]
        elif name in columns.values():
            repeated.append(name)
        else:
            columns[index] = name
    keys = frozenset(header_key(text) for options in texts.values() for text in options)
    return Header(row + 1, row + height, columns, unknown, tuple(repeated), keys)


def _header_texts(sheet: Sheet, row: int, height: int) -> dict[int, list[str]]:
    """Return per column the texts that may name it: of two merged rows the joined one, the lower, the upper."""
    upper = _filled(sheet, row)
    if height == 1:
        return {index: [text] for index, text in upper.items() if header_key(text)}
    lower = _filled(sheet, row + 1) if row + 1 < len(sheet.rows) else {}
    texts: dict[int, list[str]] = {}
    for index in sorted({*upper, *lower}):
        parts = [part for part in (upper.get(index), lower.get(index)) if part]
        texts[index] = ["/".join(parts), *reversed(parts)]
    return texts


def _filled(sheet: Sheet, row: int) -> dict[int, str]:
    cells = {index: cell for index, cell in enumerate(sheet.rows[row]) if cell}
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left < len(sheet.rows[top]) and (text := sheet.rows[top][left]):
            cells |= dict.fromkeys(range(left, right + 1), text)
    return cells
