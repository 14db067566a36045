"""Compile a contract's rules into polars expressions that say on which rows each rule fails.

Within a field the first failing rule wins, so that one fault is one finding; rules over several fields are
left out on rows where one of their inputs already failed. Running the checks belongs in intake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from data_contracts.checks.dated import in_force, lacks_threshold, with_thresholds
from data_contracts.checks.forms import LIST_SEPARATOR, form_fails, text_column
from data_contracts.checks.functions import FUNCTIONS, INPUTS
from data_contracts.checks.peers import PEERS, peer_inputs
from data_contracts.checks.spells import SPELLS, spell_inputs
from data_contracts.code_tables import code_table, labels
from data_contracts.model import Contract, Field, Rule, Text

_STOPPING_ORDER = ("required", "form", "damaged", "pattern", "length", "allowed", "items_allowed", "range")
ITEM_DETAIL = r"[（(].*?[)）]"
"""What stands in brackets narrows an item of a list and is free text: 特种作业操作证（低压电工作业）."""


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
def compile_checks(contract: Contract) -> tuple[Check, ...]:
    """Compile all rules of a contract, in the order in which they are judged.

    Raises:
        CompileError: a rule names something that does not exist.
    """
    checks = [_compile(rule, contract) for rule in contract.rules]
    return tuple(sorted(checks, key=lambda c: (not c.over_one_field, c.order)))


def _compile(rule: Rule, contract: Contract) -> Check:
    try:
        fails, inputs = _COMPILERS[rule.kind](rule, contract)
        undecided = _undecided(rule, fails, contract)
    except (KeyError, ValueError, pl.exceptions.PolarsError) as exc:
        raise CompileError(f"{contract.feed}: {rule.code} {rule.name}: {exc}") from exc
    over_one_field = len(inputs) == 1 and rule.kind not in ("unique", "condition", "compare")
    fails = fails.fill_null(value=rule.null_means == "fails")
    for _, unknown in undecided:
        fails = fails & ~unknown
    holds = in_force(rule)
    if holds is not None and rule.validity:
        fails = fails & holds.fill_null(value=False)
        inputs = (*inputs, rule.validity.on) if rule.validity.on not in inputs else inputs
    return Check(rule, fails, inputs, over_one_field, tuple(rule.arguments.get("optional", ())), tuple(undecided))


def _undecided(rule: Rule, fails: pl.Expr, contract: Contract) -> list[tuple[Text, pl.Expr]]:
    """Return where a rule cannot say: no day, no threshold on that day, or an empty cell it does not judge."""
    reasons: list[tuple[Text, pl.Expr]] = []
    on, holds = rule.arguments.get("dated_by"), in_force(rule)
    if holds is not None and rule.validity:
        reasons.append((_empty(rule.validity.on, contract), holds.is_null()))
    if on:
        no_value = lacks_threshold([rule.arguments["holds"], rule.arguments.get("when", "true")], on=on)
        if rule.validity is None or rule.validity.on != on:
            reasons.append((_empty(on, contract), pl.col(on).is_null()))
        reasons.append((Text("no limit in force on that day", "当日无有效限值"), pl.col(on).is_not_null() & no_value))
    if rule.null_means == "skipped":
        blank = fails.is_null() if holds is None else fails.is_null() & holds.fill_null(value=False)
        reasons.append((Text("a cell it needs is empty", "所需单元格为空"), blank))
    return reasons


def _empty(name: str, contract: Contract) -> Text:
    return Text(f"{name} empty", f"{contract.fields[name].title.zh}为空")


Compiled = tuple[pl.Expr, tuple[str, ...]]
"""Where a rule fails, null where an input is empty; and the fields it reads."""


def _required(rule: Rule, _contract: Contract) -> Compiled:
    return pl.col(text_column(rule.fields[0])).is_null(), rule.fields


def _form(rule: Rule, contract: Contract) -> Compiled:
    return form_fails(contract.fields[rule.fields[0]]), rule.fields


def _pattern(rule: Rule, _contract: Contract) -> Compiled:
    return ~pl.col(text_column(rule.fields[0])).str.contains(rule.arguments["regex"]), rule.fields


def _length(rule: Rule, _contract: Contract) -> Compiled:
    return pl.col(text_column(rule.fields[0])).str.len_chars() > rule.arguments["max"], rule.fields


def allowed_values(rule: Rule) -> list[str]:
    """Return the codes that an `allowed` or `items_allowed` rule accepts, in order."""
    if "vocabulary" in rule.arguments:
        return list(labels(rule.arguments["vocabulary"]))
    table = code_table(rule.arguments["codes"])
    codes: list[str] = table.get_column(table.columns[0]).unique(maintain_order=True).to_list()
    return codes


def _allowed(rule: Rule, _contract: Contract) -> Compiled:
    return ~pl.col(text_column(rule.fields[0])).is_in(allowed_values(rule)), rule.fields


def _items_allowed(rule: Rule, _contract: Contract) -> Compiled:
    items = pl.col(text_column(rule.fields[0])).str.replace_all(ITEM_DETAIL, "").str.split(LIST_SEPARATOR)
    return ~items.list.eval(pl.element().is_in(allowed_values(rule))).list.all(), rule.fields


def _range(rule: Rule, contract: Contract) -> Compiled:
    value = pl.col(rule.fields[0])
    low, high = (_bound(rule.arguments.get(side), contract.fields[rule.fields[0]]) for side in ("min", "max"))
    below = value < low if low is not None else pl.lit(value=False)
    above = value > high if high is not None else pl.lit(value=False)
    return below | above, rule.fields


def _bound(value: object, field: Field) -> pl.Expr | None:
    if value is None:
        return None
    return pl.lit(str(value)).str.to_date("%Y-%m-%d") if field.form == "date" else pl.lit(value)


def _unique(rule: Rule, _contract: Contract) -> Compiled:
    keys = [pl.col(text_column(name)) for name in rule.fields]
    complete = pl.all_horizontal(key.is_not_null() for key in keys)
    return pl.when(complete).then(pl.struct(keys).map_batches(_repeated, return_dtype=pl.Boolean)), rule.fields


def _repeated(keys: pl.Series) -> pl.Series:
    """Return which keys occur more than once; keys with a hash of their own need no second look."""
    alike = keys.hash().is_duplicated()
    places = alike.arg_true()
    return alike.scatter(places, keys.gather(places).is_duplicated()) if places.len() else alike


def _compare(rule: Rule, _contract: Contract) -> Compiled:
    left, right = pl.col(rule.arguments["left"]), pl.col(rule.arguments["right"])
    holds = {"<": left < right, "<=": left <= right}[rule.arguments["operator"]]
    return ~holds, (rule.arguments["left"], rule.arguments["right"])


def _condition(rule: Rule, contract: Contract) -> Compiled:
    on = rule.arguments.get("dated_by")
    holds = pl.sql_expr(with_thresholds(rule.arguments["holds"], on=on))
    when, named = _when(rule, contract)
    roots = {*holds.meta.root_names(), *named}
    inputs = tuple(name for name in contract.fields if name in roots)
    # Where the rule is not about the row it does not fail, whatever is empty there.
    return pl.when(when).then(~holds).otherwise(statement=False), inputs


def _when(rule: Rule, contract: Contract) -> tuple[pl.Expr, tuple[str, ...]]:
    """Return on which rows a rule speaks at all, and the fields that say so."""
    when = pl.sql_expr(with_thresholds(rule.arguments.get("when", "true"), on=rule.arguments.get("dated_by")))
    roots = set(when.meta.root_names())
    return when.fill_null(value=False), tuple(name for name in contract.fields if name in roots)


def _code(rule: Rule, contract: Contract) -> Compiled:
    function = rule.arguments["function"]
    when, named = _when(rule, contract)
    if function in SPELLS or function in PEERS:
        counts = when & pl.col("row_action").ne_missing("delete") if "row_action" in contract.fields else when
        if function in PEERS:
            return PEERS[function](rule, counts), tuple(dict.fromkeys((*peer_inputs(rule), *named)))
        distinct = tuple(rule.arguments.get("distinct", contract.primary_key))
        return SPELLS[function](rule, counts, distinct), tuple(dict.fromkeys((*spell_inputs(rule), *named)))
    inputs = INPUTS.get(function, rule.fields)
    if "when" not in rule.arguments:
        return FUNCTIONS[function](rule), inputs
    fails = pl.when(when).then(FUNCTIONS[function](rule)).otherwise(statement=False)
    return fails, tuple(dict.fromkeys((*inputs, *named)))


_COMPILERS: dict[str, Callable[[Rule, Contract], Compiled]] = {
    "required": _required,
    "form": _form,
    "pattern": _pattern,
    "length": _length,
    "allowed": _allowed,
    "items_allowed": _items_allowed,
    "range": _range,
    "unique": _unique,
    "compare": _compare,
    "condition": _condition,
    "code": _code,
}
