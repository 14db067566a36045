"""Pay as job boards and enterprises write it: range, unit, period and months out of one text.

Examples: `6-8千`, `1-1.5万·13薪`, `10-15万/年`, `200元/天`, `5千及以下`, `25元/时`, `5k-8k`, `面议`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.intake.normalise.signs import narrow

_UNITS = {"千": 1000, "k": 1000, "万": 10000, "w": 10000, "元": 1}
_PERIODS = {"年": "year", "月": "month", "天": "day", "日": "day", "时": "hour", "小时": "hour"}
_MONTHS = re.compile(r"[·*x×]?(\d{2})薪$")
_NEGOTIABLE = re.compile(r"^(面议|薪资面议|待遇面议|negotiable)$", re.IGNORECASE)
_PAY = re.compile(
    r"^(?P<low>\d{1,9}(?:\.\d{1,9})?)(?P<low_unit>[千k万w元])?"
    r"(?:[-~至](?P<high>\d{1,9}(?:\.\d{1,9})?))?(?P<unit>[千k万w元])?"
    r"(?P<bound>及以上|以上|及以下|以下)?(?:/?(?:每)?(?P<period>小时|年|月|天|日|时))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay in CNY for one period; a bound that the text leaves open is None."""

    pay_min: int | None
    pay_max: int | None
    pay_period: str | None
    pay_months: int | None
    pay_negotiable: bool

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
    plain = narrow(text).replace(",", "").lower()
    if _NEGOTIABLE.match(plain):
        return Pay(None, None, None, None, pay_negotiable=True)
    months = _MONTHS.search(plain)
    match = _PAY.match(plain[: months.start()] if months else plain)
    if match is None:
        return None
    low, high = _bounds(match)
    period = _PERIODS.get(match["period"] or "月", "month")
    if low is not None and high is not None and low > high:
        return None
    return Pay(low, high, period, int(months[1]) if months else None, pay_negotiable=False)


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    unit = match["unit"] or match["low_unit"] or "元"
    low = int(Decimal(match["low"]) * _UNITS[match["low_unit"] or unit])
    high = int(Decimal(match["high"]) * _UNITS[unit]) if match["high"] else low
    bound = match["bound"] or ""
    return (None if bound.endswith("下") else low), (None if bound.endswith("上") else high)
