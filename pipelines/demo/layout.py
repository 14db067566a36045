"""Where cells go in a sheet: title, headers, rows, totals. Writing bytes belongs in `workbook`."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipelines.demo.rows import Parcel, Row
from pipelines.demo.styles import OWN_STYLES, Cell, Style, cell


@dataclass(frozen=True)
class Column:
    """One column of a feed: its field, its place in a grouped header, and the headers in use."""

    field: str
    group: str
    required: bool
    names: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet ready to be written. `first_row` is the number of the first data row, from 1."""

    name: str
    title: str | None
    groups: tuple[str, ...] | None
    headers: tuple[str, ...]
    cells: list[list[Cell]]
    first_row: int
    rows: list[Row]


def sheets_of(parcel: Parcel, title: str) -> list[Sheet]:
    """Lay out every sheet of a parcel in its sender's style."""
    style = OWN_STYLES[parcel.style]
    columns = _used_columns(parcel.feed, parcel.rows, style)
    names = sorted({row.sheet for row in parcel.rows}) if style.sheets else ["Sheet1"]
    return [
        _sheet(name or "Sheet1", [r for r in parcel.rows if not style.sheets or r.sheet == name], columns, title, style)
        for name in names
    ]


@cache
def columns_of(feed: str) -> tuple[Column, ...]:
    """Read the columns of a feed, in the order senders use."""
    text = resources.files("pipelines.demo").joinpath("data/headers.csv").read_text(encoding="utf-8")
    return tuple(
        Column(r["field"], r["group"], r["required"] == "1", tuple(r["headers"].split(";")))
        for r in csv.DictReader(text.splitlines())
        if r["feed"] == feed
    )


def header(column: Column, style: Style) -> str:
    """Write a header as this sender does."""
    name = column.names[style.header_choice % len(column.names)]
    if style.headers == "starred" and column.required:
        return f"{name}(必填)" if column.field == "id_number" else f"*{name}"
    if style.headers == "spaced" and len(name) == 2:
        return f"{name[0]} {name[1]}"
    return name


def _sheet(name: str, rows: list[Row], columns: Sequence[Column], title: str, style: Style) -> Sheet:
    above = int(style.titled) + 1 + int(style.grouped)
    cells = [[cell(row.values.get(c.field), c.field, style) for c in columns] for row in rows]
    if style.totals:
        cells.append(["合计", f"{len(rows)}人" if len(columns) > 1 else None])
        cells.append(["制表人：教务处", "审核人："])
    return Sheet(
        name=name,
        title=title if style.titled else None,
        groups=tuple(c.group for c in columns) if style.grouped else None,
        headers=tuple(header(c, style) for c in columns),
        cells=cells,
        first_row=above + 1,
        rows=rows,
    )


def _used_columns(feed: str, rows: Sequence[Row], style: Style) -> list[Column]:
    """Leave out the columns that nobody filled in, as senders do."""
    filled = {name for row in rows for name, value in row.values.items() if value not in (None, ())}
    known = columns_of(feed)
    unknown = filled - {c.field for c in known}
    if unknown:
        raise ValueError(f"{feed}: no header for {sorted(unknown)}")
    kept = [c for c in known if c.field in filled or c.required]
    return sorted(kept, key=lambda c: _group_order(known, c)) if style.grouped else kept


def _group_order(columns: Sequence[Column], column: Column) -> int:
    return [c.group for c in columns].index(column.group)
