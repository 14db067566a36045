"""Names of sheets as a workbook may have them: Excel's limits, each name once, none of them ours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.intake.layout.not_data import is_own

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNNAMED = "数据"


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return a usable name for every sheet; a good name stays as it is."""
    taken: set[str] = set()
    usable = []
    for name in names:
        clean = (_FORBIDDEN.sub("_", name)[:_LONGEST].strip("'") or _UNNAMED).strip() or _UNNAMED
        if is_own(clean, ("causes", "findings")):
            clean = f"{clean[: _LONGEST - 1]}_"
        number, unique = 1, clean
        while unique.casefold() in taken:
            number += 1
            ending = f" ({number})"
            unique = clean[: _LONGEST - len(ending)] + ending
        taken.add(unique.casefold())
        usable.append(unique)
    return usable
