"""Readers of one field each: from a row of the foreign file to the field's text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from data_contracts.code_tables import normalise_word
from pipelines.intake.layout.header import header_key
from pipelines.intake.mapping.file import Mapping
from pipelines.intake.mapping.lookups import LOOKUPS
from pipelines.intake.mapping.source import Source
from pipelines.intake.normalise.signs import visible
from pipelines.intake.read import NUMERIC

_KEY_DIGITS = 16

Cells = list[str | None]


class ForeignRow(NamedTuple):
    """One row of the foreign file, and of melted columns the one that is read.

    Attributes:
        number: The sheet's own number of the row, from 1.
    """

    sheet: str
    number: int
    cells: Cells
    header: str | None = None
    cell: str | None = None


Reader = Callable[[ForeignRow], str | None]


@dataclass(slots=True)
class Memory:
    """What readers remember over all sheets: keys given so far, and words that nobody knew.

    Attributes:
        unknown_words: Replaced words as (sheet, row, field, word).
    """

    keys: dict[tuple[str, str], dict[tuple[str, ...], int]] = field(default_factory=dict)
    unknown_words: list[tuple[str, int, str, str]] = field(default_factory=list)


def field_readers(mapping: Mapping, places: dict[str, int], memory: Memory) -> list[Reader]:
    """Return a reader for each field of a mapping, in its order.

    Args:
        mapping: The mapping.
        places: Where each column stands, by its header key.
        memory: What is remembered from row to row.
    """
    taken = [places[key] for key in mapping.columns]
    return [_reader(name, source, places, taken, memory) for name, source in mapping.fields.items()]


def cell_text(cells: Cells, index: int) -> str:
    """Return a cell's text as it is seen."""
    return visible((_cell(cells, index) or "").removesuffix(NUMERIC))


def _reader(name: str, source: Source, places: dict[str, int], taken: list[int], memory: Memory) -> Reader:
    own = [places[header_key(column)] for column in source.columns]
    if source.key_of is not None:
        return lambda row: _generated_key(name, row.cells, own, taken, memory)
    read = _part(_plain(source, own), source.part or source.sheet_name)
    if source.lookup is not None:
        table = LOOKUPS[source.lookup]()
        return lambda row: table.get(_seen(read(row)))
    return _translated(name, source, read, memory) if source.words is not None else read


def _plain(source: Source, own: list[int]) -> Reader:
    if source.constant is not None:
        return lambda _row: source.constant
    if source.sheet_name is not None:
        return lambda row: row.sheet
    if source.melted is not None:
        return (lambda row: row.header) if source.melted == "header" else (lambda row: row.cell)
    if source.joined is not None:
        between = source.by or ""
        return lambda row: between.join(text for i in own if (text := cell_text(row.cells, i))) or None
    return lambda row: _cell(row.cells, own[0])


def _part(read: Reader, pattern: str | None) -> Reader:
    """Return a reader of a part; a text without the part stays whole, so that the contract says what is wrong."""
    if pattern is None:
        return read
    wanted = re.compile(pattern)

    def read_part(row: ForeignRow) -> str | None:
        whole = read(row)
        found = wanted.search(_seen(whole))
        return found[1] if found else whole

    return read_part


def _translated(name: str, source: Source, read: Reader, memory: Memory) -> Reader:
    words = {normalise_word(word): meaning for word, meaning in (source.words or {}).items()}

    def translate(row: ForeignRow) -> str | None:
        text = read(row)
        meaning = words.get(normalise_word(_seen(text)))
        if meaning is None and source.otherwise is not None and _seen(text):
            memory.unknown_words.append((row.sheet, row.number, name, _seen(text)))
            return source.otherwise
        return text if meaning is None else meaning

    return translate


def _cell(cells: Cells, index: int) -> str | None:
    return cells[index] if index < len(cells) else None


def _seen(text: str | None) -> str:
    return visible((text or "").removesuffix(NUMERIC))


def _generated_key(name: str, cells: Cells, own: list[int], taken: list[int], memory: Memory) -> str | None:
    """Return a key out of what a row says, numbered as it comes; `numbered_by_content` numbers it for good.

    Rows that agree in the key's columns and differ elsewhere are numbered; rows that agree in all that the
    mapping reads are one and the same, so that the repeats are dropped as exact duplicates.
    """
    parts = [cell_text(cells, index) for index in own]
    if not any(parts):
        return None
    digest = hashlib.sha256("\u001f".join(parts).encode()).hexdigest()[:_KEY_DIGITS]
    known = memory.keys.setdefault((name, digest), {})
    return _numbered(digest, known.setdefault(tuple(cell_text(cells, index) for index in taken), len(known) + 1))


def numbered_by_content(memory: Memory) -> dict[str, dict[str, str]]:
    """Return for each field the generated keys whose number comes from the order of rows, and the key to take instead.

    The number says a row's place among its like in order of what they say: rows in any order get the same keys.
    """
    changed: dict[str, dict[str, str]] = {}
    for (name, digest), known in memory.keys.items():
        for number, content in enumerate(sorted(known), start=1):
            if number != known[content]:
                changed.setdefault(name, {})[_numbered(digest, known[content])] = _numbered(digest, number)
    return changed


def _numbered(digest: str, number: int) -> str:
    return digest if number == 1 else f"{digest}-{number}"
