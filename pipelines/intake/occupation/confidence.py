"""How often a vote is right: measured on titles that did not vote, kept as the code table `title_confidence`.

The lead is what decides: the votes of the first occupation less half of the second's. Measuring it anew belongs in
`benchmarks/occupation_coding.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data_contracts.code_tables import code_table

CERTAIN = 10_000
"""Confidence is counted in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class Step:
    """Titles whose lead is at least `lead_from`: how many there were, and of how many the code was right."""

    lead_from: int
    titles: int
    agreed: int

    @property
    def confidence(self) -> int:
        """The share that was right, in ten-thousandths."""
        return self.agreed * CERTAIN // self.titles


def lead_of(votes: Sequence[tuple[str, int]]) -> int:
    """Return how far the first of some votes is ahead, in ten-thousandths."""
    first, second = ([count for _, count in votes] + [0, 0])[:2]
    return first - second // 2


def confidence_of(lead: int, steps: Sequence[Step]) -> int:
    """Return how sure a lead is, in ten-thousandths; the steps rise."""
    place = bisect_right([step.lead_from for step in steps], lead)
    return steps[max(0, place - 1)].confidence


def measured_steps(coder: str) -> tuple[Step, ...]:
    """Return what was measured of one version of the coder.

    Raises:
        LookupError: that version was never measured.
    """
    rows = code_table("title_confidence").filter(pl.col("coder") == coder).sort("lead_from")
    if rows.is_empty():
        raise LookupError(f"title_confidence has no row of {coder}: run benchmarks/occupation_coding.py --write")
    return tuple(Step(*row) for row in rows.select("lead_from", "titles", "agreed").iter_rows())


def rising_steps(outcomes: Sequence[tuple[int, bool]], *, per_step: int) -> list[Step]:
    """Return the steps of a share that never falls with the lead: neighbours that fall are pooled.

    Args:
        outcomes: Lead and whether the code was right, of each measured title.
        per_step: How many titles a step has at least.
    """
    ordered = sorted(outcomes)
    ends = [*range(per_step, len(ordered) - per_step + 1, per_step), len(ordered)]
    steps: list[Step] = []
    for start, end in zip([0, *ends], ends, strict=False):
        part = ordered[start:end]
        steps.append(Step(part[0][0], len(part), sum(right for _, right in part)))
        while len(steps) > 1 and steps[-1].confidence <= steps[-2].confidence:
            higher, lower = steps.pop(), steps.pop()
            steps.append(Step(lower.lead_from, lower.titles + higher.titles, lower.agreed + higher.agreed))
    return steps
