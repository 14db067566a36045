"""Wilson intervals, bounds, and whether rates may be put in order of size. Decimal throughout: no figure is a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Z_95 = Decimal("1.959963985")


@dataclass(frozen=True)
class Interval:
    """The range a rate may truly lie in, as shares of one."""

    low: Decimal
    high: Decimal


def wilson(numerator: int, denominator: int) -> Interval:
    """The 95 % Wilson score interval of a share.

    Raises:
        ValueError: when the counts are no share.
    """
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    n, p, z2 = Decimal(denominator), Decimal(numerator) / denominator, Z_95 * Z_95
    scale = 1 + z2 / n
    centre = (p + z2 / (2 * n)) / scale
    half = Z_95 * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt() / scale
    return Interval(max(Decimal(0), centre - half), min(Decimal(1), centre + half))


def bounds(numerator: int, denominator: int, unknown: int) -> Interval:
    """A share if nobody of the unknown counted, and if all of them did.

    Raises:
        ValueError: when the counts are no share.
    """
    if denominator <= 0 or not 0 <= numerator <= denominator or not 0 <= unknown <= denominator:
        raise ValueError(f"{numerator} of {denominator} with {unknown} unknown is no share")
    highest = min(numerator + unknown, denominator)
    return Interval(Decimal(numerator) / denominator, Decimal(highest) / denominator)


def may_rank(counts: Sequence[tuple[int, int]], *, minimum: int) -> bool:
    """Whether rates may be listed by size: nobody is small and no two intervals overlap.

    Args:
        counts: numerator and denominator of every row that would be ranked.
        minimum: the smallest denominator that may be ranked.
    """
    if len(counts) < 2 or any(denominator < minimum for _, denominator in counts):
        return False
    intervals = sorted((wilson(n, d) for n, d in counts), key=lambda interval: interval.low)
    return all(lower.high < upper.low for lower, upper in pairwise(intervals))
