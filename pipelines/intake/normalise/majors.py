"""Majors by name: remarks in brackets become the direction, and a name alone finds its code in the catalogue.

Only for sheets that have no column of codes: an empty cell in one is for the college to fill.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.code_tables import code_table, normalise_word
from data_contracts.model import Field
from pipelines.intake.report.repair import Repairs

_REMARK = re.compile(r"^(.+?)[(（]([^()（）]+)[)）]$")


def find_majors(frame: pl.DataFrame, code: Field, *, alone: pl.Series) -> tuple[pl.DataFrame, Repairs]:
    """Take remarks off the names of majors and look up the codes of rows that have a name alone.

    Args:
        frame: Canonical text of all fields.
        code: The field of codes; `code_from` names the field of names.
        alone: On which rows no column of codes was sent.
    """
    named, direction = text_column(str(code.code_from)), text_column("major_direction")
    names = frame[named]
    remarks = {text: found for text in names.drop_nulls().unique() if (found := split_remark(text))}
    repairs = Repairs()
    if remarks:
        repairs += Repairs.at(frame.filter(names.is_in(list(remarks))), str(code.code_from), "major_remark")
        remark = names.replace_strict({t: said for t, (_, said) in remarks.items()}, default=None)
        frame = frame.with_columns(
            names.replace({t: name for t, (name, _) in remarks.items()}),
            pl.col(direction).fill_null(remark.cast(pl.String)),
        )
    if alone.any():
        own = pl.col(text_column(code.name))
        codes = frame.select(pl.when(alone & own.is_null()).then(_major_codes(frame))).to_series()
        repairs += Repairs.at(frame.filter(codes.is_not_null()), code.name, "code_from_name")
        frame = frame.with_columns(own.fill_null(codes))
    return frame, repairs


def split_remark(text: str) -> tuple[str, str] | None:
    """Return a major's name and its remark, as of 护理(五年制), if the catalogue has the name without it."""
    match = _REMARK.match(text)
    if match is None or _key(text) in _names() or _key(match[1]) not in _names():
        return None
    return match[1].strip(), match[2].strip()


def _major_codes(frame: pl.DataFrame) -> pl.Series:
    """Return the code of each row's major by catalogue year, tier and name; null where it is not certain."""
    columns = [text_column(name) for name in ("catalogue_year", "tier", "major_name")]
    rows = frame.select(columns).rows()
    known = {row: _catalogue().get((row[0], row[1], _key(row[2]))) for row in set(rows) if all(row)}
    return pl.Series([known.get(row) for row in rows], dtype=pl.String)


@cache
def _catalogue() -> dict[tuple[str, str, str], str]:
    """Return the code of every name that means one major of its catalogue and tier."""
    codes: dict[tuple[str, str, str], set[str]] = {}
    majors = code_table("majors").select("catalogue_year", "tier", "name_zh", "code")
    for year, tier, name, code in majors.iter_rows():
        codes.setdefault((str(year), tier, _key(name)), set()).add(code)
    return {place: next(iter(found)) for place, found in codes.items() if len(found) == 1}


@cache
def _names() -> frozenset[str]:
    return frozenset(_key(name) for name in code_table("majors")["name_zh"])


def _key(name: str) -> str:
    return normalise_word(name)
