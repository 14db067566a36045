"""Rules and thresholds by the day of a row: what held on that day judges it, not what holds today.

Which values there are and when they held belongs in the code table `thresholds`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import polars as pl

from data_contracts.model import Contract, Rule, Text
from data_contracts.thresholds import Period, periods, threshold

_THRESHOLD = re.compile(r"\$\{(\w+)\}")
_DIGITS = 18

NO_LIMIT = Text("no limit in force on that day", "当日无有效限值")


def with_thresholds(expression: str, day: dt.date | None, *, on: str | None = None) -> str:
    """Put the values of the thresholds table into `${name}` places of an expression.

    Args:
        expression: A condition in SQL.
        day: The day of the delivery, which picks the value for every row alike.
        on: The field whose day picks the value instead, null on a day without one.

    Raises:
        NotInForceError: a value that held on the day of the delivery is asked for, and there is none.
        KeyError: there is no such threshold.
    """
    if on is None:
        return _THRESHOLD.sub(lambda match: _exact(threshold(match[1], on=day)), expression)
    return _THRESHOLD.sub(lambda match: _of_the_day(periods(match[1]), on), expression)


def lacks_threshold(expressions: list[str], *, on: str) -> pl.Expr:
    """Return where one of the thresholds in some expressions had no value on the day of the row."""
    names = sorted({name for text in expressions for name in _THRESHOLD.findall(text)})
    if not names:
        return pl.lit(value=False)
    return pl.any_horizontal(pl.sql_expr(_of_the_day(periods(name), on)).is_null() for name in names)


def in_force(rule: Rule) -> pl.Expr | None:
    """Return where a rule held on the day of the row, null where the day is not known; None if it always holds."""
    if rule.validity is None:
        return None
    day = pl.col(rule.validity.on)
    begun = day >= rule.validity.first
    return begun if rule.validity.last is None else begun & (day <= rule.validity.last)


def undecided(rule: Rule, fails: pl.Expr, contract: Contract) -> list[tuple[Text, pl.Expr]]:
    """Return where a rule cannot say: no day, no threshold on that day, or an empty cell it does not judge."""
    reasons: list[tuple[Text, pl.Expr]] = []
    on, holds = rule.arguments.get("dated_by"), in_force(rule)
    if holds is not None and rule.validity:
        reasons.append((_empty(rule.validity.on, contract), holds.is_null()))
    if on:
        no_value = lacks_threshold([rule.arguments["holds"], rule.arguments.get("when", "true")], on=on)
        if rule.validity is None or rule.validity.on != on:
            reasons.append((_empty(on, contract), pl.col(on).is_null()))
        reasons.append((NO_LIMIT, pl.col(on).is_not_null() & no_value))
    if rule.null_means == "skipped":
        blank = fails.is_null() if holds is None else fails.is_null() & holds.fill_null(value=False)
        reasons.append((Text("a cell it needs is empty", "所需单元格为空"), blank))
    return reasons


def _empty(name: str, contract: Contract) -> Text:
    return Text(f"{name} empty", f"{contract.fields[name].title.zh}为空")


def _of_the_day(values: list[Period], on: str) -> str:
    cases = " ".join(f"when {_between(period, on)} then {_exact(period.value)}" for period in values)
    return f"(case {cases} end)"


def _between(period: Period, on: str) -> str:
    bounds = [f"{on} >= date '{period.first}'"] if period.first else []
    bounds += [f"{on} <= date '{period.last}'"] if period.last else []
    return " and ".join(bounds or [f"{on} is not null"])


def _exact(value: Decimal) -> str:
    """Return a number in SQL that is never a floating point one."""
    if value == value.to_integral_value():
        return str(int(value))
    digits = -int(value.normalize().as_tuple().exponent)
    return f"cast('{value.normalize():f}' as decimal({_DIGITS}, {digits}))"
