"""What normalising makes of a file: canonical text, the repairs, and the cells that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from pipelines.intake.report.repair import Repairs


@dataclass(slots=True)
class Normalised:
    """A frame of canonical text, the repairs made and the fields whose column is absent.

    Attributes:
        errors: Cells that hold an error of the spreadsheet, as (sheet, row, field, error).
        contradicted: Cells of fields that several columns say differently, as (sheet, row, field).
        unusable: Fields of which some cells cannot be used; `unusable_column` says which.
        unsaid: Fields whose empty cells mean the sender, where nobody said who that is.
    """

    frame: pl.DataFrame
    repairs: Repairs = field(default_factory=Repairs)
    absent: tuple[str, ...] = ()
    errors: list[tuple[str, int, str, str]] = field(default_factory=list)
    contradicted: list[tuple[str, int, str]] = field(default_factory=list)
    unusable: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()

    def bar(self, name: str, rows: pl.Series) -> None:
        """Keep a field out of every rule on some rows; what is wrong with it has been said."""
        column = unusable_column(name)
        barred = self.frame[column] | rows if name in self.unusable else rows
        self.frame = self.frame.with_columns(barred.alias(column))
        self.unusable = tuple(dict.fromkeys((*self.unusable, name)))


def unusable_column(name: str) -> str:
    """Return the name of the column that says where a field cannot be used."""
    return f"{name}__unusable"
