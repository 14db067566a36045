"""Mapping files: bring a foreign layout into a contract. Which column, constant, generated key or code list.

A mapping is YAML. What the foreign file lacks stays empty and becomes findings of the contract:

    name: job-board
    version: 1.0.0
    feed: vacancy
    fields:
      title: {column: title}
      occupation_code: {column: title, lookup: job_titles}
      version: {constant: "1"}
      vacancy_no: {key_of: [title, company]}
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from data_contracts.code_tables import code_table
from data_contracts.loader import load_contract
from pipelines.intake.header import header_key
from pipelines.intake.read import NUMERIC, Sheet
from pipelines.intake.refusal import FileRefused

_KEY_DIGITS = 16


class MappingError(Exception):
    """A mapping file cannot be used; the message names the place and the cure."""


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid")

    column: str | None = None
    constant: str | None = None
    key_of: list[str] | None = None
    lookup: str | None = None
    words: dict[str, str] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> _Source:
        if sum(value is not None for value in (self.column, self.constant, self.key_of)) != 1:
            raise ValueError("exactly one of column, constant, key_of is needed")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    version: str
    feed: str
    description: dict[Literal["en", "zh"], str]
    ignored: list[str] = []
    fields: dict[str, _Source]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that fits its contract."""

    name: str
    version: str
    feed: str
    fields: dict[str, _Source]
    ignored: tuple[str, ...]


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file and hold it against the contract of its feed.

    Raises:
        MappingError: not readable, or it names a field or table that does not exist.
    """
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        read = _File.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise MappingError(f"{path.name}: cannot be read as YAML: {type(exc).__name__}") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        raise MappingError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from exc
    contract = load_contract(read.feed)
    if unknown := sorted(set(read.fields) - set(contract.fields)):
        raise MappingError(f"{path.name}: fields that {read.feed} does not have: {', '.join(unknown)}")
    for name, source in read.fields.items():
        if source.lookup and source.lookup != "job_titles":
            raise MappingError(f"{path.name}: {name}: there is no table to look words up named '{source.lookup}'")
    return Mapping(read.name, read.version, read.feed, read.fields, tuple(read.ignored))


def apply_mapping(sheets: list[Sheet], mapping: Mapping) -> list[Sheet]:
    """Return the sheets in the contract's own layout; row n stays row n.

    Raises:
        FileRefused: no sheet has all the columns that the mapping takes.
    """
    wanted = {header_key(c): c for s in mapping.fields.values() for c in (s.column, *(s.key_of or ())) if c}
    mapped = [_apply(sheet, row, mapping) for sheet in sheets if (row := _header_row(sheet, wanted)) is not None]
    if not mapped:
        raise FileRefused("header_not_found", mapping.name)
    return mapped


def _header_row(sheet: Sheet, wanted: dict[str, str]) -> int | None:
    for index, row in enumerate(sheet.rows[:20]):
        if set(wanted) <= {header_key(cell) for cell in row if cell}:
            return index
    return None


def _apply(sheet: Sheet, header: int, mapping: Mapping) -> Sheet:
    places = {header_key(cell): index for index, cell in enumerate(sheet.rows[header]) if cell}
    ignored = {header_key(name) for name in mapping.ignored}
    taken = {header_key(c) for s in mapping.fields.values() for c in (s.column, *(s.key_of or ())) if c}
    spare = [index for key, index in places.items() if key not in taken | ignored]
    seen: dict[str, int] = {}
    rows: list[list[str | None]] = [[None]] * header
    rows.append([*mapping.fields, *(sheet.rows[header][index] for index in spare)])
    for row in sheet.rows[header + 1 :]:
        if not any(row):
            rows.append([None])
            continue
        cells = {key: row[index] if index < len(row) else None for key, index in places.items()}
        own = [_value(source, cells, seen) for source in mapping.fields.values()]
        rows.append([*own, *(row[index] if index < len(row) else None for index in spare)])
    return Sheet(sheet.name, rows, [])


def _value(source: _Source, cells: dict[str, str | None], seen: dict[str, int]) -> str | None:
    if source.constant is not None:
        return source.constant
    if source.key_of is not None:
        return _generated_key([cells[header_key(name)] or "" for name in source.key_of], seen)
    text = cells[header_key(source.column or "")]
    plain = text.removesuffix(NUMERIC).strip() if text else None
    if plain is None:
        return None
    if source.lookup is not None:
        return _job_titles().get(plain)
    return source.words.get(plain, text) if source.words else text


def _generated_key(parts: list[str], seen: dict[str, int]) -> str:
    """Return a key out of what a row says; the n-th row that says the same gets its number."""
    digest = hashlib.sha256("\u001f".join(parts).encode()).hexdigest()[:_KEY_DIGITS]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


@cache
def _job_titles() -> dict[str, str]:
    table = code_table("job_titles")
    return dict(zip(table["title"], table["occupation_code"], strict=True))
