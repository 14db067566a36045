"""What a sender means to say, before it is written in that sender's way: values, rows, parcels.

How a value looks in a file belongs in `styles`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

Role = Literal["college", "enterprise", "steward"]
Expect = Literal["error", "warning", "compliance", "file"]


class Choice(NamedTuple):
    """A code of a vocabulary list, to be written as one of its words."""

    list_name: str
    code: str


class Raw(NamedTuple):
    """A cell written exactly so, whatever the style: the way faults get into a file."""

    text: str


class RawNumber(NamedTuple):
    """A cell that a spreadsheet took for a number."""

    number: float


Scalar = str | int | bool | date | Decimal | Choice | Raw | RawNumber
Value = Scalar | tuple[str | Choice, ...] | None


@dataclass(frozen=True)
class Note:
    """A sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class RowFault:
    """A fault planted in one row; `column` is the field's name."""

    rule_name: str
    column: str
    kind: Expect
    note: Note


@dataclass
class Row:
    """One row by field name, with the faults planted in it and what it said before them.

    A reserved row gets none: another one is its double.
    """

    values: dict[str, Value]
    faults: list[RowFault] = field(default_factory=list)
    sheet: str = ""
    is_reserved: bool = False
    intended: dict[str, Value] | None = None

    def copy(self) -> "Row":
        """Return a row with the same values and no faults."""
        return Row(dict(self.values), sheet=self.sheet)


@dataclass
class Parcel:
    """One file of one sender, feed and period, and when the platform gets it."""

    feed: str
    sender: str
    sender_name: str
    sender_role: Role
    period: str
    received_at: datetime
    style: int
    rows: list[Row]
    mode: Literal["replace", "patch"] = "replace"
    tag: str = ""
