"""Rules over several rows of one file: spells that overlap, and the same said by too many rows.

Rows about the same thing (`distinct`: the primary key, unless the rule says otherwise) count as one, the first by
day: a repeated key is another finding. Only rows that share their keys with another are laid side by side, so that
a file without repeats costs one look. Rules over the cells of one row belong in `functions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.model import Rule
from data_contracts.thresholds import threshold

Names = tuple[str, ...]

_FOR_EVER = dt.date(9999, 12, 31)
_PLACE, _KEY, _SAME, _START, _END = "place", "key", "same", "start", "end"
_IN_ORDER = [_START, _END, _PLACE]


def overlapping_spells(rule: Rule, among: pl.Expr, distinct: Names, _day: dt.date | None) -> pl.Expr:
    """Return where a row's spell shares days with that of another row of the same keys.

    Arguments of the rule: `keys` (fields), `start` (a date field), `end` (a date field or several, the first
    filled one counts; none filled is open). A spell that begins on the day on which another ends does not
    overlap it.
    """
    start, end = pl.col(rule.arguments["start"]), pl.coalesce(_fields(rule, "end"))
    spell = [start.alias(_START), end.fill_null(_FOR_EVER).alias(_END)]
    complete = among & start.is_not_null() & (end.is_null() | (start <= end))
    latest_before = pl.col(_END).cum_max().shift(1).over(_KEY, order_by=_IN_ORDER)
    next_start = pl.col(_START).shift(-1).over(_KEY, order_by=_IN_ORDER)
    into_earlier = (pl.col(_START) < latest_before).fill_null(value=False)
    into_later = (next_start < pl.col(_END)).fill_null(value=False)
    return _among_repeats(rule, spell, complete, distinct, into_earlier | into_later)


def shared_by_many(rule: Rule, among: pl.Expr, distinct: Names, on: dt.date | None) -> pl.Expr:
    """Return where at least as many rows as a threshold says on a day share their keys.

    Arguments: `keys`, `threshold`.
    """
    enough = int(threshold(rule.arguments["threshold"], on=on))
    return _among_repeats(rule, [], among, distinct, pl.len().over(_KEY) >= enough)


def load_per_person(rule: Rule, among: pl.Expr, distinct: Names, on: dt.date | None) -> pl.Expr:
    """Return where a spell begins while the person of its keys already has as many others as a threshold allows.

    Arguments: `keys`, `start` and `end` as in `overlapping_spells`, `threshold` (how many at the same time). Of
    spells that begin on one day those listed later are too many, so that the first ones stay without a finding.
    """
    most = int(threshold(rule.arguments["threshold"], on=on))
    start, end = pl.col(rule.arguments["start"]), pl.coalesce(_fields(rule, "end"))
    spell = [start.alias(_START), end.fill_null(_FOR_EVER).alias(_END)]
    complete = among & start.is_not_null() & (end.is_null() | (start < end))
    return _among_repeats(rule, spell, complete, distinct, _begun() - _ended() > most)


def _begun() -> pl.Expr:
    """Return how many spells of the same keys had begun with each row's own, this one included."""
    return pl.int_range(1, pl.len() + 1).over(_KEY, order_by=[_START, _PLACE])


def _ended() -> pl.Expr:
    """Return how many spells of the same keys were over on the day on which each row's own begins."""
    return pl.col(_END).sort().search_sorted(pl.col(_START), side="right").over(_KEY).cast(pl.Int64)


def repeated_within(rule: Rule, among: pl.Expr, distinct: Names, on: dt.date | None) -> pl.Expr:
    """Return where another row of the same keys has its day within some days.

    Arguments: `keys`, `day` (a date field), `threshold` (how many days).
    """
    days = int(threshold(rule.arguments["threshold"], on=on))
    day = pl.col(rule.arguments["day"])
    before = pl.col(_START) - pl.col(_START).shift(1).over(_KEY, order_by=_START)
    after = pl.col(_START).shift(-1).over(_KEY, order_by=_START) - pl.col(_START)
    near = pl.any_horizontal((gap.dt.total_days() <= days).fill_null(value=False) for gap in (before, after))
    return _among_repeats(rule, [day.alias(_START)], among & day.is_not_null(), distinct, near)


SPELLS: dict[str, Callable[[Rule, pl.Expr, Names, dt.date | None], pl.Expr]] = {
    "overlapping_spells": overlapping_spells,
    "load_per_person": load_per_person,
    "shared_by_many": shared_by_many,
    "repeated_within": repeated_within,
}


def spell_inputs(rule: Rule) -> tuple[str, ...]:
    """Return the fields that a rule over several rows reads."""
    named = [*rule.arguments["keys"], *_names(rule, "start"), *_names(rule, "end"), *_names(rule, "day")]
    return tuple(dict.fromkeys(named))


def _among_repeats(rule: Rule, values: list[pl.Expr], counts: pl.Expr, distinct: Names, fails: pl.Expr) -> pl.Expr:
    keys = [pl.col(text_column(name)) for name in rule.arguments["keys"]]
    complete = counts.fill_null(value=False) & pl.all_horizontal(key.is_not_null() for key in keys)
    key = pl.when(complete).then(pl.concat_str(keys, separator="\u001e"))
    same = pl.struct(pl.col(text_column(name)) for name in distinct)

    def judged(rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest().with_row_index(_PLACE)
        shared = frame.filter(pl.col(_KEY).is_not_null() & pl.col(_KEY).is_duplicated())
        by_day = shared.sort([name for name in (_START, _PLACE) if name in shared.columns])
        first_of_each = by_day.unique([_KEY, _SAME], keep="first", maintain_order=True)
        failing = first_of_each.filter(fails)[_PLACE]
        return frame[_PLACE].is_in(failing.implode())

    return pl.struct(key.alias(_KEY), same.alias(_SAME), *values).map_batches(judged, return_dtype=pl.Boolean)


def _fields(rule: Rule, argument: str) -> list[pl.Expr]:
    return [pl.col(name) for name in _names(rule, argument)]


def _names(rule: Rule, argument: str) -> list[str]:
    said: Any = rule.arguments.get(argument, ())
    return [said] if isinstance(said, str) else list(said)
