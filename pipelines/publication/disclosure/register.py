"""What has been published before: a figure that has changed by a few people since then stands as it was published.

Two editions side by side must not tell what became of a few people. A cell whose counts differ from the published ones
by fewer than the threshold keeps its published row, with its `as_of`; so does a cell that has not changed, and nobody
can tell the one from the other. A sum over changed cells with only one such cell in it would give that cell away:
there the smallest change is held back too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.publication.disclosure.equations import EQUATION, MEASURES, NODE

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELL, _KIND = "cell", "kind"
_BEFORE = "_before"


def standing(
    rows: pl.DataFrame,
    published: pl.DataFrame,
    nodes: pl.DataFrame,
    equations: pl.DataFrame,
    *,
    key: Sequence[str],
    smallest: int,
) -> pl.DataFrame:
    """Return the rows of an edition, those from the edition before that still stand in the place of the new ones.

    Args:
        rows: The new rows as they may be published by themselves, with their number `cell`.
        published: The rows of the edition before, with the same columns but the number.
        nodes: Which counts are the same, as `nodes_of` gives them.
        equations: What the counts add up to, as `equations_of` gives them.
        key: What names a cell in both.
        smallest: The smallest change that is shown.
    """
    both = rows.join(published, on=key, how="inner", suffix=_BEFORE, nulls_equal=True)
    changes = _changes(both)
    few = pl.col("change").abs().is_between(1, smallest - 1)
    held = changes.filter(few)[_CELL].unique()
    quiet = both.filter(_same())[_CELL]
    members = equations.join(nodes.select(NODE, _CELL, _KIND), on=NODE).join(
        changes.select(_CELL, _KIND, "change"), on=[_CELL, _KIND], how="left"
    )
    while True:
        more = _alone(members, pl.concat([held, quiet]).unique())
        if more.is_empty():
            break
        held = pl.concat([held, more]).unique()
    unchanged = pl.concat([held, quiet]).unique()
    before = both.filter(pl.col(_CELL).is_in(unchanged.implode())).select(
        _CELL, *(pl.col(name if name in key else f"{name}{_BEFORE}").alias(name) for name in published.columns)
    )
    new = rows.filter(~pl.col(_CELL).is_in(unchanged.implode())).select(_CELL, *published.columns)
    return pl.concat([new, before.cast(new.schema)]).sort(_CELL)


def _changes(both: pl.DataFrame) -> pl.DataFrame:
    """Return the change of each count that is shown in both editions."""
    return pl.concat(
        both.select(
            _CELL,
            pl.format("{}.{}", "metric_id", pl.lit(measure)).alias(_KIND),
            (pl.col(measure) - pl.col(f"{measure}{_BEFORE}")).alias("change"),
        )
        for measure in MEASURES
    ).drop_nulls("change")


def _same() -> pl.Expr:
    """Whether a row says the same in both editions."""
    said = (*MEASURES, "value", "status")
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}{_BEFORE}")) for name in said)


def _alone(members: pl.DataFrame, unchanged: pl.Series) -> pl.Series:
    """Return the cells to hold back: of each sum with one unchanged member alone, the one that changed least."""
    moved = pl.col("change").is_not_null() & ~pl.col(_CELL).is_in(unchanged.implode())
    flagged = members.with_columns(moved.alias("moved"))
    alone = (
        flagged.group_by(EQUATION)
        .agg(
            pl.col(NODE).filter(~pl.col("moved")).n_unique().alias("still"),
            pl.col("moved").any().alias("some_moved"),
        )
        .filter((pl.col("still") == 1) & pl.col("some_moved"))
    )
    candidates = flagged.filter(pl.col("moved") & pl.col(EQUATION).is_in(alone[EQUATION].implode()))
    chosen = candidates.sort(EQUATION, pl.col("change").abs(), NODE).group_by(EQUATION, maintain_order=True).first()
    nodes = chosen[NODE].unique()
    return flagged.filter(pl.col(NODE).is_in(nodes.implode()))[_CELL].unique()
