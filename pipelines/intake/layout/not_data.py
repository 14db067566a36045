"""Sheets that the platform itself puts into workbooks, and that are never read as data: their names, and knowing them.

What stands on them belongs in `template` and `annotate`.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from data_contracts.code_tables import labels, normalise_word

OwnSheet = Literal["example", "help", "codes", "causes", "findings"]

_LIST = "not_data_sheets"
_DIGITS = "0123456789"


def own_sheet_name(kind: OwnSheet, *, part: int = 1) -> str:
    """Return the name of one of the platform's own sheets; what does not fit on one goes on in further parts."""
    title = labels(_LIST)[kind]
    return f"{title.zh} {title.en}" + (f" {part}" if part > 1 else "")


def is_not_data(name: str) -> bool:
    """Return whether a sheet is one of the platform's own.

    The whole name must agree: a copy that a person filled in (`示例 Example (2)`) or a plain `示例` is data.
    """
    return _stem(name) in _own_stems()


def is_own(name: str, kinds: tuple[OwnSheet, ...]) -> bool:
    """Return whether a sheet is one of these of the platform's own."""
    return _stem(name) in {_stem(own_sheet_name(kind)) for kind in kinds}


def _stem(name: str) -> str:
    return normalise_word(name).rstrip(_DIGITS)


@cache
def _own_stems() -> frozenset[str]:
    return frozenset(_stem(f"{title.zh} {title.en}") for title in labels(_LIST).values())
