"""Read the cells of a delimited text column by column: most lines hold no quotation mark, and splitting them is enough.

Lines with one go through the csv library, record by record; what it would read otherwise is left to it wholly. Which
sign separates the cells is found in `text_files`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import polars as pl

from pipelines.intake.read.grid import Cells, Grid
from pipelines.intake.read.limits import max_columns

_QUOTE = '"'
_MOST_QUOTED = 4
"""If more than one line of so many holds a quotation mark, the csv library is faster for all."""
_MOST_EMPTY = 4
"""How many times more places than cells are worth holding as columns; a single wide line could claim any number."""
_FEW_PLACES = 1 << 20


def read_columns(text: str, delimiter: str) -> tuple[Grid, int] | None:
    """Return the cells of a text and the number of its lines, None where the csv library alone can tell them."""
    if text.count("\r") != text.count("\r\n"):
        return None
    if (even := _even_columns(text, delimiter)) is not None:
        return even
    lines = pl.Series("line", [text]).str.split("\n").explode()
    if text.endswith("\n"):
        lines = lines.head(-1)
    quoted = lines.str.contains(_QUOTE, literal=True)
    if int(quoted.sum()) * _MOST_QUOTED > len(lines):
        return None
    records, inner = _quoted_records(lines, quoted, delimiter, closed=text.endswith("\n"))
    plain = lines.str.strip_suffix("\r")
    widths = pl.select(
        pl.when(plain != "").then(plain.str.count_matches(delimiter, literal=True) + 1).otherwise(0).cast(pl.Int64)
    ).to_series()
    if records:
        widths = widths.scatter(list(records), [len(cells) for cells in records.values()])
        plain = plain.scatter(list(records), [""] * len(records))
        plain, widths = plain.filter(~inner), widths.filter(~inner)
    widest = max(1, *widths.unique())
    if widest > max_columns() or widest * len(plain) > _MOST_EMPTY * int(widths.sum()) + _FEW_PLACES:
        return None
    frame = plain.str.split_exact(delimiter, widest - 1).struct.unnest()
    if records:
        frame = _with_records(frame, records, inner)
    frame = frame.select(pl.when(pl.all() != "").then(pl.all()))
    return Grid(frame, None if bool((widths == widest).all()) else widths), len(lines)


def _even_columns(text: str, delimiter: str) -> tuple[Grid, int] | None:
    """Return the cells of a text without quotation marks of which every line has as many cells, and at least two."""
    width = text[: text.find("\n") + 1].count(delimiter) + 1
    # The library would take the mark for one of the encoding.
    if not 1 < width <= max_columns() or _QUOTE in text or text.startswith("\ufeff"):
        return None
    utf8 = text.encode()
    ends = utf8.translate(None, bytes(set(range(256)) - {ord(delimiter), ord("\n")})) + b"\n" * (utf8[-1:] != b"\n")
    line = delimiter.encode() * (width - 1) + b"\n"
    if ends != line * (len(ends) // width):
        return None
    schema = {str(place): pl.String for place in range(width)}
    frame = pl.read_csv(utf8, separator=delimiter, has_header=False, quote_char=None, schema=schema)
    return Grid(frame), len(ends) // width


def _quoted_records(
    lines: pl.Series, quoted: pl.Series, delimiter: str, *, closed: bool
) -> tuple[dict[int, Cells], pl.Series]:
    """Return the cells of each record that begins in a line with a quotation mark, and which lines lie inside one."""
    records: dict[int, Cells] = {}
    inside: list[int] = []
    place = 0

    def rest() -> Iterator[str]:
        nonlocal place
        while place < len(lines):
            place += 1
            yield f"{lines[place - 1]}\n" if closed or place < len(lines) else lines[place - 1]

    reader = csv.reader(rest(), delimiter=delimiter)
    for start in quoted.arg_true():
        if start >= place:
            place = start
            records[start] = [cell or None for cell in next(reader)]
            inside += range(start + 1, place)
    return records, pl.Series([False]).new_from_index(0, len(lines)).scatter(inside, values=True)


def _with_records(frame: pl.DataFrame, records: dict[int, Cells], inner: pl.Series) -> pl.DataFrame:
    """Put the cells of quoted records where their lines stood."""
    places = (~inner).cum_sum().gather(list(records)) - 1
    columns = []
    for index, column in enumerate(frame.get_columns()):
        cells = [row[index] if index < len(row) else None for row in records.values()]
        columns.append(column.scatter(places, pl.Series(cells, dtype=pl.String)))
    return pl.DataFrame(columns)
