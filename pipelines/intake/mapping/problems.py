"""Hold a mapping against its contract, its own example and its parts. Reading the file belongs in `file`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_contracts.model import Contract
from pipelines.intake.header import header_key
from pipelines.intake.mapping.lookups import LOOKUPS
from pipelines.intake.mapping.source import MappingFile


def problems_of(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    """Yield what is wrong, each with the place and the cure."""
    yield from _field_problems(mapping, contract)
    yield from _missing_fields(mapping, contract)
    yield from _layout_problems(mapping)
    yield from _example_problems(mapping, contract)


def read_columns(mapping: MappingFile) -> dict[str, str]:
    """Return every column that a mapping reads, by its header key."""
    sources = [column for source in mapping.fields.values() for column in source.columns]
    return {header_key(column): column for column in (*sources, *mapping.leave_out)}


def _field_problems(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    open_fields = [name for name, item in contract.fields.items() if not item.computed]
    for name, source in mapping.fields.items():
        if name not in open_fields:
            yield f"fields.{name}: {mapping.feed} has no such field; it has {', '.join(open_fields)}"
        if source.lookup is not None and source.lookup not in LOOKUPS:
            yield f"fields.{name}: no table '{source.lookup}' to look up in; there are {', '.join(LOOKUPS)}"
        if source.melted and mapping.melt is None:
            yield f"fields.{name}: nothing is melted; say under melt which columns become rows"


def _missing_fields(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    for name, item in contract.fields.items():
        if item.required and item.default is None and name not in mapping.fields:
            yield f"fields.{name}: {mapping.feed} requires it; give it a column, constant or key_of"


def _layout_problems(mapping: MappingFile) -> Iterator[str]:
    known = read_columns(mapping)
    for column in mapping.ignored:
        if header_key(column) in known:
            yield f"ignored: '{column}' is read by a field; take it out"
    for rule in mapping.sheets:
        for column in rule.columns:
            if header_key(column) not in known:
                yield f"sheets '{rule.name}': no field reads a column '{column}'; take it out"
    kinds = {source.melted for source in mapping.fields.values()}
    if mapping.melt and not {"header", "cell"} <= kinds:
        yield "melt: one field must be melted: header and one melted: cell"
    rows = [("header_row", mapping.header_row), *((f"sheets '{r.name}'", r.header_row) for r in mapping.sheets)]
    for place, row in rows:
        if row is not None and row < 1:
            yield f"{place}: the rows of a sheet are counted from 1"


def _example_problems(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    example = mapping.example
    if example.header is not None:
        named = {header_key(column) for column in example.header}
        for key, column in read_columns(mapping).items():
            if key not in named and not mapping.sheets:
                yield f"example.header: column '{column}' is missing, which a field reads"
        if any(len(row) != len(example.header) for row in example.rows or []):
            yield "example.rows: each row needs as many cells as the header"
    one_to_one = not (mapping.melt or mapping.leave_out or example.sheets)
    if not mapping.expect or (one_to_one and len(mapping.expect) != len(example.rows or [])):
        yield "expect: give one entry for each row of the example, of which there must be one"
    for name in sorted({name for row in mapping.expect for name in row} - set(contract.fields)):
        yield f"expect: {mapping.feed} has no field '{name}'"
    for rule in mapping.sheets:
        if not any(re.fullmatch(rule.name, name) for name in example.tables):
            yield f"example.sheets: no sheet is called like '{rule.name}'; show one"
