"""One repair, all repairs of a file, and the names of the columns that say where a row stands or what it says again.

Making repairs belongs elsewhere, keeping them in `repair_file`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, overload

import polars as pl

SHEET, ROW = "sheet", "row_no"
EXACT_DUPLICATE = "exact_duplicate"
"""The repair of a row that says nothing but what an earlier row of the file says."""

_AGAIN = "__again_"

REPAIR_COLUMNS = {"sheet": pl.String, "row_no": pl.Int64, "column_name": pl.String, "repair": pl.String}
"""The columns in which repairs are held and kept."""


def again_column(name: str, place: int) -> str:
    """Return the name of a further column that claims a field, by its place in the sheet."""
    return f"{name}{_AGAIN}{place}"


def again_columns(frame: pl.DataFrame, name: str) -> list[str]:
    """Return the further columns of a frame that claim a field."""
    return [column for column in frame.columns if column.startswith(f"{name}{_AGAIN}")]


class Repair(NamedTuple):
    """Something intake changed so that a row can be used: where, and what was done (list `repairs`)."""

    sheet: str
    row: int
    column: str
    repair: str


class Repairs(Sequence[Repair]):
    """The repairs of a file, held as columns: a file of words in place of codes has some in every row."""

    def __init__(self, repairs: Iterable[Repair] | pl.DataFrame = ()) -> None:
        self._parts: list[Iterable[Repair] | pl.DataFrame] = [
            repairs if isinstance(repairs, Repairs | pl.DataFrame) else list(repairs)
        ]

    @classmethod
    def at(cls, rows: pl.DataFrame, column: str, repair: str | pl.Expr) -> Repairs:
        """Return the repair of one column on each of the rows; an expression says which of several it was."""
        done = pl.lit(repair) if isinstance(repair, str) else repair
        return cls(
            rows.select(SHEET, pl.col(ROW).cast(pl.Int64), pl.lit(column).alias("column_name"), done.alias("repair"))
        )

    @property
    def frame(self) -> pl.DataFrame:
        """The repairs as a frame, in the order in which they were made."""
        if len(self._parts) != 1 or not isinstance(self._parts[0], pl.DataFrame):
            self._parts = [pl.concat([_framed(part) for part in self._parts])]
        return _framed(self._parts[0])

    def counts(self) -> list[tuple[str, int]]:
        """Return how often each repair was made, the most frequent first, else in the order of their making."""
        counted = self.frame.group_by("repair", maintain_order=True).len()
        return counted.sort("len", descending=True, maintain_order=True).rows()

    def __add__(self, others: Iterable[Repair]) -> Repairs:
        result = Repairs()
        result._parts = [*self._parts, others if isinstance(others, Repairs) else list(others)]
        return result

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Repair]:
        return map(Repair._make, self.frame.iter_rows())

    @overload
    def __getitem__(self, place: int) -> Repair: ...
    @overload
    def __getitem__(self, place: slice) -> Repairs: ...
    def __getitem__(self, place: int | slice) -> Repair | Repairs:
        return Repairs(self.frame[place]) if isinstance(place, slice) else Repair._make(self.frame.row(place))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Repairs):
            return self.frame.equals(other.frame)
        return list(self) == other if isinstance(other, list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it compares by content, as a list does

    def __repr__(self) -> str:
        return f"Repairs({list(chain(self[:3], ['...'] if len(self) > 3 else []))})"

    def __getstate__(self) -> pl.DataFrame:
        return self.frame

    def __setstate__(self, frame: pl.DataFrame) -> None:
        self._parts = [frame]


def _framed(part: Iterable[Repair] | pl.DataFrame) -> pl.DataFrame:
    if isinstance(part, pl.DataFrame):
        return part
    return part.frame if isinstance(part, Repairs) else pl.DataFrame(list(part), schema=REPAIR_COLUMNS, orient="row")
