"""Numbers as people write them: separators, currency signs, units, percent signs, 万, years with 级 or 届."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from data_contracts.code_tables import code_table, normalise_word
from pipelines.intake.normalise.money import FACTORS
from pipelines.intake.normalise.signs import narrow

_DECORATION = re.compile(r"^[¥￥$]|(元/月|元|人|岁|年|月|个月|小时|天|分|%)$")
# At most 15 digits: more than any amount needs, and more than a spreadsheet keeps.
_NUMBER = re.compile(r"^-?\d{1,15}(\.\d{1,15})?$")
_IN_GROUPS = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
_CENT = Decimal("0.01")
_YEAR = re.compile(r"^((?:19|20)\d{2})(?:\.0+|年|级|届|年级)?$")


def to_integer(text: str) -> tuple[str, str | None]:
    """Return an integer's canonical text and the repair, or the text as it was."""
    number = _number(text)
    if number is None or number != number.to_integral_value():
        return text, None
    return _result(str(int(number)), text)


def to_decimal(text: str) -> tuple[str, str | None]:
    """Return a decimal's canonical text and the repair, or the text as it was; a third place is rounded half up."""
    number = _number(text)
    if number is None:
        return text, None
    rounded = number.quantize(_CENT, ROUND_HALF_UP)
    clean = f"{rounded.normalize():f}" if rounded else "0"
    return _result(clean, text) if rounded == number else (clean, "amount_rounded")


def to_score(text: str) -> tuple[str | None, str | None]:
    """Return a mark, or of a grade's word the lowest mark of its band; None for a word of no mark."""
    word = normalise_word(text)
    if word not in _grades():
        return to_decimal(text)
    floor = _grades()[word]
    return (None if floor is None else str(floor)), "score_from_grade"


@cache
def _grades() -> dict[str, int | None]:
    return {
        normalise_word(word): floor for word, floor in code_table("score_grades").select("word", "floor").iter_rows()
    }


def to_year(text: str) -> tuple[str, str | None]:
    """Return a year's canonical text and the repair, or the text as it was."""
    match = _YEAR.match(narrow(text))
    return _result(match[1], text) if match else (text, None)


def _number(text: str) -> Decimal | None:
    bare = _DECORATION.sub("", _DECORATION.sub("", narrow(text)))
    factor = FACTORS.get(bare[-1:], 1)
    if factor > 1:
        bare = bare[:-1]
    if _IN_GROUPS.match(bare):
        bare = bare.replace(",", "")
    return Decimal(bare) * factor if _NUMBER.match(bare) else None


def _result(clean: str, text: str) -> tuple[str, str | None]:
    return clean, None if clean == text else "number_format"
