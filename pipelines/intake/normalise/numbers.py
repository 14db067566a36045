"""Numbers as people write them: separators, currency signs, units, percent signs, 万, years with 级 or 届."""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.intake.normalise.signs import narrow

_DECORATION = re.compile(r"^[¥￥$]|(元/月|元|人|岁|年|月|个月|小时|天|分|%)$")
_TEN_THOUSANDS = re.compile(r"^(-?\d+(?:\.\d+)?)万$")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
_YEAR = re.compile(r"^((?:19|20)\d{2})(?:\.0+|年|级|届|年级)?$")


def to_integer(text: str) -> tuple[str, str | None]:
    """Return an integer's canonical text and the repair, or the text as it was."""
    number = _number(text)
    if number is None or number != number.to_integral_value():
        return text, None
    return _result(str(int(number)), text)


def to_decimal(text: str) -> tuple[str, str | None]:
    """Return a decimal's canonical text (at most two places) and the repair, or the text as it was."""
    number = _number(text)
    if number is None:
        return text, None
    return _result(f"{number.quantize(Decimal('0.01')).normalize():f}", text)


def to_year(text: str) -> tuple[str, str | None]:
    """Return a year's canonical text and the repair, or the text as it was."""
    match = _YEAR.match(narrow(text))
    return _result(match[1], text) if match else (text, None)


def _number(text: str) -> Decimal | None:
    plain = narrow(text).replace(",", "")
    if match := _TEN_THOUSANDS.match(_DECORATION.sub("", plain)):
        return Decimal(match[1]) * 10000
    bare = _DECORATION.sub("", _DECORATION.sub("", plain))
    return Decimal(bare) if _NUMBER.match(bare) else None


def _result(clean: str, text: str) -> tuple[str, str | None]:
    return clean, None if clean == text else "number_format"
