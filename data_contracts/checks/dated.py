"""Rules and thresholds by the day of a row: what held on that day judges it, not what holds today.

Which values there are and when they held belongs in the code table `thresholds`.
"""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl

from data_contracts.model import Rule
from data_contracts.thresholds import Period, periods, threshold

_THRESHOLD = re.compile(r"\$\{(\w+)\}")
_DIGITS = 18


def with_thresholds(expression: str, *, on: str | None = None) -> str:
    """Put the values of the thresholds table into `${name}` places of an expression.

    Args:
        expression: A condition in SQL.
        on: The field whose day picks the value, null on a day without one; None for the newest value.

    Raises:
        KeyError: there is no such threshold.
    """
    if on is None:
        return _THRESHOLD.sub(lambda match: _exact(threshold(match[1])), expression)
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
