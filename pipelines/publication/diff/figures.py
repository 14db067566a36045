"""The figures of a state, and how they change from state to state; the changes of a figure add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import polars as pl

from pipelines.publication.diff.states import Part
from pipelines.publication.disclosure.equations import MEASURES
from pipelines.publication.disclosure.metrics import METRIC_KEY

Number: TypeAlias = "int | Decimal"
Figure: TypeAlias = "dict[str, Number | None]"
"""Numerator, denominator, unknown and value; None where there is none."""

Key: TypeAlias = "tuple[object, ...]"
SAID = (*MEASURES, "value")
_NOTHING: Figure = dict.fromkeys(SAID)


@dataclass(frozen=True)
class Difference:
    """One figure of two editions.

    Attributes:
        key: What names it, in the order of the metrics' key.
        before: What the earlier edition says.
        after: What the later one says.
        parts: By part, how much of the change it made; for each of the four the parts sum to the change.
    """

    key: Key
    before: Figure
    after: Figure
    parts: dict[Part, dict[str, Number]] = field(default_factory=dict)


def figures_of(metrics: pl.DataFrame) -> dict[Key, Figure]:
    """Return the figures of a table of metrics by their key."""
    rows = metrics.select(*METRIC_KEY, *SAID).iter_rows()
    size = len(METRIC_KEY)
    return {row[:size]: dict(zip(SAID, row[size:], strict=True)) for row in rows}


def differences(steps: Sequence[tuple[Part | None, dict[Key, Figure]]]) -> list[Difference]:
    """Return every figure that is not the same in the first and the last of some states, in order of its key."""
    first, last = steps[0][1], steps[-1][1]
    keys = {key for _, figures in steps for key in figures}
    changed = [key for key in keys if first.get(key, _NOTHING) != last.get(key, _NOTHING)]
    return [_difference(key, steps) for key in sorted(changed, key=lambda key: tuple(str(part) for part in key))]


def _difference(key: Key, steps: Sequence[tuple[Part | None, dict[Key, Figure]]]) -> Difference:
    before, after = steps[0][1].get(key, _NOTHING), steps[-1][1].get(key, _NOTHING)
    parts: dict[Part, dict[str, Number]] = {}
    for name in SAID:
        if name == "value" and (before[name] is None or after[name] is None):
            # A share that one of the two does not have has no difference; its counts say what came.
            continue
        at = before[name] or 0
        for part, figures in steps[1:]:
            now = figures.get(key, _NOTHING)[name]
            # A share that a state between them does not have changes with the next that has one.
            value = at if now is None and name == "value" else now or 0
            if part is not None and value != at:
                changes = parts.setdefault(part, {})
                changes[name] = changes.get(name, 0) + value - at
            at = value
    return Difference(key, before, after, parts)
