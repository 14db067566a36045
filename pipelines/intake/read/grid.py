"""The cells of a sheet held as columns; those who ask for rows get lists, made as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import overload

import polars as pl

Cells = list[str | None]

_HEAD = 64


class Grid(Sequence[Cells]):
    """Rows of text cells.

    Attributes:
        frame: One column per column of the sheet, named by nothing but its place.
        widths: How many cells each row has, where they differ.
    """

    def __init__(self, frame: pl.DataFrame, widths: pl.Series | None = None) -> None:
        self.frame = frame
        self.widths = widths

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Cells]:
        rows = map(list, self.frame.iter_rows())
        return rows if self.widths is None else (row[:width] for row, width in zip(rows, self.widths, strict=True))

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> Grid: ...
    def __getitem__(self, place: int | slice) -> Cells | Grid:
        if isinstance(place, slice):
            return Grid(self.frame[place], None if self.widths is None else self.widths[place])
        if 0 <= place < len(self._head):
            return list(self._head[place])
        cells = list(self.frame.row(place))
        return cells if self.widths is None else cells[: self.widths[place]]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it compares by content, as a list does

    @cached_property
    def _head(self) -> list[Cells]:
        """The first rows, where headers are looked for again and again."""
        return list(islice(self, _HEAD))
