"""Which job titles were read as which occupation, so that the sender sees a wrong guess and can mend it.

Coding titles belongs in `occupation`, showing the list with those who show reports.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import polars as pl

from data_contracts.code_tables import code_table
from data_contracts.model import Text
from pipelines.intake.report.repair import ROW, SHEET

HEADING = Text(
    "Occupation read from the title; where it is wrong, enter the occupation code",
    "按岗位名称读出的职业；如不正确，请填写职业代码",
)
"""What the list is called wherever it is shown."""

TITLED = frozenset({"vacancy"})
"""The feeds whose titles are read."""

_FROM_TITLE = "title"
_READ = ("title", "occupation_code", "occupation_confidence")
_PER_CENT = 100


class ReadTitle(NamedTuple):
    """One title that was read as an occupation, with all its rows.

    Attributes:
        confidence: How sure it is, in ten-thousandths.
        places: (sheet, row) of each row.
    """

    title: str
    code: str
    confidence: int
    places: tuple[tuple[str, int], ...]

    @property
    def said(self) -> str:
        """What was read, as people read it."""
        name = _names().get(self.code, "")
        return f"{self.title} -> {self.code} {name} ({self.confidence // _PER_CENT}%)"

    def as_json(self) -> dict[str, Any]:
        """Return it as `talent check --format json` prints it."""
        return {
            "title": self.title,
            "occupation_code": self.code,
            "occupation_name": _names().get(self.code, ""),
            "confidence": self.confidence,
            "rows": [{"sheet": sheet, "row": row} for sheet, row in self.places],
        }


def read_titles(rows: pl.DataFrame) -> list[ReadTitle]:
    """Return the titles among accepted rows that were read, the least sure first."""
    if "occupation_code_source" not in rows.columns:
        return []
    read = rows.filter(pl.col("occupation_code_source") == _FROM_TITLE).sort(SHEET, ROW)
    grouped = read.group_by(_READ, maintain_order=True).agg(SHEET, ROW)
    found = [
        ReadTitle(title, code, confidence, tuple(zip(sheets, numbers, strict=True)))
        for title, code, confidence, sheets, numbers in grouped.iter_rows()
    ]
    return sorted(found, key=lambda title: (title.confidence, title.places))


@cache
def _names() -> dict[str, str]:
    table = code_table("occupations")
    newest = table.filter(pl.col("edition") == pl.col("edition").max())
    return dict(newest.select("code", "name_zh").iter_rows())
