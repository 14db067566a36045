"""Regions by the names they bore before they were renamed or merged (code table `former_regions`)."""

from __future__ import annotations

from functools import cache

from data_contracts.code_tables import code_table
from pipelines.intake.normalise.gazetteer import all_names, names_above, region_names, regions, short_name

_SHORTEST = 2


def former_region(bare: str) -> str | None:
    """Return the code of today for a name that begins with a former one, or None where nothing is certain.

    The longest former name counts; what follows it must be a part of the region of today: 襄樊市樊城区 is 襄阳市樊城区.
    """
    for end in range(min(len(bare), _longest()), _SHORTEST - 1, -1):
        code = _former_names().get(bare[:end])
        if code is None:
            continue
        rest = bare[end:]
        if not rest:
            return code
        today = regions()[code][0] + rest
        return region_names().get(today) or _former_names().get(today)
    return None


@cache
def _longest() -> int:
    return max(map(len, _former_names()))


@cache
def _former_names() -> dict[str, str]:
    """Return every writing of a former name that no region bears today and that means one region only."""
    found: dict[str, set[str]] = {}
    for name, code in code_table("former_regions").select("name_zh", "code").iter_rows():
        own = {name, short_name(name)}
        for writing in own | {upper + lower for upper in names_above(code) for lower in own}:
            found.setdefault(writing, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and name not in all_names()}
