"""What the counts of a published table add up to: the sums by which a reader can work out a count that is not shown.

A node is one count of one row; columns that are the same in every row are one node under several names. The sums of
`mart_metric`, which is long, belong in `equations`; choosing what else to hide belongs in `complementary`.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from pipelines.publication.disclosure.equations import ALL, EQUATION, IS_TOTAL, NODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_contracts.products import Product, Sum

ROW, COLUMN, VALUE = "_row", "_column", "_count"
_NAME, _MASK, _PLACE = "_name", "_mask", "_place"


def table_nodes(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the counts that are known: columns row, column, value, node.

    Args:
        rows: The table with the number of each row.
        columns: Those that count people.
    """
    same = {column: next(first for first in columns if rows[first].equals(rows[column])) for column in columns}
    known = (
        rows.select(ROW, *(pl.col(column).cast(pl.Int64) for column in columns))
        .unpivot(index=ROW, variable_name=COLUMN, value_name=VALUE)
        .drop_nulls(VALUE)
    )
    named = known.with_columns(pl.col(COLUMN).replace_strict(same, return_dtype=pl.String).alias(_NAME))
    return named.with_columns(pl.struct(ROW, _NAME).rank("dense").alias(NODE)).drop(_NAME)


def table_equations(rows: pl.DataFrame, nodes: pl.DataFrame, product: Product) -> pl.DataFrame:
    """Return the members of every sum: columns equation, node, is_total."""
    dimensions = [name for name in product.key if rows.schema[name] == pl.String and (rows[name] == ALL).any()]
    counts = nodes.join(rows.select(ROW, *product.key, _mask_of(dimensions)), on=ROW)
    parts = [
        *_within_rows(nodes, product.sums),
        *_breakdowns(counts, product.key, dimensions),
        *_ways(counts, product, dimensions),
    ]
    schema = pl.Schema({EQUATION: pl.String(), NODE: nodes.schema[NODE], IS_TOTAL: pl.Boolean()})
    members = [
        part.select(pl.format("{}:{}", pl.lit(number), _PLACE).alias(EQUATION), NODE, IS_TOTAL)
        for number, part in enumerate(parts)
    ]
    found = pl.concat([pl.DataFrame(schema=schema), *members])
    return found.with_columns(pl.col(EQUATION).rank("dense")).unique().sort(EQUATION, NODE, IS_TOTAL)


def _within_rows(nodes: pl.DataFrame, sums: Sequence[Sum]) -> Iterator[pl.DataFrame]:
    """Yield the declared sums, in the rows that know all their counts."""
    for declared in sums:
        names = [declared.total, *declared.parts]
        members = nodes.filter(pl.col(COLUMN).is_in(names))
        complete = members.filter(pl.len().over(ROW) == len(names))
        yield complete.select(pl.col(ROW).alias(_PLACE), NODE, (pl.col(COLUMN) == declared.total).alias(IS_TOTAL))


def _breakdowns(counts: pl.DataFrame, key: Sequence[str], dimensions: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the sums of rows over rows: one for all (`*`), and those that break it down by as little as there is."""
    masks = sorted(counts[_MASK].unique())
    for coarse, fine in combinations(masks, 2):
        between = [m for m in masks if m not in (coarse, fine) and m & coarse == coarse and m & fine == m]
        if coarse & fine != coarse or between:
            continue
        added = {name for place, name in enumerate(dimensions) if (fine - coarse) >> place & 1}
        shared = [COLUMN, *(name for name in key if name not in added)]
        yield _sum_of(counts.filter(pl.col(_MASK) == coarse), counts.filter(pl.col(_MASK) == fine), shared)


def _ways(counts: pl.DataFrame, product: Product, dimensions: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the sums of a row for all over the rows of each way to break it down."""
    for column, everything in product.overall.items():
        shared = [COLUMN, *(name for name in product.key if name != column and name not in dimensions)]
        totals = counts.filter(pl.col(column) == everything)
        for way in sorted(set(counts[column]) - {everything}):
            yield _sum_of(totals, counts.filter(pl.col(column) == way), shared)


def _sum_of(totals: pl.DataFrame, parts: pl.DataFrame, shared: Sequence[str]) -> pl.DataFrame:
    of_a_total = parts.join(totals, on=shared, how="semi")
    members = [
        counts.select(*shared, NODE, pl.lit(is_total).alias(IS_TOTAL))
        for counts, is_total in ((totals, True), (of_a_total, False))
    ]
    return pl.concat(members).select(pl.struct(shared).rank("dense").alias(_PLACE), NODE, IS_TOTAL)


def _mask_of(dimensions: Sequence[str]) -> pl.Expr:
    """Which dimensions a row is broken down by, as bits."""
    bits = (pl.when(pl.col(name) != ALL).then(1 << place).otherwise(0) for place, name in enumerate(dimensions))
    return pl.sum_horizontal(pl.lit(0), *bits).alias(_MASK)
