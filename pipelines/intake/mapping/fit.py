"""How well cells fit a field: the share that the field's own rules accept. Comparing headers belongs in `suggest`."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from data_contracts.checks import Check, compile_checks, text_column
from data_contracts.checks.forms import CANONICAL, typed_value
from data_contracts.loader import load_contract
from data_contracts.model import Field
from pipelines.intake.normalise.columns import normalise_cell

_WHOLE = 100
_DIGIT = re.compile(r"[0-9０-９]")
_CALLED = r"^(\+?86-?)?1[0-9]{10}$|^(\+?86-?)?0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?$"
"""Numbers that can be called from anywhere: a serial number of eight digits is a telephone's too, but which?"""


def share_that_fits(cells: list[str], item: Field, feed: str) -> int | None:
    """Return how many of a hundred cells the field's rules accept, or None where the field accepts any text.

    Cells without a digit are no numbers and cells with digits no names, though no rule of the door refuses them.
    """
    if _is_unlike(cells, item):
        return 0
    checks = [check for check in _checks(feed).get(item.name, ()) if check.rule.kind not in ("required", "length")]
    if not checks and item.form not in CANONICAL:
        return None
    read = [normalise_cell(cell, item)[0] for cell in cells]
    frame = pl.DataFrame({text_column(item.name): pl.Series(read, dtype=pl.String)}).drop_nulls()
    if frame.is_empty():
        return 0
    frame = frame.with_columns(typed_value(item))
    known = [check.fails for check in checks if set(check.fails.meta.root_names()) <= set(frame.columns)]
    if item.form == "phone":
        known.append(~pl.col(text_column(item.name)).str.contains(_CALLED))
    fails = frame.select(pl.any_horizontal(pl.lit(value=False), *known)).to_series()
    return int((~fails).sum()) * _WHOLE // frame.height


def _is_unlike(cells: list[str], item: Field) -> bool:
    if item.form == "person_name":
        unlike = [bool(_DIGIT.search(cell)) for cell in cells]
    elif item.form == "text" and item.examples and all(map(_is_number, item.examples)):
        unlike = [not _DIGIT.search(cell) for cell in cells]
    else:
        return False
    return sum(unlike) * 2 > len(cells)


def _is_number(example: str) -> bool:
    return example.isascii() and bool(_DIGIT.search(example))


@cache
def _checks(feed: str) -> dict[str, list[Check]]:
    by_field: dict[str, list[Check]] = {}
    for check in compile_checks(load_contract(feed)):
        if check.over_one_field:
            by_field.setdefault(check.inputs[0], []).append(check)
    return by_field
