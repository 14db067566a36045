"""The code tables that a mapping may look a foreign text up in, exactly as it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from data_contracts.code_tables import code_table


@cache
def _job_titles() -> dict[str, str]:
    table = code_table("job_titles")
    newest = table.filter(pl.col("version") == pl.col("version").max())
    return dict(zip(newest["title"], newest["occupation_code"], strict=True))


LOOKUPS: dict[str, Callable[[], dict[str, str]]] = {"job_titles": _job_titles}
"""Table name to its words and their codes."""
