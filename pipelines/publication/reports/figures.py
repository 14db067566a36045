"""The figures of an edition as a report reads them, already suppressed. Laying them out belongs in the views."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.disclosure.metrics import DIMENSIONS

if TYPE_CHECKING:
    import sqlite3

ALL = "*"
SHOWN = frozenset({"ok", "provisional"})
RATE_UNITS = frozenset({"share"})
MONEY_UNITS = frozenset({"CNY per month", "CNY per certificate", "CNY"})


@dataclass(frozen=True)
class Figure:
    """One cell of the metric table."""

    metric_id: str
    cohort: str
    cutoff: date
    dimensions: tuple[str, ...]
    numerator: int | None
    denominator: int | None
    unknown: int | None
    value: Decimal | None
    unit: str
    status: str

    @property
    def shown(self) -> bool:
        """Whether it has a value that may be read."""
        return self.value is not None and self.status in SHOWN

    @property
    def is_rate(self) -> bool:
        """Whether the value is a share of the denominator."""
        return self.unit in RATE_UNITS

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount in yuan."""
        return self.unit in MONEY_UNITS


class Edition:
    """Reads an open edition; every method is one question."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.info: dict[str, str] = {row["key"]: row["value"] for row in self._rows("edition_info", "key")}
        bodies = [(row["metric_id"], json.loads(row["body"])) for row in self._rows("metric_definition", "metric_id")]
        # In the order of the dictionary, which goes from the main figure to the particular ones.
        self.definitions: dict[str, dict[str, Any]] = dict(sorted(bodies, key=lambda item: int(item[1]["position"])))
        self._figures = [_figure(row) for row in self._rows("metric", "metric_id, cohort, cutoff_date")]
        self.summary: dict[str, int] = {row["measure"]: row["value"] for row in self._rows("summary", "measure")}

    def threshold(self, name: str) -> Decimal:
        """A threshold as it held for this edition."""
        return Decimal(self.info[f"threshold.{name}"])

    def city(self, metric_id: str) -> list[Figure]:
        """A metric's figures for the whole city, by cohort and cut-off."""
        return self.broken_down(metric_id, None)

    def broken_down(self, metric_id: str, dimension: str | None) -> list[Figure]:
        """A metric's figures by one dimension alone, in order of its code."""
        position = None if dimension is None else DIMENSIONS.index(dimension)
        found = [
            figure
            for figure in self._figures
            if figure.metric_id == metric_id
            and all((code != ALL) == (at == position) for at, code in enumerate(figure.dimensions))
        ]
        return sorted(found, key=lambda figure: (figure.cohort, figure.cutoff, figure.dimensions))

    def names(self, label_list: str) -> dict[str, dict[str, str]]:
        """Names of the codes of a list in both languages."""
        rows = self._connection.execute(
            "SELECT code, name_en, name_zh FROM label WHERE list = ? ORDER BY code", (label_list,)
        )
        return {row["code"]: {"en": row["name_en"], "zh": row["name_zh"]} for row in rows}

    def colleges(self) -> dict[str, dict[str, str]]:
        """Names of colleges; a registered name has one language."""
        return {
            row["institution_code"]: {"en": row["name"], "zh": row["name"]}
            for row in self._rows("college", "institution_code")
        }

    def table(self, name: str, order: str) -> list[dict[str, Any]]:
        """A small table whole, as dictionaries."""
        return [dict(row) for row in self._rows(name, order)]

    def _rows(self, table: str, order: str) -> list[sqlite3.Row]:
        return self._connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 our own


def _figure(row: sqlite3.Row) -> Figure:
    return Figure(
        metric_id=row["metric_id"],
        cohort=row["cohort"],
        cutoff=date.fromisoformat(row["cutoff_date"]),
        dimensions=tuple(row[dimension] for dimension in DIMENSIONS),
        numerator=row["numerator"],
        denominator=row["denominator"],
        unknown=row["unknown"],
        value=None if row["value"] is None else Decimal(row["value"]),
        unit=row["unit"],
        status=row["status"],
    )
