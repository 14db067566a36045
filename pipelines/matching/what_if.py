"""Compare two plans of the same people: who is placed that was not, who loses. Solving belongs in plan.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.matching.market import Integers, Pairs, Plan


@dataclass(frozen=True, slots=True)
class Placed:
    """A plan by person, in order of their numbers.

    Attributes:
        person: Who is placed.
        vacancy: Where.
        wish: How much the person wishes for it.
    """

    person: Integers
    vacancy: Integers
    wish: Integers

    @classmethod
    def of(cls, pairs: Pairs, plan: Plan) -> Placed:
        """Return a plan's persons."""
        chosen = plan.pair[np.argsort(pairs.person[plan.pair], kind="stable")]
        return cls(pairs.person[chosen], pairs.vacancy[chosen], pairs.wish[chosen])

    def without(self, persons: Integers) -> Placed:
        """Return the same plan without some persons."""
        rest = ~np.isin(self.person, persons)
        return Placed(self.person[rest], self.vacancy[rest], self.wish[rest])


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of persons between two plans, by their numbers.

    Attributes:
        newly_placed: Had no place and have one.
        lost_place: Had a place and have none.
        better: Have another vacancy, which they wish for more.
        worse: Have another vacancy, which they wish for less.
        moved: Have another vacancy that they wish for as much.
    """

    newly_placed: Integers
    lost_place: Integers
    better: Integers
    worse: Integers
    moved: Integers


def compare(before: Placed, after: Placed) -> Difference:
    """Say who is where else."""
    both, at_before, at_after = np.intersect1d(before.person, after.person, assume_unique=True, return_indices=True)
    elsewhere = before.vacancy[at_before] != after.vacancy[at_after]
    change = after.wish[at_after] - before.wish[at_before]
    return Difference(
        newly_placed=np.setdiff1d(after.person, before.person, assume_unique=True),
        lost_place=np.setdiff1d(before.person, after.person, assume_unique=True),
        better=both[elsewhere & (change > 0)],
        worse=both[elsewhere & (change < 0)],
        moved=both[elsewhere & (change == 0)],
    )


def vacancies_filled(placed: Placed, vacancy: Integers, seats: Integers) -> int:
    """Count the vacancies with seats that have as many persons."""
    names, count = np.unique(placed.vacancy, return_counts=True)
    taken = dict(zip(names.tolist(), count.tolist(), strict=True))
    return sum(0 < size <= taken.get(name, 0) for name, size in zip(vacancy.tolist(), seats.tolist(), strict=True))
