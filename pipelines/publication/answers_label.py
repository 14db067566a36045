"""Names of codes in both languages, as the API and the reports print them. From the code tables alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from data_contracts.code_tables import code_table

if TYPE_CHECKING:
    from collections.abc import Iterator

Label: TypeAlias = tuple[str, str, str, str]

# List name, table, and its columns for code, English and Chinese.
NAMED = (
    ("destination_code", "destination_codes", "code", "name_en", "name_zh"),
    ("industry", "industries", "code", "name_en", "name_zh"),
    ("major", "majors", "code", "name_en", "name_zh"),
    ("major_category", "majors", "category", "category_name_en", "category_name_zh"),
    ("major_class", "majors", "class_code", "class_name_en", "class_name_zh"),
    ("region", "regions", "code", "name_en", "name_zh"),
    ("skill", "skills", "code", "name_en", "name_zh"),
    ("skill_level", "skill_levels", "ladder_rank", "name_en", "name_zh"),
)
# Lists of the vocabulary that only help to read files name nothing that is shown.
READING_AIDS = frozenset(
    {"null_words", "null_words_phone", "period_columns", "repairs", "summary_words"}
    | {"yes_no", "barred_place_words", "discriminatory_words", "fee_words"}
)


def label_rows() -> list[Label]:
    """Every label in key order; where a code table has no English name yet, the Chinese one stands."""
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    for list_name, table, code, en, zh in NAMED:
        for key, name_en, name_zh in _names(code_table(table), code, en, zh):
            labels.setdefault((list_name, key), (name_en or name_zh, name_zh))
    for key, names in occupation_names().items():
        labels[("occupation", key)] = names
    words = code_table("vocabulary").filter(~_is_reading_aid())
    for list_name, code, name_en, name_zh in words.select("list", "code", "name_en", "name_zh").iter_rows():
        labels.setdefault((list_name, code), (name_en or name_zh, name_zh or name_en))
    return [(*key, *names) for key, names in sorted(labels.items())]


def occupation_names() -> dict[str, tuple[str, str]]:
    """English and Chinese names of occupations; the classification itself is Chinese only."""
    english = dict(code_table("occupation_names").select("occupation_code", "name_en").iter_rows())
    rows = code_table("occupations").sort("code", "edition").select("code", "name_zh").iter_rows()
    return {code: (english.get(code) or name_zh, name_zh) for code, name_zh in rows}


def skill_names() -> dict[str, tuple[str, str]]:
    """English and Chinese names of skills."""
    rows = code_table("skills").select("code", "name_en", "name_zh").iter_rows()
    return {code: (name_en or name_zh, name_zh or name_en) for code, name_en, name_zh in rows}


def _names(frame: pl.DataFrame, code: str, en: str, zh: str) -> Iterator[tuple[str, str | None, str]]:
    for key, name_en, name_zh in frame.select(code, en, zh).iter_rows():
        if key is not None and (name_zh or name_en):
            yield str(key), name_en, name_zh or name_en


def _is_reading_aid() -> pl.Expr:
    return pl.col("list").is_in(sorted(READING_AIDS))
