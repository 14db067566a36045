"""Use a mapping on the sheets of a file: the same rows in the contract's own layout. Row n stays row n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from data_contracts.code_tables import normalise_word
from pipelines.intake.layout.header import SEARCHED_ROWS, header_key
from pipelines.intake.mapping.file import Mapping
from pipelines.intake.mapping.layout import FieldColumn, layout_of, read_fields
from pipelines.intake.mapping.melted import melted_sheet
from pipelines.intake.mapping.readers import Cells, ForeignRow, Memory, Reader, cell_text, numbered_by_content
from pipelines.intake.mapping.source import SheetRule
from pipelines.intake.normalise.signs import is_null_word, visible
from pipelines.intake.read import NUMERIC, Sheet
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.repair import Repair

_ANY_SHEET = SheetRule(name=".*")


@dataclass(slots=True)
class Mapped:
    """The sheets in the contract's layout, and what of the foreign file was not used.

    Attributes:
        unknown: Columns that the mapping does not name, as (sheet, header row, text).
        unknown_words: Words the mapping did not know and replaced, as (sheet, row, field, word).
    """

    sheets: list[Sheet] = field(default_factory=list)
    unknown: list[tuple[str, int, str]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    unknown_words: list[tuple[str, int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Headed:
    """A sheet with its header.

    Attributes:
        names: Header keys of the mapping's columns by their key in this sheet.
        missing: Columns of the mapping that the header lacks.
    """

    sheet: Sheet
    header: int
    names: dict[str, str]
    missing: list[str]


def apply_mapping(sheets: list[Sheet], mapping: Mapping) -> Mapped:
    """Return the sheets that have the mapping's columns, in the contract's own layout.

    Raises:
        FileRefused: no sheet has them all, or one that the mapping names lacks some; names the missing ones where
            most are there.
    """
    meant = [(sheet, rule) for sheet in sheets if (rule := _rule_of(sheet, mapping))]
    if not meant:
        raise FileRefused("header_not_found")
    headed = [_headed(sheet, rule, mapping) for sheet, rule in meant]
    complete = [found for found in headed if not found.missing]
    if not complete or (mapping.sheets and len(complete) < len(headed)):
        raise _refusal([found.missing for found in headed if found.missing], mapping)
    mapped, memory = Mapped(), Memory()
    used = {found.sheet.name for found in complete}
    mapped.repairs = [Repair(s.name, 1, "", "sheet_without_header") for s in sheets if s.name not in used]
    for found in complete:
        _map_sheet(found, mapping, mapped, memory)
    mapped.unknown_words = memory.unknown_words
    _put_keys(mapped.sheets, mapping, numbered_by_content(memory))
    return mapped


def _put_keys(sheets: list[Sheet], mapping: Mapping, keys: dict[str, dict[str, str]]) -> None:
    """Give generated keys the numbers that they keep when the rows come in another order."""
    places = [(index, keys[name]) for index, name in enumerate(mapping.fields) if name in keys]
    for index, changed in places:
        for row in (row for sheet in sheets for row in sheet.rows if index < len(row)):
            row[index] = changed.get(row[index] or "", row[index])


def _rule_of(sheet: Sheet, mapping: Mapping) -> SheetRule | None:
    rules = mapping.sheets or (_ANY_SHEET,)
    return next((rule for rule in rules if re.fullmatch(rule.name, sheet.name)), None)


def _refusal(missing: list[list[str]], mapping: Mapping) -> FileRefused:
    least = min(missing, key=len)
    if 2 * len(least) > len(mapping.columns):
        return FileRefused("header_not_found")
    return FileRefused("column_missing", "、".join(least))


def _headed(sheet: Sheet, rule: SheetRule, mapping: Mapping) -> _Headed:
    """Find the row that names most of the columns, or take the one that is said."""
    here = {header_key(column): text for column, text in rule.columns.items()}
    called = {key: here.get(key, column) for key, column in mapping.columns.items()}
    said = rule.header_row or mapping.header_row
    rows = range(min(SEARCHED_ROWS, len(sheet.rows))) if said is None else [said - 1]
    found = []
    for index in rows:
        cells = sheet.rows[index] if index < len(sheet.rows) else []
        named = {header_key(cell) for cell in cells if cell}
        found.append((index, [text for text in called.values() if header_key(text) not in named]))
    header, missing = min(found, key=lambda candidate: len(candidate[1]))
    return _Headed(sheet, header, {header_key(text): key for key, text in called.items()}, missing)


def _map_sheet(found: _Headed, mapping: Mapping, mapped: Mapped, memory: Memory) -> None:
    sheet, header = found.sheet, found.header
    if mapping.repeat_merged:
        sheet = _with_repeated_merges(sheet, header)
    layout = layout_of(sheet.rows[header], found.names, mapping)
    mapped.unknown += [(sheet.name, header + 1, text) for text in layout.unknown]
    columns = read_fields(layout, mapping, memory)
    left_out = _left_out(sheet, header, mapping, layout.places)
    mapped.repairs += [Repair(sheet.name, number, "", "summary_row") for number in sorted(left_out)]
    rest = replace(sheet, rows=[[None] if n in left_out else row for n, row in enumerate(sheet.rows, start=1)])
    if mapping.melt is None:
        mapped.sheets.append(replace(rest, rows=list(_rows(rest, header, columns)), merged=[]))
    elif not layout.melted:
        raise FileRefused("column_missing", mapping.melt.columns)
    for column, text in layout.melted.items():
        name = melted_sheet(sheet.name, text)
        rows = list(_rows(rest, header, columns, melted=column))
        mapped.sheets.append(replace(rest, name=name, rows=rows, merged=[]))


def _left_out(sheet: Sheet, header: int, mapping: Mapping, places: dict[str, int]) -> set[int]:
    """Return the numbers of the rows that the mapping says are no data."""
    marks = [(places[header_key(c)], {normalise_word(w) for w in words}) for c, words in mapping.leave_out.items()]
    return {
        number
        for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2)
        if any(normalise_word(cell_text(cells, index)) in words for index, words in marks)
    }


def _rows(sheet: Sheet, header: int, columns: list[FieldColumn], *, melted: int | None = None) -> Iterator[Cells]:
    """Yield a row for each row of a sheet, an empty one for what is no data."""
    titles = sheet.rows[header]
    readers = [read for _, read in columns]
    for number, cells in enumerate(sheet.rows, start=1):
        if number <= header or not any(cells):
            yield [None]
        elif cells == titles:
            # A header that comes again stays one, so that it is left out like any repeated header.
            yield [name for name, _ in columns]
        elif melted is None:
            yield [read(ForeignRow(sheet.name, number, cells)) for read in readers]
        else:
            yield _melted_row(ForeignRow(sheet.name, number, cells), titles, readers, melted)


def _melted_row(row: ForeignRow, titles: Cells, readers: list[Reader], melted: int) -> Cells:
    text = cell_text(row.cells, melted)
    if not text or is_null_word(text):
        return [None]
    row = row._replace(header=visible((titles[melted] or "").removesuffix(NUMERIC)), cell=row.cells[melted])
    return [read(row) for read in readers]


def _with_repeated_merges(sheet: Sheet, header: int) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for (top, left), (bottom, right) in sheet.merged:
        if top <= header or left >= len(rows[top]):
            continue
        for number in range(top, min(bottom + 1, len(rows))):
            rows[number] += [None] * (right + 1 - len(rows[number]))
            rows[number][left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return replace(sheet, rows=rows, merged=[])
