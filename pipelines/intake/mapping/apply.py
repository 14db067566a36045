"""Use a mapping on the sheets of a file: the same rows in the contract's own layout. Row n stays row n."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from data_contracts.code_tables import normalise_word
from pipelines.intake.header import header_key
from pipelines.intake.mapping.file import Mapping, Source
from pipelines.intake.mapping.lookups import LOOKUPS
from pipelines.intake.normalise.signs import visible
from pipelines.intake.read import NUMERIC, Sheet
from pipelines.intake.refusal import FileRefused

_SEARCHED_ROWS = 20
_KEY_DIGITS = 16

Cells = list[str | None]
Reader = Callable[[Cells], str | None]


@dataclass(slots=True)
class Mapped:
    """The sheets in the contract's layout, and what of the foreign header was not used.

    Attributes:
        unknown: Columns that the mapping does not name, as (sheet, header row, text).
        repeated: Fields whose column stands more than once, as (sheet, header row, field).
    """

    sheets: list[Sheet] = field(default_factory=list)
    unknown: list[tuple[str, int, str]] = field(default_factory=list)
    repeated: list[tuple[str, int, str]] = field(default_factory=list)


def apply_mapping(sheets: list[Sheet], mapping: Mapping) -> Mapped:
    """Return the sheets that have the mapping's columns, in the contract's own layout.

    Raises:
        FileRefused: no sheet has them all; names the missing ones where most are there.
    """
    headed = [(sheet, *_header_row(sheet, mapping)) for sheet in sheets]
    complete = [(sheet, row) for sheet, row, missing in headed if not missing]
    if not complete:
        least = min((missing for _, _, missing in headed), key=len)
        if 2 * len(least) > len(mapping.columns):
            raise FileRefused("header_not_found")
        raise FileRefused("column_missing", "、".join(least))
    mapped = Mapped()
    keys: dict[tuple[str, str], dict[tuple[str, ...], int]] = {}
    for sheet, row in complete:
        _map_sheet(sheet, row, mapping, mapped, keys)
    return mapped


def _header_row(sheet: Sheet, mapping: Mapping) -> tuple[int, list[str]]:
    """Return the row that names most of the columns, and the columns it lacks."""
    found = []
    for index, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        named = {header_key(cell) for cell in row if cell}
        found.append((index, [column for key, column in mapping.columns.items() if key not in named]))
    return min(found, key=lambda header: len(header[1]))


def _map_sheet(
    sheet: Sheet,
    header: int,
    mapping: Mapping,
    mapped: Mapped,
    keys: dict[tuple[str, str], dict[tuple[str, ...], int]],
) -> None:
    places = _places(sheet, header, mapping, mapped)
    taken = [places[key] for key in mapping.columns]
    readers = [_reader(name, source, places, taken, keys) for name, source in mapping.fields.items()]
    rows: list[Cells] = [[None] for _ in range(header)]
    names: Cells = list(mapping.fields)
    for row in sheet.rows[header:]:
        if not any(row):
            rows.append([None])
        elif row == sheet.rows[header]:
            # A header that comes again stays one, so that it is left out like any repeated header.
            rows.append(names)
        else:
            rows.append([read(row) for read in readers])
    mapped.sheets.append(Sheet(sheet.name, rows, []))


def _places(sheet: Sheet, header: int, mapping: Mapping, mapped: Mapped) -> dict[str, int]:
    """Return the first place of every column of a header and note what is unknown or repeated."""
    ignored = {header_key(column) for column in mapping.ignored}
    places: dict[str, int] = {}
    for index, text in enumerate(sheet.rows[header]):
        key = header_key(text or "")
        if not key:
            continue
        if key not in mapping.columns and key not in ignored:
            mapped.unknown.append((sheet.name, header + 1, text or ""))
        elif key in places:
            mapped.repeated += [(sheet.name, header + 1, name) for name in _readers_of(key, mapping)]
        else:
            places[key] = index
    return places


def _readers_of(key: str, mapping: Mapping) -> list[str]:
    return [name for name, s in mapping.fields.items() if key in {header_key(column) for column in s.columns}]


def _reader(
    name: str,
    source: Source,
    places: dict[str, int],
    taken: list[int],
    keys: dict[tuple[str, str], dict[tuple[str, ...], int]],
) -> Reader:
    if source.constant is not None:
        return lambda _row: source.constant
    own = [places[header_key(column)] for column in source.columns]
    if source.key_of is not None:
        return lambda row: _generated_key(name, [_text(row, i) for i in own], [_text(row, i) for i in taken], keys)
    if source.lookup is not None:
        table = LOOKUPS[source.lookup]()
        return lambda row: table.get(_text(row, own[0]))
    words = {normalise_word(word): meaning for word, meaning in (source.words or {}).items()}
    return lambda row: words.get(normalise_word(_text(row, own[0])), _cell(row, own[0]))


def _cell(row: Cells, index: int) -> str | None:
    return row[index] if index < len(row) else None


def _text(row: Cells, index: int) -> str:
    return visible((_cell(row, index) or "").removesuffix(NUMERIC))


def _generated_key(
    name: str, parts: list[str], said: list[str], keys: dict[tuple[str, str], dict[tuple[str, ...], int]]
) -> str | None:
    """Return a key out of what a row says.

    Rows that agree in the key's columns and differ elsewhere are numbered; rows that agree in all that the
    mapping reads are one and the same, so that the repeats are dropped as exact duplicates.
    """
    if not any(parts):
        return None
    digest = hashlib.sha256("\u001f".join(parts).encode()).hexdigest()[:_KEY_DIGITS]
    known = keys.setdefault((name, digest), {})
    number = known.setdefault(tuple(said), len(known) + 1)
    return digest if number == 1 else f"{digest}-{number}"
