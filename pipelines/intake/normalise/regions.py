"""Regions by name: province, city and county in any common writing, to the six digits of GB/T 2260.

Names that a region bore before belong in `former_regions`; they count where no region bears them today.
"""

from __future__ import annotations

import re
from functools import cache

from data_contracts.code_tables import code_table
from pipelines.intake.normalise.former_regions import former_region
from pipelines.intake.normalise.gazetteer import bare_name, region_names

_STEP = re.compile(r"[-·]")
_MOST_STEPS = 8
_SHORT_CODE = re.compile(r"^\d{2}(\d{2})?$")


def region_code(text: str) -> str | None:
    """Return the code of a region's name or of a shortened code, or None when it is not known for certain."""
    if _SHORT_CODE.match(text):
        return text.ljust(6, "0")
    bare = bare_name(text)
    return region_names().get(bare) or former_region(bare) or _wider_region(text)


def how_found(text: str, code: str) -> str:
    """Return how a region's code was found: its level, or `former` for a name that it bore before."""
    bare = bare_name(text)
    return "former" if bare not in region_names() and former_region(bare) == code else region_level(code)


def region_level(code: str) -> str:
    """Return whether a code is a province's, a city's or a county's; a code that nobody knows by its zeros."""
    by_zeros = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return _levels().get(code, by_zeros)


@cache
def _levels() -> dict[str, str]:
    return dict(code_table("regions").select("code", "level").iter_rows())


def _wider_region(text: str) -> str | None:
    """Return the narrowest region that the leading steps name, as of 武汉-东湖新技术产业开发区 the city.

    Development zones are no regions of GB/T 2260. Steps that are regions of their own are another place
    (上海-海淀区), about which nothing is certain.
    """
    steps = _STEP.split(text)
    if len(steps) > _MOST_STEPS:
        return None
    for kept in range(len(steps) - 1, 0, -1):
        code = region_names().get("".join(steps[:kept]))
        if code is not None:
            return None if any(step in region_names() for step in steps[kept:]) else code
    return None
