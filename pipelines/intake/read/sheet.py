"""What a reader hands on: sheets of text cells, and what a person looking at the sheet would not see.

Which cell is which field belongs in `pipelines.intake.layout.header`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NUMERIC = "\u001e"
"""Ends the text of a cell that the workbook stores as a number."""

ERROR = "\u001d"
"""Begins the text of a cell that holds an error such as #N/A instead of a value."""

TOO_LONG = "#LONG"
"""Stands in place of a cell's text that is longer than any workbook's cell."""

NOT_CALCULATED = "=?"
"""Stands for a formula that no spreadsheet has calculated before the file was saved."""

ERROR_TEXTS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", TOO_LONG, NOT_CALCULATED}
)
"""What an error is as text: in a text file, pasted as a value, or in the workbook that we give back."""

Rows = list[list[str | None]]
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a sheet is not shown; it is read all the same.

    Attributes:
        sheet: Whether the whole sheet is hidden.
        rows: Hidden rows, as the sheet's own numbers from 1; a filter hides rows too.
        columns: Hidden columns, from 0.
        filtered: Whether a filter is set.
    """

    sheet: bool = False
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: Text cells; row n of the sheet is `rows[n - 1]`; an empty cell is None.
        merged: Merged ranges as ((first row, first column), (last row, last column)), from 0.
        since_1904: Whether the workbook counts its days from 1904, as old Macintoshes did.
        repairs: What had to be done to the file before its sheets could be read.
    """

    name: str
    rows: Sequence[list[str | None]]
    merged: list[Range]
    hidden: Hidden = Hidden()
    since_1904: bool = False
    repairs: tuple[str, ...] = ()
