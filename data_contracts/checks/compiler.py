"""Compile a contract's rules into polars expressions that say on which rows each rule fails.

Within a field the first failing rule wins, so that one fault is one finding; rules over several fields are
left out on rows where one of their inputs already failed. Running the checks belongs in intake.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from data_contracts.checks.forms import LIST_SEPARATOR, form_fails, text_column
from data_contracts.checks.functions import FUNCTIONS, INPUTS
from data_contracts.code_tables import code_table, labels
from data_contracts.model import Contract, Field, Rule
from data_contracts.thresholds import threshold

_STOPPING_ORDER = ("required", "form", "damaged", "pattern", "length", "allowed", "items_allowed", "range")
ITEM_DETAIL = r"[（(].*?[)）]"
"""What stands in brackets narrows an item of a list and is free text: 特种作业操作证（低压电工作业）."""

_THRESHOLD = re.compile(r"\$\{(\w+)\}")


class CompileError(Exception):
    """A rule cannot be compiled; the message names it."""


@dataclass(frozen=True, slots=True)
class Check:
    """A compiled rule.

    Attributes:
        fails: True on the rows where the rule fails, before earlier findings are taken into account.
        inputs: The fields the rule reads.
        over_one_field: Whether it competes with the other rules of its field.
    """

    rule: Rule
    fails: pl.Expr
    inputs: tuple[str, ...]
    over_one_field: bool

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
    except (KeyError, ValueError, pl.exceptions.PolarsError) as exc:
        raise CompileError(f"{contract.feed}: {rule.code} {rule.name}: {exc}") from exc
    over_one_field = len(inputs) == 1 and rule.kind not in ("unique", "condition", "compare")
    return Check(rule, fails.fill_null(value=False), inputs, over_one_field)


Compiled = tuple[pl.Expr, tuple[str, ...]]


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
    return complete & pl.struct(keys).is_duplicated(), rule.fields


def _compare(rule: Rule, _contract: Contract) -> Compiled:
    left, right = pl.col(rule.arguments["left"]), pl.col(rule.arguments["right"])
    holds = {"<": left < right, "<=": left <= right}[rule.arguments["operator"]]
    return ~holds, (rule.arguments["left"], rule.arguments["right"])


def _condition(rule: Rule, contract: Contract) -> Compiled:
    holds = pl.sql_expr(with_thresholds(rule.arguments["holds"]))
    when = pl.sql_expr(with_thresholds(rule.arguments.get("when", "true")))
    roots = {*holds.meta.root_names(), *when.meta.root_names()}
    inputs = tuple(name for name in contract.fields if name in roots)
    return when.fill_null(value=False) & ~holds.fill_null(rule.null_means != "fails"), inputs


def with_thresholds(expression: str) -> str:
    """Put the values of the thresholds table into `${name}` places of an expression."""
    return _THRESHOLD.sub(lambda match: str(threshold(match[1])), expression)


def _code(rule: Rule, _contract: Contract) -> Compiled:
    function = rule.arguments["function"]
    return FUNCTIONS[function](rule), INPUTS.get(function, rule.fields)


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
