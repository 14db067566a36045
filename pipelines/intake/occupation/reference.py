"""The texts a coder learns from, out of the code tables: job titles with their code, official names."""

from __future__ import annotations

import hashlib

import polars as pl

from data_contracts.code_tables import code_table
from pipelines.intake.occupation.ngrams import title_key

_CODED_LEVELS = (3, 4)
_KEPT_ASIDE_OF = 5

Known = list[tuple[str, str]]


def coded_titles() -> Known:
    """Return the titles of the newest table, each with its code; codes that the classification lacks are left out."""
    known = set(official_names_by_code())
    return [(title, code) for title, code in all_titles() if code in known]


def all_titles() -> Known:
    """Return the titles of the newest table as they stand."""
    table = code_table("job_titles")
    newest = table.filter(pl.col("version") == pl.col("version").max())
    return list(newest.select("title", "occupation_code").iter_rows())


def official_names() -> Known:
    """Return the names of occupations and small groups, each with its code."""
    return [(name, code) for code, name in official_names_by_code().items()]


def official_names_by_code() -> dict[str, str]:
    """Return the newest classification's names of occupations and small groups by code."""
    table = code_table("occupations")
    newest = table.filter((pl.col("edition") == pl.col("edition").max()) & pl.col("level").is_in(_CODED_LEVELS))
    return dict(newest.select("code", "name_zh").iter_rows())


def coder_version() -> str:
    """Return the name of the coder that these tables make, such as `titles-2022.1`."""
    edition, table = code_table("occupations")["edition"], code_table("job_titles")["version"]
    return f"titles-{max(edition.to_list())}.{max(table.to_list())}"


def part_of(title: str, parts: int) -> int:
    """Return a title's part out of some equal ones; the spelling's width, case and blanks do not matter."""
    return int(hashlib.sha256(title_key(title).encode()).hexdigest()[:8], 16) % parts


def is_kept_aside(title: str) -> bool:
    """Return whether a title is kept aside to measure: no measured coder and no confidence is made with it."""
    return part_of(title, _KEPT_ASIDE_OF) == 0
