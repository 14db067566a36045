"""Shares of the hires found, with their intervals, and none at all from too few hires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Literal

from pipelines.publication.history.ranking import METHODS, Method, chance_within
from pipelines.publication.reports.intervals import wilson

Way = Literal["ours", "random", "popularity", "text"]
WAYS: tuple[Way, ...] = ("ours", "random", "popularity", "text")
LENGTHS = (10, 50)
LISTED = 50
"""How long a list is; somebody further down stands on none."""

_SIX = Decimal("0.000001")


@dataclass(frozen=True)
class Standing:
    """Where the person of one hire stood when the vacancy was ranked.

    Attributes:
        in_pool: Whether the person was a member of the pool.
        passing: How many passed the filters of the vacancy; 0 when the person did not.
        place: The person's place among them by each way; empty when the person did not pass.
        is_listed: By each way, whether a list of any vacancy held the person.
        unlisted_by_chance: How likely random lists of all vacancies hold the person nowhere.
    """

    in_pool: bool
    passing: int = 0
    place: dict[Method, int] = field(default_factory=dict)
    is_listed: dict[Method, bool] = field(default_factory=dict)
    unlisted_by_chance: Decimal = Decimal(1)


@dataclass(frozen=True)
class Measure:
    """One share of the hires of pool members.

    Attributes:
        way: Of ranking.
        name: hit@10, hit@50 or coverage.
        numerator: How many were found; what chance would find is no whole number. None when too few hires stand behind.
        denominator: The hires of pool members.
        value: The share.
        low: Lower end of the 95 % Wilson interval; None for chance, whose value is exact.
        high: Upper end.
        status: ok or not_available.
    """

    way: Way
    name: str
    numerator: Decimal | None
    denominator: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    status: Literal["ok", "not_available"]

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that is printed."""
        numbers = {name: getattr(self, name) for name in ("numerator", "value", "low", "high")}
        return {
            "method": self.way,
            "measure": self.name,
            "denominator": self.denominator,
            **{name: None if number is None else str(number) for name, number in numbers.items()},
            "status": self.status,
        }


def measures(standings: Sequence[Standing], *, at_least: int) -> list[Measure]:
    """Return hit@10, hit@50 and coverage of every way over the hires whose person was in the pool.

    Args:
        standings: One per hire.
        at_least: With fewer hires of pool members no share is given.
    """
    pooled = [s for s in standings if s.in_pool]
    found = []
    for way in WAYS:
        found += [_measure(way, f"hit@{k}", [_hit(s, way, k) for s in pooled], at_least) for k in LENGTHS]
        found.append(_measure(way, "coverage", [_covered(s, way) for s in pooled], at_least))
    return found


def _hit(standing: Standing, way: Way, length: int) -> Decimal:
    if way == "random":
        return chance_within(standing.passing, length) if standing.passing else Decimal(0)
    place = standing.place.get(way)
    return Decimal(int(place is not None and place <= length))


def _covered(standing: Standing, way: Way) -> Decimal:
    if way == "random":
        return 1 - standing.unlisted_by_chance
    return Decimal(int(standing.is_listed.get(way, False)))


def _measure(way: Way, name: str, found: Sequence[Decimal], at_least: int) -> Measure:
    count = len(found)
    if count < max(1, at_least):
        return Measure(way, name, None, count, None, None, None, "not_available")
    total = sum(found, Decimal(0))
    value = _rounded(total / count)
    if way == "random":
        return Measure(way, name, _rounded(total), count, value, None, None, "ok")
    interval = wilson(int(total), count)
    return Measure(way, name, total, count, value, _rounded(interval.low), _rounded(interval.high), "ok")


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_SIX, ROUND_HALF_EVEN)


def is_listed(places: dict[Method, int]) -> dict[Method, bool]:
    """Return by which ways a place is on the list."""
    return {method: method in places and places[method] <= LISTED for method in METHODS}
