"""Find the header of a sheet and which column is which field. Reading values belongs in `normalise`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Contract
from data_contracts.thresholds import limit
from pipelines.intake.normalise.money import money_units
from pipelines.intake.read import Sheet

SEARCHED_ROWS = 20
"""How many rows from the top may be a header."""
_LONGEST = 200
"""No header is longer."""
NOISE = r"[\s*＊:：]"
REMARK = r"[（(【\[][^（(【\[)）】\]]*[)）】\]]"
"""A remark in brackets, the inner one first: a pattern that crossed brackets would take a text's length squared."""

_UNITS = money_units()
_MONEY_UNIT = re.compile(rf"(?:[(\[【]\s*|单位\s*:?\s*(?:人民币)?)({'|'.join(_UNITS)})")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one sheet.

    Attributes:
        first_row, last_row: Its rows in the sheet, from 1.
        columns: Field name by column index.
        unknown: Header text of columns that are no field, by column index.
        again: Field name by column index of further columns that claim a field of `columns`.
        factors: By which a column's plain numbers are multiplied, as its header says (月薪(万元)).
        texts: The keys of its cells, to know a repeated header again.
    """

    first_row: int
    last_row: int
    columns: dict[int, str]
    unknown: dict[int, str] = field(default_factory=dict)
    again: dict[int, str] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    factors: dict[int, int] = field(default_factory=dict)


def find_header(sheet: Sheet, contract: Contract, needed: tuple[str, ...]) -> Header | None:
    """Return the sheet's header: of its first 20 rows the one (or pair of merged rows) that names most fields.

    None when no row names enough of the needed fields.
    """
    names = header_names(contract.feed)
    candidates = [
        _as_header(sheet, row, rows, names) for row in range(min(SEARCHED_ROWS, len(sheet.rows))) for rows in (1, 2)
    ]
    best = max(candidates, key=lambda h: (len(h.columns), -(h.last_row - h.first_row), -h.first_row), default=None)
    if best is None:
        return None
    hits = len(set(needed) & set(best.columns.values()))
    return best if hits and hits >= limit("header_match_share") * len(needed) else None


def better_feed(sheets: list[Sheet], contract: Contract) -> str | None:
    """Return the feed whose fields the sheets name, when it is not the one they were sent for."""
    found = {
        feed: max(len(h.columns) for h in headers)
        for feed, other in load_contracts().items()
        if feed != contract.feed
        and (headers := [h for s in sheets if (h := find_header(s, other, other.required_columns))])
    }
    return max(found, key=lambda feed: found[feed]) if found else None


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return what of a header's text decides: no spaces, asterisks or bracketed remarks, one width, one case."""
    bare = unicodedata.normalize("NFKC", text[:_LONGEST])
    while (shorter := re.sub(REMARK, "", bare)) != bare:
        bare = shorter
    return re.sub(NOISE, "", bare).casefold()


def unit_factor(text: str) -> int | None:
    """Return by how much a unit of money in a header or note multiplies, or None where none is named."""
    match = _MONEY_UNIT.search(unicodedata.normalize("NFKC", text[:_LONGEST]))
    return _UNITS[match[1]] if match else None


@cache
def header_names(feed: str) -> dict[str, str]:
    """Return every header that means a field of the feed, as its key."""
    names: dict[str, str] = {}
    for item in (f for f in load_contract(feed).fields.values() if not f.computed):
        for text in (item.name, item.title.zh, item.title.en, *item.synonyms):
            names.setdefault(header_key(text), item.name)
    return names


def _as_header(sheet: Sheet, row: int, height: int, names: dict[str, str]) -> Header:
    texts = _header_texts(sheet, row, height)
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    again: dict[int, str] = {}
    for index, options in texts.items():
        name = next((names[key] for text in options if (key := header_key(text)) in names), None)
        if name is None:
            unknown[index] = options[0]
        elif name in columns.values():
            again[index] = name
        else:
            columns[index] = name
    keys = frozenset(header_key(text) for options in texts.values() for text in options)
    factors = {index: unit for index in (*columns, *again) if (unit := unit_factor(texts[index][0]))}
    return Header(row + 1, row + height, columns, unknown, again, keys, factors)


def _header_texts(sheet: Sheet, row: int, height: int) -> dict[int, list[str]]:
    """Return per column the texts that may name it: of two merged rows the joined ones, the lower, the upper."""
    upper = _filled(sheet, row)
    if height == 1:
        return {index: [text] for index, text in upper.items() if header_key(text)}
    lower = _filled(sheet, row + 1) if row + 1 < len(sheet.rows) else {}
    texts: dict[int, list[str]] = {}
    for index in sorted({*upper, *lower}):
        parts = [part for part in (upper.get(index), lower.get(index)) if part]
        texts[index] = ["/".join(parts), "".join(parts), *reversed(parts)]
    return texts


def _filled(sheet: Sheet, row: int) -> dict[int, str]:
    cells = {index: cell for index, cell in enumerate(sheet.rows[row]) if cell}
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left < len(sheet.rows[top]) and (text := sheet.rows[top][left]):
            cells |= dict.fromkeys(range(left, right + 1), text)
    return cells
