"""What is left of a landed file after an erasure: its cells as text, each row at its own number."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet

from pipelines.intake.read import Sheet

_VERSION = 1


def write_cells(sheets: list[Sheet], without: AbstractSet[tuple[str, int]]) -> bytes:
    """Return the cells of all rows but some as JSON; where a row was stays an empty one, so that numbers hold."""
    kept = [
        {
            "name": sheet.name,
            "merged": sheet.merged,
            "rows": [[] if (sheet.name, n) in without else row for n, row in enumerate(sheet.rows, start=1)],
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
