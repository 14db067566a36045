"""Where the columns of a mapping stand under one header, and what is read of them. Reading rows belongs in `apply`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.intake.layout.header import header_key
from pipelines.intake.mapping.file import Mapping
from pipelines.intake.mapping.readers import Cells, Memory, Reader, field_readers
from pipelines.intake.normalise.signs import visible
from pipelines.intake.read import NUMERIC

FieldColumn = tuple[str, Reader]
"""A column in the contract's own layout: its field, and what reads it from a foreign row."""


@dataclass(slots=True)
class Layout:
    """The columns of one header.

    Attributes:
        places: The first place of each column of the mapping, by its header key.
        again: Further places of a column, as (header key, place).
        melted: Headers of columns whose cells become rows, by their place.
        unknown: Headers that the mapping does not name.
    """

    places: dict[str, int] = field(default_factory=dict)
    again: list[tuple[str, int]] = field(default_factory=list)
    melted: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def layout_of(header: Cells, names: dict[str, str], mapping: Mapping) -> Layout:
    """Return where the columns of a mapping stand.

    Args:
        header: The cells of the header.
        names: Header keys of the mapping's columns by their key in this sheet.
        mapping: The mapping.
    """
    ignored = {header_key(column) for column in mapping.ignored}
    found = Layout()
    for index, cell in enumerate(header):
        text = visible((cell or "").removesuffix(NUMERIC))
        key = header_key(text)
        name = names.get(key)
        if name is not None and name in found.places:
            found.again.append((name, index))
        elif name is not None:
            found.places[name] = index
        elif mapping.melt and re.fullmatch(mapping.melt.columns, text):
            found.melted[index] = text
        elif key and key not in ignored:
            found.unknown.append(text)
    return found


def read_fields(layout: Layout, mapping: Mapping, memory: Memory) -> list[FieldColumn]:
    """Return every field of a mapping with its reader, and those of columns that come again a second time.

    A field that comes again is one that two columns claim: the table knows by that where they differ.
    """
    columns = list(zip(mapping.fields, field_readers(mapping, layout.places, memory), strict=True))
    for key, index in layout.again:
        there = {**layout.places, key: index}
        again = zip(mapping.fields.items(), field_readers(mapping, there, memory), strict=True)
        columns += [(name, read) for (name, source), read in again if key in map(header_key, source.columns)]
    return columns
