"""Pay as job boards and enterprises write it: range, unit, period and months out of one text.

Examples: `6-8千`, `1-1.5万·13薪`, `年薪10-15万`, `200元/天`, `5千及以下`, `25.5元/时`, `5k-8k`, `5000元起`, `面议`.
Amounts are whole yuan: of a part of a yuan the lower end is rounded down and the upper end up, so that nothing that
was offered is cut off. A text that can be read in two ways, or only in part, is not read at all; nor is an amount
whose unit is not written beside it and that no pay of its period comes to (`25-35` a month, `年薪30`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from data_contracts.thresholds import limit
from pipelines.intake.normalise.money import FACTORS, money_units
from pipelines.intake.normalise.signs import narrow

_UNITS = {**money_units(), **FACTORS, "k": FACTORS["千"], "w": FACTORS["万"], "块": 1, "": 1}
_PERIODS = {
    "年": "year",
    "月": "month",
    "天": "day",
    "日": "day",
    "时": "hour",
    "小时": "hour",
    "钟头": "hour",
    "year": "year",
    "month": "month",
    "day": "day",
    "hour": "hour",
}
_NEGOTIABLE = re.compile(r"^(薪资|工资|待遇|薪酬|薪水|月薪|年薪|价格)?(可|待)?(面议|面谈|协商|商议)$|^negotiable$")
_FRAME = re.compile(
    r"^(?P<front>年薪|月薪|日薪|时薪|税前|薪资|工资)?:?(?P<amounts>.+?)"
    r"(?:(?:[·•*x×,;/(]|(?<![\d.]))(?P<months>1[2-9]|2[0-4])个?月?薪\)?)?$"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER, _UNIT = r"[¥$]?(\d{1,9}(?:\.\d{1,9})?)", r"(千元|万元|千|万|k|w|元|块)?"
_PER = r"(?:(?:/|每|一)?(?:每)?(小时|钟头|时|天|日|月|年|hour|month|year|day))?"
_AMOUNTS = re.compile(
    rf"^(?:(?P<least>不低于|不少于|至少|最低)|(?P<most>不超过|不高于|最高|至多))?"
    rf"{_NUMBER}{_UNIT}{_PER}(?:(?:-|~|至|到){_NUMBER}{_UNIT})?"
    rf"(?P<open>及以上|以上|起|\+|及以下|以下|以内|封顶)?{_PER}(?P<open_after>及以上|以上|起|\+|及以下|以下|以内|封顶)?$"
)
_FRONT_PERIODS = {"年薪": "year", "月薪": "month", "日薪": "day", "时薪": "hour"}
_UPWARDS, _DOWNWARDS = ("及以上", "以上", "起", "+"), ("及以下", "以下", "以内", "封顶")


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay in CNY for one period; a bound that the text leaves open is None.

    Attributes:
        rounded: Whether a bound had a part of a yuan.
    """

    pay_min: int | None
    pay_max: int | None
    pay_period: str | None
    pay_months: int | None
    pay_negotiable: bool
    rounded: bool = False

    def cells(self) -> dict[str, str | None]:
        """Return the canonical text of each derived field."""
        return {
            "pay_min": None if self.pay_min is None else str(self.pay_min),
            "pay_max": None if self.pay_max is None else str(self.pay_max),
            "pay_period": self.pay_period,
            "pay_months": None if self.pay_months is None else str(self.pay_months),
            "pay_negotiable": "true" if self.pay_negotiable else "false",
        }


def read_pay(text: str) -> Pay | None:
    """Return what a pay text says, or None when it cannot be read for certain."""
    plain = _THOUSANDS.sub("", narrow(text).replace("〜", "~").lower())
    if _NEGOTIABLE.match(plain):
        return Pay(None, None, None, None, pay_negotiable=True)
    frame = _FRAME.match(plain)
    match = _AMOUNTS.match(frame["amounts"]) if frame else None
    if frame is None or match is None:
        return None
    period = _period(frame["front"], match)
    bounds = _bounds(match)
    if period is None or bounds is None or not _is_plausible(match, bounds, period):
        return None
    low, high = bounds
    return Pay(
        None if low is None else int(low.to_integral_value(ROUND_FLOOR)),
        None if high is None else int(high.to_integral_value(ROUND_CEILING)),
        period,
        int(frame["months"]) if frame["months"] else None,
        pay_negotiable=False,
        rounded=any(end is not None and end != end.to_integral_value() for end in bounds),
    )


def _period(front: str | None, match: re.Match[str]) -> str | None:
    """Return the period that a text names, month when it names none, None when it names two."""
    named = {_PERIODS[per] for per in (match[5], match[9]) if per}
    if front in _FRONT_PERIODS:
        named.add(_FRONT_PERIODS[front])
    return named.pop() if len(named) == 1 else "month" if not named else None


def _bounds(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None] | None:
    """Return the two ends, None for an open one; None alone when the text contradicts itself."""
    signs = {match["least"] and "up", match["most"] and "down"}
    for word in (match["open"], match["open_after"]):
        signs.add("up" if word in _UPWARDS else "down" if word in _DOWNWARDS else None)
    signs -= {None}
    low, high = _ends(match)
    if high is None:
        ends = {"up": (low, None), "down": (None, low)}
        return (low, low) if not signs else ends[str(signs.pop())] if len(signs) == 1 else None
    # `5-8千以上` says two things at once.
    return None if signs or low > high else (low, high)


def _ends(match: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    """Return the amounts in yuan; a unit that is written once counts for both."""
    low, low_unit, high, high_unit = Decimal(match[3]), match[4], match[6], match[7]
    if high is None:
        return low * _UNITS[low_unit or ""], None
    # `3k-5000`: what is a thousand or more needs no unit of a thousand.
    high_in_yuan = high_unit is None and low_unit is not None and Decimal(high) >= _UNITS[low_unit]
    unit = 1 if high_in_yuan else _UNITS[high_unit or low_unit or ""]
    top, bottom = Decimal(high) * unit, low * (_UNITS[low_unit] if low_unit else unit)
    # `5000-1万`: as ten thousands the range would fall, as yuan it rises, and 5000 is of an amount's size.
    in_yuan = low_unit is None and bottom > top and low * 10 >= unit
    return low if in_yuan else bottom, top


def _is_plausible(match: re.Match[str], bounds: tuple[Decimal | None, Decimal | None], period: str) -> bool:
    """Return whether amounts without a unit of their own are of the size of a pay for the period."""
    low_unit, high, high_unit = match[4], match[6], match[7]
    low_is_bare = low_unit is None and high_unit is None
    high_is_bare = high_unit is None if high is not None else low_is_bare
    least, most = _usual(period)
    bare = [end for end, is_bare in zip(bounds, (low_is_bare, high_is_bare), strict=True) if is_bare]
    return all(end is None or least <= end <= most for end in bare)


@cache
def _usual(period: str) -> tuple[Decimal, Decimal]:
    """Return between which amounts the pay of a period lies."""
    return limit(f"pay_{period}_min"), limit(f"pay_{period}_max")
