"""What `codes/codes.yaml` declares: which code tables exist and what their columns are.

Reading the tables themselves belongs in `code_tables`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from data_contracts.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES_DIR = Path(__file__).parent / "codes"
"""Where the manifest and the CSV files lie."""

COLUMN_TYPES = ("string", "integer", "decimal", "date", "boolean")
ORIGIN_COLUMNS = ("source", "verified_by")
"""Columns that every table ends with."""

_ENTRY_KEYS: Mapping[str, type] = {
    "name": str,
    "version": int,
    "title": dict,
    "file": str,
    "key": list,
    "complete": bool,
    "source": str,
    "columns": dict,
}


class CodeTableError(ValueError):
    """A code table or its manifest is not as declared."""

    def __init__(self, table: str, problem: str, *, column: str | None = None) -> None:
        self.table = table
        self.column = column
        place = f"code table '{table}'" + (f", column '{column}'" if column else "")
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One entry of the manifest; `complete` says that a code outside the table does not exist."""

    name: str
    version: int
    title: Text
    file: str
    key: tuple[str, ...]
    complete: bool
    source: str
    columns: Mapping[str, str]


@cache
def code_manifest(folder: Path = CODES_DIR) -> Mapping[str, CodeTable]:
    """Return every declared table by name."""
    path = folder / "codes.yaml"
    try:
        # The C loader needs a tenth of the time, and every command waits for this file.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise CodeTableError("codes.yaml", f"cannot be read ({type(exc).__name__})") from exc
    if not isinstance(content, dict) or set(content) != {"tables"} or not isinstance(content["tables"], list):
        raise CodeTableError("codes.yaml", "must hold one list 'tables' and nothing else")
    tables: dict[str, CodeTable] = {}
    for number, raw in enumerate(content["tables"], start=1):
        entry = _entry(raw, f"entry {number}")
        if entry.name in tables:
            raise CodeTableError(entry.name, "declared twice in the manifest")
        tables[entry.name] = entry
    return MappingProxyType(tables)


def _entry(raw: object, place: str) -> CodeTable:
    if not isinstance(raw, dict):
        raise CodeTableError(place, "manifest entry must be a mapping")
    name = str(raw.get("name", place))
    _check_keys(name, raw)
    _check_columns(name, raw)
    return CodeTable(
        name=name,
        version=raw["version"],
        title=Text(**raw["title"]),
        file=raw["file"],
        key=tuple(raw["key"]),
        complete=raw["complete"],
        source=raw["source"],
        columns=MappingProxyType(dict(raw["columns"])),
    )


def _check_keys(name: str, raw: dict[str, Any]) -> None:
    unknown, missing = sorted(raw.keys() - _ENTRY_KEYS.keys()), sorted(_ENTRY_KEYS.keys() - raw.keys())
    if unknown:
        raise CodeTableError(name, f"unknown manifest keys {unknown}")
    if missing:
        raise CodeTableError(name, f"missing manifest keys {missing}")
    for key, shape in _ENTRY_KEYS.items():
        if type(raw[key]) is not shape or (shape is not bool and not raw[key]):
            raise CodeTableError(name, f"manifest key '{key}' must be a non-empty {shape.__name__}")
    if set(raw["title"]) != {"en", "zh"} or not all(isinstance(text, str) for text in raw["title"].values()):
        raise CodeTableError(name, "manifest key 'title' must hold the texts 'en' and 'zh'")


def _check_columns(name: str, raw: dict[str, Any]) -> None:
    for column, kind in raw["columns"].items():
        if kind not in COLUMN_TYPES:
            problem = f"unknown type '{kind}'; known: {', '.join(COLUMN_TYPES)}"
            raise CodeTableError(name, problem, column=column)
    if tuple(raw["columns"])[-2:] != ORIGIN_COLUMNS:
        raise CodeTableError(name, f"the last columns must be {', '.join(ORIGIN_COLUMNS)}")
    for column in raw["key"]:
        if column not in raw["columns"]:
            raise CodeTableError(name, "named in the key but not declared", column=column)
