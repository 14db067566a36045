"""Rules that hold a row against its peers in the file: what must not fall from step to step, what must not lag behind.

Rules about repeats and overlapping spells belong in `spells`, rules over the cells of one row in `functions`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.code_tables import labels
from data_contracts.model import Rule
from data_contracts.thresholds import threshold

_LADDER = range(1, 9)


def out_of_order(rule: Rule, among: pl.Expr) -> pl.Expr:
    """Return where a value is lower than that of a row of the same keys on a lower step.

    Arguments of the rule: `keys` (fields), `value` (a number or a date), `step` (a level of the ladder, or a
    choice whose `vocabulary` gives the order). A level below the ladder is no step.
    """
    step, value, keys = _step(rule), pl.col(rule.arguments["value"]), _keys(rule)
    steps = range(len(labels(rule.arguments["vocabulary"]))) if "vocabulary" in rule.arguments else _LADDER
    counted = among & _complete(keys) & value.is_not_null()
    highest = {place: pl.when(counted & (step == place)).then(value).max().over(keys) for place in steps}
    above_a_higher = ((step > place) & (best > value) for place, best in highest.items())
    return counted & pl.any_horizontal(fails.fill_null(value=False) for fails in above_a_higher)


def below_share_of(rule: Rule, among: pl.Expr) -> pl.Expr:
    """Return where a value is below a share of the one that the peers of the same keys have.

    Arguments of the rule: `keys` (fields), `value` (a number), `threshold` (the share), `peers` (which rows are
    the measure, in SQL).
    """
    share = Fraction(threshold(rule.arguments["threshold"]))
    # Both sides in whole cents: no figure is compared in floating point.
    value, keys = (pl.col(rule.arguments["value"]) * 100).cast(pl.Int64), _keys(rule)
    peers = pl.sql_expr(rule.arguments["peers"]).fill_null(value=False)
    measure = pl.when(peers).then(value).max().over(keys)
    return among & _complete(keys) & (value * share.denominator < measure * share.numerator)


PEERS: dict[str, Callable[[Rule, pl.Expr], pl.Expr]] = {"out_of_order": out_of_order, "below_share_of": below_share_of}


def peer_inputs(rule: Rule) -> tuple[str, ...]:
    """Return the fields that a rule about peers reads."""
    told = rule.arguments
    among_peers = pl.sql_expr(told["peers"]).meta.root_names() if "peers" in told else []
    steps = [told["step"]] if "step" in told else []
    return tuple(dict.fromkeys([told["value"], *steps, *told["keys"], *among_peers]))


def _step(rule: Rule) -> pl.Expr:
    step = pl.col(rule.arguments["step"])
    if "vocabulary" in rule.arguments:
        order = list(labels(rule.arguments["vocabulary"]))
        return step.replace_strict(order, list(range(len(order))), default=None, return_dtype=pl.Int64)
    return step.cast(pl.Int64, strict=False)


def _keys(rule: Rule) -> list[pl.Expr]:
    return [pl.col(text_column(name)) for name in rule.arguments["keys"]]


def _complete(keys: list[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(key.is_not_null() for key in keys)
