"""How a report speaks: its text catalogue and how numbers, dates and markers are written in a language."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
TEXTS = Path(__file__).parent / "texts"

SUPPRESSED, ZERO, NOT_AVAILABLE = "*", "–", ".."
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def catalogue(language: Language, report: str = "placement") -> dict[str, Any]:
    """The texts of a report in a language as they stand in its file."""
    texts: dict[str, Any] = yaml.safe_load((TEXTS / f"{report}.{language}.yaml").read_text(encoding="utf-8"))
    return texts


class Words:
    """One language's texts and spellings."""

    def __init__(self, language: Language, report: str = "placement") -> None:
        self.language = language
        self._texts = catalogue(language, report)

    def text(self, key: str, **values: object) -> str:
        """A text by its dotted key, with values put in.

        Raises:
            KeyError: when the catalogue lacks the key; a report with a hole is not published.
        """
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def pick(self, both: Mapping[str, Any] | None) -> str:
        """This language's side of a text in two; the other side rather than nothing."""
        if not both:
            return ""
        other = "zh" if self.language == "en" else "en"
        return str(both.get(self.language) or both.get(other) or "")

    def number(self, value: int | None) -> str:
        """A count with grouped thousands."""
        return NOT_AVAILABLE if value is None else f"{value:,}"

    def percent(self, share: Decimal, places: int = 1) -> str:
        """A share of one as a percentage."""
        return f"{_rounded(share * 100, places)}%"

    def points(self, difference: Decimal) -> str:
        """A difference of shares in percentage points, with its sign."""
        rounded = _rounded(difference * 100, 1)
        return f"{_sign(rounded)}{abs(rounded)}"

    def amount(self, difference: Decimal) -> str:
        """A difference of amounts in whole units, with its sign."""
        rounded = _rounded(difference, 0)
        return f"{_sign(rounded)}{abs(rounded):,}"

    def money(self, value: Decimal) -> str:
        """An amount in whole yuan."""
        return f"¥{_rounded(value, 0):,}"

    def plain(self, value: Decimal) -> str:
        """Any other figure, without trailing zeros."""
        return f"{value.normalize():,f}"

    def day(self, day: date) -> str:
        """A date as it is written in running text."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def moment(self, text: str) -> str:
        """A moment in UTC, as the edition spells it, to the minute."""
        moment = datetime.fromisoformat(text)
        return self.text("moment", day=self.day(moment.date()), time=f"{moment:%H:%M}")


def _sign(value: Decimal) -> str:
    return "" if value == 0 else ("+" if value > 0 else "−")


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
