"""The two sides of a recommended plan as arrays of integers. Solving belongs in plan.py, checking in certificate.py.

How a person orders the vacancies that list them, and an enterprise the persons on its lists, is decided where the
numbers are made (`int_plan_pair`); here higher is better, and equal numbers are parted as the classes below say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Vacancies and the persons on their lists whom the wishes of neither side exclude, in any order.

    Attributes:
        vacancy: Number of the vacancy.
        person: Number of the person; no pair stands twice.
        key: How the enterprise orders its pairs: score in the high bits and the inverted tie below. Different for
            every person of a vacancy; the smaller number of the vacancy wins between equal keys of two vacancies.
        wish: How the person orders its pairs. The higher key wins between equals, then the smaller vacancy.
    """

    vacancy: Integers
    person: Integers
    key: Integers
    wish: Integers


@dataclass(frozen=True, slots=True)
class Seats:
    """One entry per vacancy, in any order.

    Attributes:
        vacancy: Number of the vacancy; every vacancy of a pair is here.
        seats: Openings that are not filled.
        enterprise: Number of the enterprise.
        quota: Seats that the plan gives the enterprise at most; the same for all its vacancies.
    """

    vacancy: Integers
    seats: Integers
    enterprise: Integers
    quota: Integers


@dataclass(frozen=True, slots=True)
class Plan:
    """The pairs of a stable plan, in order of vacancy and key from the best.

    Attributes:
        pair: Position of the pair in `Pairs`.
        place: Place of the vacancy among all that list the person, in the person's own order, from 1.
    """

    pair: Integers
    place: Integers
