"""Long lists as JSON, one text for each item, encoded column by column. How they are laid out belongs elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The items of a JSON list, encoded as they are asked for.

    Attributes:
        count: How many there are.
        part: Gives the encoded items from a place on, so many at most.
    """

    count: int
    part: Callable[[int, int], pl.Series]

    def texts(self, between: str) -> Iterator[str]:
        """Yield the items with a text between them, many at a time but never all at once."""
        for start in range(0, self.count, _AT_ONCE):
            yield (between if start else "") + self.part(start, _AT_ONCE).str.join(between).item()


def json_of(value: object) -> str:
    """Return a value as JSON, Chinese as Chinese."""
    return json.dumps(value, ensure_ascii=False)


def frame_lines(frame: pl.DataFrame, names: dict[str, str]) -> JsonLines:
    """Return the rows of a frame as JSON objects.

    Args:
        frame: Columns of texts, few of them different, and of whole numbers.
        names: The member of the objects that each column becomes, in their order.
    """
    return JsonLines(frame.height, lambda start, count: _objects(frame.slice(start, count), names))


def _objects(frame: pl.DataFrame, names: dict[str, str]) -> pl.Series:
    parts: list[pl.Expr | pl.Series] = []
    for column, name in names.items():
        parts.append(pl.lit(f"{', ' if parts else '{'}{json_of(name)}: "))
        parts.append(_encoded(frame[column]))
    return frame.select(pl.concat_str([*parts, pl.lit("}")])).to_series()


def _encoded(cells: pl.Series) -> pl.Series:
    if cells.dtype != pl.String:
        return cells.cast(pl.String)
    different = cells.unique()
    return cells.replace_strict(different, pl.Series([json_of(text) for text in different], dtype=pl.String))
