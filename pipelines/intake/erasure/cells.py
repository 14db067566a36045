"""What is left of a landed file after an erasure: its cells as text, each row at its own number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from pipelines.intake.read import Sheet

_VERSION = 1

_Place = tuple[str, int]


def write_cells(
    sheets: list[Sheet],
    without: AbstractSet[_Place],
    blanked: Mapping[_Place, AbstractSet[int]] | None = None,
) -> bytes:
    """Return the cells of all rows but some as JSON; where a row was stays an empty one, so that numbers hold.

    Args:
        sheets: As read.
        without: The rows to leave out.
        blanked: Single cells to leave out of other rows, by their column from 0.
    """
    some = blanked or {}
    kept = [
        {
            "name": sheet.name,
            "merged": sheet.merged,
            "rows": [
                [] if (sheet.name, n) in without else _but(row, some.get((sheet.name, n), frozenset()))
                for n, row in enumerate(sheet.rows, start=1)
            ],
        }
        for sheet in sheets
    ]
    return json.dumps({"version": _VERSION, "sheets": kept}, ensure_ascii=False, separators=(",", ":")).encode()


def read_cells(body: bytes) -> list[Sheet]:
    """Return the sheets that `write_cells` wrote."""
    return [
        Sheet(
            sheet["name"],
            sheet["rows"],
            [((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet["merged"]],
        )
        for sheet in json.loads(body)["sheets"]
    ]


def _but(row: list[str | None], places: AbstractSet[int]) -> list[str | None]:
    return [None if at in places else cell for at, cell in enumerate(row)] if places else row
