"""What published counts add up to: the sums by which a reader can work out a cell that is not shown.

A node is one count of the table: a measure of a metric in one cell. Counts that are the same everywhere (the people
of several rates about the same graduates) are one node, so that what is hidden in one place is hidden in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

MEASURES = ("numerator", "denominator", "unknown")
ALL = "*"
EQUATION, NODE, IS_TOTAL = "equation", "node", "is_total"
_KIND, _CELL = "kind", "cell"


@dataclass(frozen=True)
class Identity:
    """A sum that holds in every cell: a measure of a metric, and the measures that make it up.

    Attributes:
        total: (metric, measure).
        parts: (metric, measure) of each part.
    """

    total: tuple[str, str]
    parts: tuple[tuple[str, str], ...]


def nodes_of(cells: pl.DataFrame, dimensions: Sequence[str], within: Sequence[str]) -> pl.DataFrame:
    """Return each count of a table of metrics with the node it is.

    Args:
        cells: One row per cell of a metric, with `cell` as its number, the measures, dimensions and `within`.
        dimensions: Columns that break a metric down, `*` where they do not.
        within: Columns that no sum crosses, as the cohort.

    Returns:
        Columns kind (metric and measure), cell, node, value, mask (which dimensions are broken down), and the rest.
    """
    mask = pl.sum_horizontal(
        pl.when(pl.col(name) != ALL).then(1 << place).otherwise(0) for place, name in enumerate(dimensions)
    )
    counts = pl.concat(
        cells.select(
            _CELL,
            pl.format("{}.{}", "metric_id", pl.lit(measure)).alias(_KIND),
            mask.alias("mask"),
            *within,
            *dimensions,
            pl.col(measure).alias("value"),
        )
        for measure in MEASURES
    ).drop_nulls("value")
    key = pl.struct(*within, *dimensions, "value")
    # The same vector of counts over all cells of a breakdown is the same count under another name; zeros say nothing.
    alike = counts.group_by(_KIND, "mask").agg(
        key.sort().hash().sum().alias("sums"), pl.len().alias("length"), pl.col("value").max().alias("most")
    )
    first_of = pl.col(_KIND).min().over("mask", "sums", "length")
    named = alike.with_columns(pl.when(pl.col("most") > 0).then(first_of).otherwise(pl.col(_KIND)).alias("name"))
    counts = counts.join(named.select(_KIND, "mask", "name"), on=[_KIND, "mask"])
    return counts.with_columns(pl.struct("name", *within, *dimensions).rank("dense").alias(NODE))


def equations_of(
    nodes: pl.DataFrame, dimensions: Sequence[str], within: Sequence[str], identities: Sequence[Identity]
) -> pl.DataFrame:
    """Return the members of every sum: columns equation, node, is_total."""
    parts = [*_breakdowns(nodes, dimensions, within), *_identities(nodes, dimensions, within, identities)]
    if not parts:
        return pl.DataFrame(schema={EQUATION: pl.UInt32, NODE: pl.UInt32, IS_TOTAL: pl.Boolean})
    members = pl.concat(
        part.select(pl.format("{}:{}", pl.lit(number), EQUATION).alias(EQUATION), NODE, IS_TOTAL)
        for number, part in enumerate(parts)
    )
    return members.with_columns(pl.col(EQUATION).rank("dense")).unique(maintain_order=True).sort(EQUATION, NODE)


def _breakdowns(nodes: pl.DataFrame, dimensions: Sequence[str], within: Sequence[str]) -> list[pl.DataFrame]:
    """Return the sums over one dimension: a cell, and the cells that break it down by one column more."""
    masks = set(nodes["mask"].unique())
    found = []
    for coarse, fine in combinations(sorted(masks), 2):
        added = fine - coarse
        if coarse & fine != coarse or added.bit_count() != 1:
            continue
        broken_down = dimensions[added.bit_length() - 1]
        key = [_KIND, *within, *(name for name in dimensions if name != broken_down)]
        totals = nodes.filter(pl.col("mask") == coarse)
        members = nodes.filter(pl.col("mask") == fine).join(totals.select(key), on=key)
        both = pl.concat(
            [
                totals.select(*key, NODE, pl.lit(value=True).alias(IS_TOTAL)),
                members.select(*key, NODE, pl.lit(value=False).alias(IS_TOTAL)),
            ]
        )
        found.append(both.with_columns(pl.struct(key).rank("dense").alias(EQUATION)))
    return found


def _identities(
    nodes: pl.DataFrame, dimensions: Sequence[str], within: Sequence[str], identities: Sequence[Identity]
) -> list[pl.DataFrame]:
    """Return the sums over several measures of the same cell, wherever all of them are published."""
    key = [*within, *dimensions]
    found = []
    for identity in identities:
        kinds = [f"{metric}.{measure}" for metric, measure in (identity.total, *identity.parts)]
        members = nodes.filter(pl.col(_KIND).is_in(kinds)).select(
            *key, NODE, (pl.col(_KIND) == kinds[0]).alias(IS_TOTAL)
        )
        complete = members.group_by(key).agg(pl.len().alias("length")).filter(pl.col("length") == len(kinds))
        members = members.join(complete.select(key), on=key)
        if not members.is_empty():
            found.append(members.with_columns(pl.struct(key).rank("dense").alias(EQUATION)))
    return found
