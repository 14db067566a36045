"""Regions by name: province, city and county in any common writing, to the six digits of GB/T 2260."""

from __future__ import annotations

import re
from functools import cache

from data_contracts.code_tables import code_table

_SEPARATORS = re.compile(r"[-·/\\,，、\s]")
_ENDINGS = re.compile(r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟|区|县)$")
_STEP = re.compile(r"[-·]")
_SHORT_CODE = re.compile(r"^\d{2}(\d{2})?$")


def region_code(text: str) -> str | None:
    """Return the code of a region's name or of a shortened code, or None when it is not known for certain."""
    if _SHORT_CODE.match(text):
        return text.ljust(6, "0")
    return _gazetteer().get(_SEPARATORS.sub("", text)) or _wider_region(text)


def _wider_region(text: str) -> str | None:
    """Return the narrowest region that the leading steps name, as of 武汉-东湖新技术产业开发区 the city.

    Development zones are no regions of GB/T 2260. Steps that are regions of their own are another place
    (上海-海淀区), about which nothing is certain.
    """
    steps = _STEP.split(text)
    for kept in range(len(steps) - 1, 0, -1):
        code = _gazetteer().get("".join(steps[:kept]))
        if code is not None:
            return None if any(step in _gazetteer() for step in steps[kept:]) else code
    return None


@cache
def _gazetteer() -> dict[str, str]:
    """Return every unambiguous name; one that means two regions of a kind is left out, a wider region wins."""
    regions = {
        code: (name, level, parent)
        for code, name, level, parent in code_table("regions")
        .select("code", "name_zh", "level", "parent_code")
        .iter_rows()
    }
    names: dict[str, set[str]] = {}
    for level in ("province", "city", "county"):
        found: dict[str, set[str]] = {}
        for code, (_, own_level, _) in regions.items():
            if own_level == level:
                for name in _writings(code, regions):
                    found.setdefault(name, set()).add(code)
        for name, codes in found.items():
            names.setdefault(name, codes)
    return {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}


def _writings(code: str, regions: dict[str, tuple[str, str, str | None]]) -> set[str]:
    name, _, parent = regions[code]
    own = {name, _short(name)}
    if parent is None or parent not in regions:
        return own
    above = _writings(parent, regions)
    grand = regions[parent][2]
    if grand in regions:
        above |= _writings(str(grand), regions)
    return own | {upper + lower for upper in above for lower in own}


def _short(name: str) -> str:
    short = _ENDINGS.sub("", name)
    return short if len(short) > 1 else name
