"""Rules that hold a row against its peers in the file: what must not fall from step to step, what must not lag behind.

Rules about repeats and overlapping spells belong in `spells`, rules over the cells of one row in `functions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.code_tables import labels
from data_contracts.model import Rule
from data_contracts.thresholds import threshold

_LADDER = range(1, 9)
_PLACE, _GROUP, _KEY, _WHO, _DAY = "place", "group", "key", "who", "day"
_BETWEEN = "\u001e"


def out_of_order(rule: Rule, among: pl.Expr, _day: dt.date | None) -> pl.Expr:
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


def below_share_of(rule: Rule, among: pl.Expr, on: dt.date | None) -> pl.Expr:
    """Return where a value is below a share of the one that the peers of the same keys have.

    Arguments of the rule: `keys` (fields), `value` (a number), `threshold` (the share), `peers` (which rows are
    the measure, in SQL).
    """
    share = Fraction(threshold(rule.arguments["threshold"], on=on))
    # Both sides in whole cents: no figure is compared in floating point.
    value, keys = (pl.col(rule.arguments["value"]) * 100).cast(pl.Int64), _keys(rule)
    peers = pl.sql_expr(rule.arguments["peers"]).fill_null(value=False)
    measure = pl.when(peers).then(value).max().over(keys)
    return among & _complete(keys) & (value * share.denominator < measure * share.numerator)


def above_share_of(rule: Rule, among: pl.Expr, on: dt.date | None) -> pl.Expr:
    """Return where those who share the keys are more than a share of all in the same group.

    Of each one the newest row counts. Arguments: `keys` (what is shared), `within` (the group), `distinct` (who is
    counted), `day` (a date field: the newest), `threshold` (the share), `least` (how many a group must have at least).
    """
    share, least = (threshold(rule.arguments[name], on=on) for name in ("threshold", "least"))
    group, keys, who = (_texts(rule, name) for name in ("within", "keys", "distinct"))
    told = pl.struct(
        pl.when(among & _complete([*group, *who])).then(pl.concat_str(group, separator=_BETWEEN)).alias(_GROUP),
        pl.concat_str(keys, separator=_BETWEEN).alias(_KEY),
        pl.concat_str(who, separator=_BETWEEN).alias(_WHO),
        pl.col(rule.arguments["day"]).alias(_DAY),
    )
    parts = Fraction(share)
    # In whole numbers: no figure is compared in floating point.
    many = pl.col("alike").cast(pl.Int64) * parts.denominator > pl.col("people").cast(pl.Int64) * parts.numerator

    def judged(rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest().with_row_index(_PLACE)
        known = frame.filter(pl.col(_GROUP).is_not_null()).sort(_DAY, _PLACE)
        newest = known.unique([_GROUP, _WHO], keep="last").with_columns(people=pl.len().over(_GROUP))
        alike = newest.filter(pl.col(_KEY).is_not_null()).with_columns(alike=pl.len().over(_GROUP, _KEY))
        failing = alike.filter(many & (pl.col("people") >= int(least)))[_PLACE]
        return frame[_PLACE].is_in(failing.implode())

    return told.map_batches(judged, return_dtype=pl.Boolean)


def disagreeing(rule: Rule, among: pl.Expr, _day: dt.date | None) -> pl.Expr:
    """Return where rows of the same keys say different things in one field. Arguments: `keys`, `value` (the field)."""
    keys, said = _keys(rule), pl.col(text_column(rule.arguments["value"]))
    counted = among & _complete(keys) & said.is_not_null()
    return counted & (pl.when(counted).then(said).drop_nulls().n_unique().over(keys) > 1)


PEERS: dict[str, Callable[[Rule, pl.Expr, dt.date | None], pl.Expr]] = {
    "out_of_order": out_of_order,
    "below_share_of": below_share_of,
    "above_share_of": above_share_of,
    "disagreeing": disagreeing,
}


def peer_inputs(rule: Rule) -> tuple[str, ...]:
    """Return the fields that a rule about peers reads."""
    told = rule.arguments
    among_peers = pl.sql_expr(told["peers"]).meta.root_names() if "peers" in told else []
    single = [told[name] for name in ("value", "step", "day") if name in told]
    lists = [name for argument in ("keys", "within", "distinct") for name in told.get(argument, ())]
    return tuple(dict.fromkeys([*single, *lists, *among_peers]))


def _step(rule: Rule) -> pl.Expr:
    step = pl.col(rule.arguments["step"])
    if "vocabulary" in rule.arguments:
        order = list(labels(rule.arguments["vocabulary"]))
        return step.replace_strict(order, list(range(len(order))), default=None, return_dtype=pl.Int64)
    return step.cast(pl.Int64, strict=False)


def _keys(rule: Rule) -> list[pl.Expr]:
    return _texts(rule, "keys")


def _texts(rule: Rule, argument: str) -> list[pl.Expr]:
    return [pl.col(text_column(name)) for name in rule.arguments[argument]]


def _complete(keys: list[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(key.is_not_null() for key in keys)
