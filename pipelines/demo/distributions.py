"""Frequencies counted in real postings: how pay is written, what schooling and experience is asked.

Making vacancies from them belongs in `vacancies`.
"""

import csv
import re
from functools import cache
from importlib import resources

from pipelines.demo.chance import Chance

NEGOTIABLE = "面议"
_EMPTY = "(empty)"


@cache
def frequencies(kind: str) -> dict[str, int]:
    """Return the counts of one kind of value, most frequent first."""
    text = resources.files("pipelines.demo").joinpath("data/vacancy_distributions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {r["value"]: int(r["count"]) for r in rows if r["kind"] == kind}


def experience_years(text: str) -> int:
    """Read the least number of years out of a posting's wording; students and no experience are 0."""
    found = re.match(r"\d+", text)
    return int(found.group()) if found else 0


def pay_notation(chance: Chance, monthly: int) -> str:
    """Write a monthly pay of about `monthly` yuan in a notation as often as postings use it."""
    if chance.flip(0.03):
        return NEGOTIABLE
    form = chance.weighted({k: v for k, v in frequencies("salary_format").items() if _is_plausible(k)})
    return NEGOTIABLE if form == _EMPTY else _fill(chance, form, monthly)


def _is_plausible(form: str) -> bool:
    """Leave out thousands a day, and ranges that cross 10,000: those follow from the amount."""
    return form not in ("N千/天", "N万及以下/年") and not form.startswith("N千-N万")


def _fill(chance: Chance, form: str, monthly: int) -> str:
    months = f"·{chance.number(13, 15)}薪" if form.endswith("薪") else ""
    if form.endswith("元/天"):
        return f"{max(120, monthly // 22 // 10 * 10)}元/天"
    if form.endswith("元/小时"):
        return f"{max(15, monthly // 174)}元/小时"
    if "年" in form:
        low = max(3, round(monthly * 12 / 10000))
        return f"{low}-{low + chance.number(1, 5)}万/年"
    if "以下" in form:
        return f"{max(3, monthly // 1000)}{form[1:].split('·')[0]}{months}"
    return _range(chance, monthly) + months


def _range(chance: Chance, monthly: int) -> str:
    low = max(2500, monthly // 500 * 500)
    high = low + chance.pick([1000, 1500, 2000, 3000, 4000])
    if high < 10_000:
        return f"{_short(low, 1000)}-{_short(high, 1000)}千"
    if low < 10_000:
        return f"{_short(low, 1000)}千-{_short(high, 10_000)}万"
    return f"{_short(low, 10_000)}-{_short(high, 10_000)}万"


def _short(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    return f"{whole}" if not rest else f"{whole}.{str(rest * 100 // unit).zfill(2).rstrip('0')}"
