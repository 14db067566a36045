"""Compile a contract's rules into polars expressions that say on which rows each rule fails.

Within a field the first failing rule wins, so that one fault is one finding; rules over several fields are
left out on rows where one of their inputs already failed. Running the checks belongs in intake.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from data_contracts.checks.cells import CELL_KINDS, ITEM_DETAIL, Compiled, Day, allowed_values
from data_contracts.checks.dated import NO_LIMIT, in_force, undecided, with_thresholds
from data_contracts.checks.forms import text_column
from data_contracts.checks.functions import FUNCTIONS, INPUTS
from data_contracts.checks.peers import PEERS, peer_inputs
from data_contracts.checks.spells import SPELLS, spell_inputs
from data_contracts.model import Contract, Rule, Text
from data_contracts.thresholds import NotInForceError

__all__ = ["ITEM_DETAIL", "Check", "CompileError", "allowed_values", "compile_checks"]

_STOPPING_ORDER = ("required", "form", "damaged", "pattern", "length", "allowed", "items_allowed", "range")


class CompileError(Exception):
    """A rule cannot be compiled; the message names it."""


@dataclass(frozen=True, slots=True)
class Check:
    """A compiled rule.

    Attributes:
        fails: True on the rows where the rule fails, before earlier findings are taken into account.
        inputs: The fields the rule reads.
        over_one_field: Whether it competes with the other rules of its field.
        optional: Inputs whose column may be absent: the rule can do without them.
        undecided: Where the rule cannot say, with the reason.
    """

    rule: Rule
    fails: pl.Expr
    inputs: tuple[str, ...]
    over_one_field: bool
    optional: tuple[str, ...] = ()
    undecided: tuple[tuple[Text, pl.Expr], ...] = ()

    @property
    def order(self) -> int:
        """Where the rule stands among the rules of its field."""
        name = "damaged" if self.rule.name.endswith("_damaged") else self.rule.kind
        return _STOPPING_ORDER.index(name) if name in _STOPPING_ORDER else len(_STOPPING_ORDER)


@cache
def compile_checks(contract: Contract, *, on: dt.date | None = None) -> tuple[Check, ...]:
    """Compile all rules of a contract, in the order in which they are judged.

    Args:
        contract: The feed's contract.
        on: The day of the delivery, whose limits hold; a rule that needs one is undecided on every row without.

    Raises:
        CompileError: a rule names something that does not exist.
    """
    checks = [_compile(rule, contract, on) for rule in contract.rules]
    return tuple(sorted(checks, key=lambda c: (not c.over_one_field, c.order)))


def _compile(rule: Rule, contract: Contract, day: dt.date | None) -> Check:
    try:
        fails, inputs = _COMPILERS[rule.kind](rule, contract, day)
        reasons = tuple(undecided(rule, fails, contract))
    except NotInForceError:
        every_row = pl.repeat(value=True, n=pl.len(), dtype=pl.Boolean)
        return Check(rule, ~every_row, rule.fields, over_one_field=False, undecided=((NO_LIMIT, every_row),))
    except (KeyError, ValueError, pl.exceptions.PolarsError) as exc:
        raise CompileError(f"{contract.feed}: {rule.code} {rule.name}: {exc}") from exc
    over_one_field = len(inputs) == 1 and rule.kind not in ("unique", "condition", "compare")
    fails = fails.fill_null(value=rule.null_means == "fails")
    for _, unknown in reasons:
        fails = fails & ~unknown
    holds = in_force(rule)
    if holds is not None and rule.validity:
        fails = fails & holds.fill_null(value=False)
        inputs = (*inputs, rule.validity.on) if rule.validity.on not in inputs else inputs
    return Check(rule, fails, inputs, over_one_field, tuple(rule.arguments.get("optional", ())), reasons)


def _unique(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    keys = [pl.col(text_column(name)) for name in rule.fields]
    complete = pl.all_horizontal(key.is_not_null() for key in keys)
    return pl.when(complete).then(pl.struct(keys).map_batches(_repeated, return_dtype=pl.Boolean)), rule.fields


def _repeated(keys: pl.Series) -> pl.Series:
    """Return which keys occur more than once; keys with a hash of their own need no second look."""
    hashes = keys.hash()
    if hashes.n_unique() == hashes.len():
        return pl.repeat(value=False, n=keys.len(), dtype=pl.Boolean, eager=True)
    alike = hashes.is_duplicated()
    places = alike.arg_true()
    return alike.scatter(places, keys.gather(places).is_duplicated()) if places.len() else alike


def _compare(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    left, right = pl.col(rule.arguments["left"]), pl.col(rule.arguments["right"])
    holds = {"<": left < right, "<=": left <= right}[rule.arguments["operator"]]
    return ~holds, (rule.arguments["left"], rule.arguments["right"])


def _condition(rule: Rule, contract: Contract, day: Day) -> Compiled:
    on = rule.arguments.get("dated_by")
    holds = pl.sql_expr(with_thresholds(rule.arguments["holds"], day, on=on))
    when, named = _when(rule, contract, day)
    roots = {*holds.meta.root_names(), *named}
    inputs = tuple(name for name in contract.fields if name in roots)
    # Where the rule is not about the row it does not fail, whatever is empty there.
    return pl.when(when).then(~holds).otherwise(statement=False), inputs


def _when(rule: Rule, contract: Contract, day: Day) -> tuple[pl.Expr, tuple[str, ...]]:
    """Return on which rows a rule speaks at all, and the fields that say so."""
    when = pl.sql_expr(with_thresholds(rule.arguments.get("when", "true"), day, on=rule.arguments.get("dated_by")))
    roots = set(when.meta.root_names())
    return when.fill_null(value=False), tuple(name for name in contract.fields if name in roots)


def _code(rule: Rule, contract: Contract, day: Day) -> Compiled:
    function = rule.arguments["function"]
    when, named = _when(rule, contract, day)
    if function in SPELLS or function in PEERS:
        counts = when & pl.col("row_action").ne_missing("delete") if "row_action" in contract.fields else when
        if function in PEERS:
            return PEERS[function](rule, counts, day), tuple(dict.fromkeys((*peer_inputs(rule), *named)))
        distinct = tuple(rule.arguments.get("distinct", contract.primary_key))
        return SPELLS[function](rule, counts, distinct, day), tuple(dict.fromkeys((*spell_inputs(rule), *named)))
    inputs = INPUTS.get(function, rule.fields)
    if "when" not in rule.arguments:
        return FUNCTIONS[function](rule), inputs
    fails = pl.when(when).then(FUNCTIONS[function](rule)).otherwise(statement=False)
    return fails, tuple(dict.fromkeys((*inputs, *named)))


_COMPILERS: dict[str, Callable[[Rule, Contract, Day], Compiled]] = {
    **CELL_KINDS,
    "unique": _unique,
    "compare": _compare,
    "condition": _condition,
    "code": _code,
}
