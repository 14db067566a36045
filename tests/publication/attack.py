"""A reader who wants what is not shown: all published counts as equations, and the range each hidden one can have.

The unknowns are groups of people alike in everything that any published table distinguishes; whole numbers are not
asked for, so the ranges found are never wider than the truth allows to a reader with a linear programme.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Table:
    """What is published, over groups of people.

    Attributes:
        sums: One row per published count, one column per group: how often the group counts in it.
        values: The true counts.
        shown: Which of them are shown.
    """

    sums: csr_matrix
    values: np.ndarray
    shown: np.ndarray


def table_of(people: pl.DataFrame, counts: pl.DataFrame, attributes: dict[str, str]) -> Table:
    """Return published counts as sums over groups of people.

    Args:
        people: One row per kind of person that may exist: attributes, and for each measure how often it counts.
        counts: One row per published count: `measure`, the dimensions (`*` for all), `value` and `shown`.
        attributes: The dimension of the counts that each attribute of the people is.
    """
    rows, columns, data = [], [], []
    arrays = {name: people[name].to_numpy() for name in people.columns}
    for number, count in enumerate(counts.iter_rows(named=True)):
        inside = arrays[count["measure"]] != 0
        for attribute, dimension in attributes.items():
            if count[dimension] != "*":
                inside = inside & (arrays[attribute] == count[dimension])
        places = np.flatnonzero(inside)
        rows += [number] * len(places)
        columns += places.tolist()
        data += arrays[count["measure"]][places].tolist()
    shape = (counts.height, people.height)
    return Table(csr_matrix((data, (rows, columns)), shape), counts["value"].to_numpy(), counts["shown"].to_numpy())


def narrowest(table: Table, *, wide_enough: float, seed: int = 1) -> list[tuple[int, float]]:
    """Return the hidden counts that a reader can pin down to less than a range, with the range.

    A solution that differs from the truth proves a range at once for all counts in it that differ, so random
    directions clear most of them before each of the others is attacked by itself.
    """
    hidden = np.flatnonzero(~table.shown)
    low, high = table.values.astype(float), table.values.astype(float)
    draw = np.random.default_rng(seed)
    for _ in range(20):
        for sign in (1, -1):
            weights = np.zeros(len(table.values))
            weights[hidden] = sign * draw.random(len(hidden))
            _widen(table, weights, low, high)
    left = [place for place in hidden if high[place] - low[place] < wide_enough]
    for place in left:
        if high[place] - low[place] >= wide_enough:
            continue
        for sign in (1, -1):
            weights = np.zeros(len(table.values))
            weights[place] = sign
            _widen(table, weights, low, high)
    return [(int(p), float(high[p] - low[p])) for p in left if high[p] - low[p] < wide_enough - 1e-6]


def _widen(table: Table, weights: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    found = linprog(
        weights @ table.sums,
        A_eq=table.sums[table.shown],
        b_eq=table.values[table.shown],
        bounds=(0, 100_000),
        method="highs",
    )
    assert found.status == 0, found.message
    counts = table.sums @ found.x
    np.minimum(low, counts, out=low)
    np.maximum(high, counts, out=high)
