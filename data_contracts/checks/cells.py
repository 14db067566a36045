"""Rules over one cell: filled, readable, of its pattern, list and range. Rules over several cells are elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from data_contracts.checks.forms import LIST_SEPARATOR, form_fails, text_column
from data_contracts.code_tables import code_table, labels
from data_contracts.model import Contract, Field, Rule

ITEM_DETAIL = r"[（(].*?[)）]"
"""What stands in brackets narrows an item of a list and is free text: 特种作业操作证（低压电工作业）."""

Day = dt.date | None

Compiled = tuple[pl.Expr, tuple[str, ...]]
"""Where a rule fails, null where an input is empty; and the fields it reads."""


def _required(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    return pl.col(text_column(rule.fields[0])).is_null(), rule.fields


def _form(rule: Rule, contract: Contract, _day: Day) -> Compiled:
    return form_fails(contract.fields[rule.fields[0]]), rule.fields


def _pattern(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    return ~pl.col(text_column(rule.fields[0])).str.contains(rule.arguments["regex"]), rule.fields


def _length(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    return pl.col(text_column(rule.fields[0])).str.len_chars() > rule.arguments["max"], rule.fields


def allowed_values(rule: Rule) -> list[str]:
    """Return the codes that an `allowed` or `items_allowed` rule accepts, in order."""
    if "vocabulary" in rule.arguments:
        return list(labels(rule.arguments["vocabulary"]))
    table = code_table(rule.arguments["codes"])
    codes: list[str] = table.get_column(table.columns[0]).unique(maintain_order=True).to_list()
    return codes


def _allowed(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    return ~pl.col(text_column(rule.fields[0])).is_in(allowed_values(rule)), rule.fields


def _items_allowed(rule: Rule, _contract: Contract, _day: Day) -> Compiled:
    items = pl.col(text_column(rule.fields[0])).str.replace_all(ITEM_DETAIL, "").str.split(LIST_SEPARATOR)
    return ~items.list.eval(pl.element().is_in(allowed_values(rule))).list.all(), rule.fields


def _range(rule: Rule, contract: Contract, _day: Day) -> Compiled:
    value = pl.col(rule.fields[0])
    low, high = (_bound(rule.arguments.get(side), contract.fields[rule.fields[0]]) for side in ("min", "max"))
    below = value < low if low is not None else pl.lit(value=False)
    above = value > high if high is not None else pl.lit(value=False)
    return below | above, rule.fields


def _bound(value: object, field: Field) -> pl.Expr | None:
    if value is None:
        return None
    return pl.lit(str(value)).str.to_date("%Y-%m-%d") if field.form == "date" else pl.lit(value)


CELL_KINDS: dict[str, Callable[[Rule, Contract, Day], Compiled]] = {
    "required": _required,
    "form": _form,
    "pattern": _pattern,
    "length": _length,
    "allowed": _allowed,
    "items_allowed": _items_allowed,
    "range": _range,
}
