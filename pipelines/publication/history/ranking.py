"""Where a person stands in a vacancy's candidates by each way of ranking. Arrays in, places out; nothing is read here.

Every way orders the same candidates, those who pass the vacancy's hard filters; equal ones stand in the vacancy's own
order of ties, which is fixed by a hash and knows nothing of the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Method = Literal["ours", "popularity", "text"]
METHODS: tuple[Method, ...] = ("ours", "popularity", "text")
"""The ways that give a person one place. By chance everybody has every place alike, see `chance_within`."""

_TIES = np.int64(2**32 - 1)


class Candidates(NamedTuple):
    """Those who pass the hard filters of one vacancy, one entry each.

    Attributes:
        tie_no: The person.
        key: Our key: the score in the high bits, the tie below.
        hires: How many people of the person's major were hired by then.
        alike: How alike the vacancy's title and the person's major and skills are, in millionths.
    """

    tie_no: Integers
    key: Integers
    hires: Integers
    alike: Integers


def places(candidates: Candidates, tie_no: int) -> dict[Method, int]:
    """Return a person's place by each way from 1, nothing when the person is not among the candidates."""
    here = np.flatnonzero(candidates.tie_no == tie_no)
    if not here.size:
        return {}
    at = int(here[0])
    order = candidates.key & _TIES
    found: Mapping[Method, Integers] = {
        "ours": candidates.key >> 32,
        "popularity": candidates.hires,
        "text": candidates.alike,
    }
    return {method: _place(points, order, at) for method, points in found.items()}


def chance_within(passing: int, length: int) -> Decimal:
    """Return how likely a random order of the candidates has a given one of them within its first `length`."""
    return min(Decimal(1), Decimal(length) / passing)


def _place(points: Integers, order: Integers, at: int) -> int:
    before = (points > points[at]) | ((points == points[at]) & (order > order[at]))
    return 1 + int(np.count_nonzero(before))
