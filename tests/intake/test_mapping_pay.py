"""Pay as job boards write it: every format of the frequencies, with made-up numbers, must be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipelines.demo
from pipelines.intake.normalise.pay import Pay, read_pay

FREQUENCIES = Path(pipelines.demo.__file__).parent / "data" / "vacancy_distributions.csv"
EMPTY = "(empty)"
UNITS = {"千": 1000, "万": 10000, "元": 1}


def _formats() -> list[str]:
    with FREQUENCIES.open(encoding="utf-8", newline="") as file:
        return [row["value"] for row in csv.DictReader(file) if row["kind"] == "salary_format"]


FORMATS = [text for text in _formats() if text != EMPTY]
assert len(FORMATS) >= 14, "no salary formats: wrong file?"
TENTHS = st.integers(min_value=1, max_value=4999)
MONTHS = st.integers(min_value=12, max_value=24)


def _written(tenths: int) -> str:
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _fill(form: str, numbers: list[int], months: int) -> tuple[str, list[Fraction]]:
    """Return the text of a format and its amounts in yuan, computed from the format alone."""
    amounts, parts = form.removesuffix("·N薪"), iter(numbers)
    units = [unit or UNITS[re.findall("[千万元]", amounts)[-1]] for unit in map(UNITS.get, re.findall("N(.)", amounts))]
    used = [next(parts) for _ in units]
    text = re.sub("N", "{}", amounts).format(*map(_written, used))
    yuan = [Fraction(tenths, 10) * unit for tenths, unit in zip(used, units, strict=True)]
    return text + (f"·{months}薪" if form.endswith("N薪") else ""), yuan


@pytest.mark.parametrize("form", FORMATS)
@given(first=TENTHS, second=TENTHS, months=MONTHS)
def test_every_format_is_read(form: str, first: int, second: int, months: int) -> None:
    text, yuan = _fill(form, [first, second], months)
    found = read_pay(text)
    if yuan != sorted(yuan):
        plain = floor(Fraction(first, 10))
        assert found is None or (found.pay_min, found.pay_max) == (plain, ceil(yuan[-1])), "only as 5000-1万"
        return
    assert found is not None, text
    open_below = "以下" in form
    assert (found.pay_min, found.pay_max) == (None if open_below else floor(yuan[0]), ceil(yuan[-1]))
    assert found.rounded == any(amount.denominator > 1 for amount in yuan)
    assert found.pay_months == (months if form.endswith("N薪") else None)
    assert found.pay_period == _period(form)
    assert not found.pay_negotiable


def _period(form: str) -> str:
    named: dict[str, str] = {"/年": "year", "/天": "day", "/小时": "hour"}
    return next((period for sign, period in named.items() if sign in form), "month")


def test_an_empty_cell_says_nothing_of_the_pay() -> None:
    assert EMPTY in _formats()
    assert read_pay("") is None


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("5000-8000", Pay(5000, 8000, "month", None, pay_negotiable=False)),
        ("5k-8k", Pay(5000, 8000, "month", None, pay_negotiable=False)),
        ("0.8万/月", Pay(8000, 8000, "month", None, pay_negotiable=False)),
        ("10万/年", Pay(100000, 100000, "year", None, pay_negotiable=False)),
        ("25元/时", Pay(25, 25, "hour", None, pay_negotiable=False)),
        ("1-1.5万·13薪", Pay(10000, 15000, "month", 13, pay_negotiable=False)),
        ("２万及以上", Pay(20000, None, "month", None, pay_negotiable=False)),
        ("面议", Pay(None, None, None, None, pay_negotiable=True)),
    ],
)
def test_other_notations_are_read(text: str, pay: Pay) -> None:
    assert read_pay(text) == pay


@pytest.mark.parametrize("read", [read_pay])
@given(text=st.text(alphabet="0123456789.-~千万元k/年月天小时及以上下·薪 面议", max_size=14))
def test_no_text_breaks_the_reader(read: Callable[[str], Pay | None], text: str) -> None:
    found = read(text)
    assert found is None or found.pay_negotiable or (found.pay_min, found.pay_max) != (None, None)
