"""Which region codes lie under one, for whoever answers for a region. Names of regions belong to the code tables."""

import re


def region_range(code: str) -> tuple[str, str]:
    """Return the first and last region code under one: 990000 holds 990000 to 999999, 990100 to 990199."""
    stem = re.sub(r"(00)+$", "", code)
    return code, stem + "9" * (len(code) - len(stem))
