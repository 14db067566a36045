"""Complementary suppression: what else must be hidden so that sums do not give a hidden count away.

A sum protects its hidden members when no member stands alone, and when the hidden ones together are large enough
that none of them is known to within a few people. Where a sum does not, its smallest member that is still shown is
hidden too, and the total only when nothing else is left; again, until nothing changes.
"""

from __future__ import annotations

import polars as pl

from pipelines.publication.disclosure.equations import EQUATION, IS_TOTAL, NODE

_VALUE, _HIDDEN = "value", "hidden"


def protected(
    values: pl.DataFrame, equations: pl.DataFrame, hidden: pl.Series, *, smallest: int, ample: int
) -> pl.Series:
    """Return the nodes that are not shown: those given, and those that protect them.

    Args:
        values: Columns node and value, one row per node, in a fixed order.
        equations: The members of every sum, as `equations_of` gives them.
        hidden: Nodes that must not be shown.
        smallest: How many people a sum must hide at least, if it hides any.
        ample: How many it hides where it has a part left to hide, since several sums bound a part at once.
    """
    members = equations.join(values, on=NODE)
    while True:
        flagged = members.with_columns(pl.col(NODE).is_in(hidden.implode()).alias(_HIDDEN))
        more = _next(flagged.filter(pl.col(EQUATION).is_in(_leaking(flagged, smallest, ample).implode())))
        if more.is_empty():
            return hidden
        hidden = pl.concat([hidden, more]).unique().sort()


def _leaking(members: pl.DataFrame, smallest: int, ample: int) -> pl.Series:
    """Return the sums that give a hidden member away, or nearly so."""
    part = ~pl.col(IS_TOTAL)
    state = members.group_by(EQUATION).agg(
        (pl.col(_HIDDEN) & pl.col(IS_TOTAL)).any().alias("total_hidden"),
        (pl.col(_HIDDEN) & part).sum().alias("parts_hidden"),
        pl.col(_VALUE).filter(pl.col(_HIDDEN) & part).sum().alias("people_hidden"),
        (~pl.col(_HIDDEN) & part & (pl.col(_VALUE) > 0)).any().alias("has_shown"),
    )
    alone = pl.col("total_hidden") & (pl.col("parts_hidden") == 0)
    asked = pl.when("has_shown").then(ample).otherwise(smallest)
    few = (pl.col("parts_hidden") == 1) | (pl.col("people_hidden") < asked)
    leaks = alone | (~pl.col("total_hidden") & (pl.col("parts_hidden") > 0) & few)
    return state.filter(leaks)[EQUATION]


def _next(members: pl.DataFrame) -> pl.Series:
    """Return, of each sum, the shown member to hide next; a zero protects nothing and is a true zero."""
    shown = members.filter(~pl.col(_HIDDEN) & (pl.col(_VALUE) > 0))
    chosen = shown.sort(EQUATION, IS_TOTAL, _VALUE, NODE).group_by(EQUATION, maintain_order=True).first()
    return chosen[NODE].unique().sort()
