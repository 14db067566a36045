"""From facts to cells: groupings, status and value as the dictionary's conventions say.

What a fact is belongs in the families; comparing with the mart belongs in `compare`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from tests.recomputation.source import Row, dictionary, rows_of, threshold

ENTRIES: dict[str, Row] = {entry["id"]: entry for entry in dictionary()}
DIMENSIONS = ("college", "major_class", "tier", "region", "occupation", "enterprise", "gender")
SIXTIETHS = 60
# The place of the metrics that are a quantile, and the digits of their value.
QUANTILES = {
    "median_starting_pay": (Fraction(1, 2), 0),
    "pay_p25": (Fraction(1, 4), 0),
    "pay_p75": (Fraction(3, 4), 0),
    "median_days_to_fill": (Fraction(1, 2), 6),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one person, row or item adds to every cell it falls into."""

    metric: str
    cutoff: dt.date
    cohort: str
    dims: dict[str, str | None]
    numerator: int = 0
    denominator: int = 1
    unknown: int = 0
    left_out: int = 0
    judged: bool = True
    provisional: bool = False
    measures: list[Decimal] = field(default_factory=list)


# How the facts of a cell come together.
TOGETHER: dict[str, Any] = {
    **dict.fromkeys(("numerator", "denominator", "unknown", "left_out"), "sum"),
    **dict.fromkeys(("judged", "provisional"), "any"),
    "measures": lambda lists: [value for known in lists for value in known],
}


class Key(NamedTuple):
    """What tells a cell from the others."""

    metric: str
    cutoff: dt.date
    cohort: str
    dims: tuple[str, ...]


class Figure(NamedTuple):
    """What a cell says."""

    numerator: int
    denominator: int
    unknown: int
    value: Decimal | None
    unit: str
    status: str


def half_up(number: Fraction, places: int = 0) -> Decimal:
    """Round a number that is not negative, half up."""
    scaled = number * 10**places + Fraction(1, 2)
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def quantile(known: Iterable[Decimal], place: Fraction) -> Fraction:
    """Return a quantile of type 7: linear interpolation between the values in order."""
    ordered = [Fraction(value) for value in sorted(known)]
    whole, part = divmod(place * (len(ordered) - 1), 1)
    low, high = ordered[int(whole)], ordered[min(int(whole) + 1, len(ordered) - 1)]
    return low + (high - low) * part


def cells(facts: Sequence[Fact], today: dt.date) -> dict[Key, Figure]:
    """Group the facts of all metrics into the cells that the dictionary names."""
    found: dict[Key, Figure] = {}
    frame = pd.DataFrame([_record(fact) for fact in facts])
    for name, rows in frame.groupby("metric"):
        metric = str(name)
        for grouping in ENTRIES[metric]["dimensions"]:
            grouped = rows.groupby(["cutoff", "cohort", *grouping], as_index=False)
            for cell in rows_of(grouped.agg(TOGETHER)):
                dims = tuple(cell.get(dimension, "*") for dimension in DIMENSIONS)
                found[Key(metric, cell["cutoff"], cell["cohort"], dims)] = _figure(metric, cell, today)
    return found


def silent(metric: str, today: dt.date) -> tuple[Key, Figure]:
    """Return the one cell of a metric that no row speaks about."""
    unit = ENTRIES[metric]["unit"]
    return Key(metric, today, "*", ("*",) * len(DIMENSIONS)), Figure(0, 0, 0, None, unit, "not_available")


def status(figure: tuple[int, int, int], *, judged: bool, provisional: bool, today: dt.date) -> str:
    """Return the first status that holds, of (denominator, unknown, left out as unknown)."""
    denominator, unknown, left_out = figure
    if not judged:
        return "not_mature"
    if denominator == 0 or unknown >= denominator:
        return "not_available"
    if Fraction(unknown + left_out, denominator + left_out) > Fraction(threshold("MAX_UNKNOWN_SHARE", today)):
        return "too_uncertain"
    return "provisional" if provisional else "ok"


def _record(fact: Fact) -> Row:
    record = {name: getattr(fact, name) for name in ("metric", "cutoff", "cohort", *TOGETHER)}
    return record | {name: fact.dims.get(name) or "unknown" for name in DIMENSIONS}


def _figure(metric: str, cell: Row, today: dt.date) -> Figure:
    parts = (cell["denominator"], cell["unknown"], cell["left_out"])
    said = status(parts, judged=cell["judged"], provisional=cell["provisional"], today=today)
    numerator, value = _value(metric, cell)
    shown = value if said in ("ok", "provisional") else None
    return Figure(numerator, cell["denominator"], cell["unknown"], shown, ENTRIES[metric]["unit"], said)


def _value(metric: str, cell: Row) -> tuple[int, Decimal | None]:
    measures, numerator, denominator = cell["measures"], cell["numerator"], cell["denominator"]
    if metric in QUANTILES:
        place, digits = QUANTILES[metric]
        return numerator, half_up(quantile(measures, place), digits) if measures else None
    if metric == "retirement_risk_share":
        shown = int(half_up(Fraction(numerator, SIXTIETHS)))
        return shown, half_up(Fraction(numerator, SIXTIETHS * denominator), 6) if denominator else None
    return numerator, half_up(Fraction(numerator, denominator), 6) if denominator else None
