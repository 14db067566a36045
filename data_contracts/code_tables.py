"""The code tables: strict reading of `codes/`, words to codes, codes to labels.

What the manifest may say belongs in `code_manifest`, judging rows by these tables in `checks`.
An empty cell is null in every table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from data_contracts.code_manifest import CODES_DIR, CodeTable, CodeTableError, code_manifest
from data_contracts.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = [
    "CODES_DIR",
    "CodeTable",
    "CodeTableError",
    "code_manifest",
    "code_table",
    "labels",
    "normalise_word",
    "vocabulary",
]

_READ: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "string": lambda cells: cells,
    "integer": lambda cells: cells.cast(pl.Int64, strict=False),
    "decimal": lambda cells: cells.cast(pl.Decimal(18, 4), strict=False),
    "date": lambda cells: cells.str.to_date("%Y-%m-%d", strict=False),
    "boolean": lambda cells: cells == "true",
}
_PATTERNS = {
    "string": r"^",
    "integer": r"^-?\d{1,18}$",
    # Digits that the type cannot hold are refused here, because the cast would round them away.
    "decimal": r"^-?\d{1,14}(\.\d{1,4})?$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "boolean": r"^(true|false)$",
}
_WHITESPACE = re.compile(r"\s+")


@cache
def code_table(name: str, folder: Path = CODES_DIR) -> pl.DataFrame:
    """Return one table, typed as its manifest entry says, in the order of the file."""
    entry = code_manifest(folder).get(name)
    if entry is None:
        raise CodeTableError(name, f"not in the manifest; known: {', '.join(code_manifest(folder))}")
    frame = _typed(entry, _read_text(entry, folder))
    _check_rows(entry, frame)
    return frame


@cache
def vocabulary(list_name: str, folder: Path = CODES_DIR) -> Mapping[str, str]:
    """Return every accepted spelling of a list, normalised by `normalise_word`, with its code.

    `list_name` is a list of the table `vocabulary`, or `skills`.
    """
    spellings: dict[str, str] = {}
    for code, name_en, name_zh, words in _list_rows(list_name, folder):
        for word in (code, name_en, name_zh, *(words or "").split(";")):
            spelling = normalise_word(word or "")
            if spelling and spellings.setdefault(spelling, code) != code:
                problem = f"'{word}' of list '{list_name}' means both '{spellings[spelling]}' and '{code}'"
                raise CodeTableError(_table_of(list_name), problem, column="words")
    return MappingProxyType(spellings)


@cache
def labels(list_name: str, folder: Path = CODES_DIR) -> Mapping[str, Text]:
    """Return the English and Chinese name of every code of a list, in the order of the file.

    `list_name` is a list of the table `vocabulary`, or `skills`.
    """
    rows = _list_rows(list_name, folder)
    return MappingProxyType({code: Text(en=name_en, zh=name_zh) for code, name_en, name_zh, _ in rows})


def normalise_word(word: str) -> str:
    """Return the form in which spellings are compared: NFKC, case folded, without whitespace."""
    return _WHITESPACE.sub("", unicodedata.normalize("NFKC", word).casefold())


def _table_of(list_name: str) -> str:
    return "skills" if list_name == "skills" else "vocabulary"


def _list_rows(list_name: str, folder: Path) -> list[tuple[Any, ...]]:
    table = _table_of(list_name)
    frame = code_table(table, folder)
    if table == "vocabulary":
        frame = frame.filter(pl.col("list") == list_name)
    if frame.is_empty():
        raise CodeTableError(table, f"no list '{list_name}'", column="list")
    return frame.select("code", "name_en", "name_zh", "words").rows()


def _read_text(entry: CodeTable, folder: Path) -> pl.DataFrame:
    path = folder / entry.file
    if not path.is_file():
        raise CodeTableError(entry.name, f"file '{entry.file}' is missing")
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as exc:
        raise CodeTableError(entry.name, f"file '{entry.file}' is not a UTF-8 CSV ({type(exc).__name__})") from exc
    for column in frame.columns:
        if column not in entry.columns:
            raise CodeTableError(entry.name, "not declared in the manifest", column=column)
    for column in entry.columns:
        if column not in frame.columns:
            raise CodeTableError(entry.name, f"missing in file '{entry.file}'", column=column)
    return frame.select(pl.col(*entry.columns).replace("", None))


def _typed(entry: CodeTable, text: pl.DataFrame) -> pl.DataFrame:
    typed = []
    for column, kind in entry.columns.items():
        cells = text.get_column(column)
        values = _READ[kind](cells)
        wrong = cells.is_not_null() & (values.is_null() | ~cells.str.contains(_PATTERNS[kind]))
        if wrong.any():
            row = wrong.arg_true()[0]
            problem = f"'{cells[row]}' in data row {row + 1} is not of type {kind}"
            raise CodeTableError(entry.name, problem, column=column)
        typed.append(values.alias(column))
    return pl.DataFrame(typed)


def _check_rows(entry: CodeTable, frame: pl.DataFrame) -> None:
    if frame.is_empty():
        raise CodeTableError(entry.name, f"file '{entry.file}' has no rows")
    for column in (*entry.key, "source"):
        if frame.get_column(column).has_nulls():
            raise CodeTableError(entry.name, "empty in a row, although required", column=column)
    repeated = frame.filter(frame.select(entry.key).is_duplicated())
    if not repeated.is_empty():
        first = repeated.select(entry.key).row(0)
        raise CodeTableError(entry.name, f"key {first} occurs more than once", column=", ".join(entry.key))
