"""Every common writing of every region's name today. Which region a cell means belongs in `regions`."""

from __future__ import annotations

import re
from functools import cache

from data_contracts.code_tables import code_table

_SEPARATORS = re.compile(r"[-·/\\,，、\s]")
_ENDINGS = re.compile(r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟|区|县)$")

_Region = tuple[str, str, str | None]


def bare_name(text: str) -> str:
    """Return a name without the signs that people set between its steps."""
    return _SEPARATORS.sub("", text)


def short_name(name: str) -> str:
    """Return a region's name without its kind, as 济南 of 济南市; a name of one sign is none."""
    short = _ENDINGS.sub("", name)
    return short if len(short) > 1 else name


@cache
def region_names() -> dict[str, str]:
    """Return every unambiguous name; one that means two regions of a kind is left out, a wider region wins."""
    return {name: next(iter(codes)) for name, codes in all_names().items() if len(codes) == 1}


@cache
def all_names() -> dict[str, set[str]]:
    """Return every name with the regions that it may mean, those of the widest kind alone."""
    names: dict[str, set[str]] = {}
    for level in ("province", "city", "county"):
        found: dict[str, set[str]] = {}
        for code, (own_name, own_level, _) in regions().items():
            if own_level == level:
                for name in _writings(code, own_name):
                    found.setdefault(name, set()).add(code)
        for name, codes in found.items():
            names.setdefault(name, codes)
    return names


@cache
def regions() -> dict[str, _Region]:
    """Return the name, level and parent of every region by its code."""
    rows = code_table("regions").select("code", "name_zh", "level", "parent_code").iter_rows()
    return {code: (name, level, parent) for code, name, level, parent in rows}


def names_above(code: str) -> set[str]:
    """Return what may stand before a region's name: its parent in any writing, and the parent's parent."""
    parent = regions()[code][2]
    if parent is None or parent not in regions():
        return set()
    above = _writings(parent, regions()[parent][0])
    grand = regions()[parent][2]
    if grand in regions():
        above |= _writings(str(grand), regions()[str(grand)][0])
    return above


def _writings(code: str, name: str) -> set[str]:
    own = {name, short_name(name)}
    return own | {upper + lower for upper in names_above(code) for lower in own}
