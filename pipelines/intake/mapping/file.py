"""Read a mapping file strictly and hold it against its contract. Using it on a file belongs in `apply`.

A mapping is YAML; `fields` says where each field of the contract comes from:

    title: {column: title}                               # a column of the foreign file
    occupation_code: {column: title, lookup: job_titles} # its text looked up in a code table, exactly
    experience_years: {column: years, words: {无需经验: "0"}}  # its words, each with what it means
    vacancy_no: {key_of: [title, company]}               # a key made of what the row says
    openings: {constant: "1", assumed: true}             # the same for every row; assumed = nobody said so

What the foreign file lacks stays empty and becomes findings of the contract. `example` and `expect` are the
mapping's own test: made-up rows and the typed values that must come out of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from data_contracts.code_tables import normalise_word
from data_contracts.loader import ContractError, load_contract
from data_contracts.model import Contract
from data_contracts.strict import read_yaml
from pipelines.intake.header import header_key
from pipelines.intake.mapping.lookups import LOOKUPS


class MappingError(Exception):
    """A mapping file cannot be used; the message names the file, the place and the cure."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where one field comes from."""

    column: str | None = None
    constant: str | None = None
    key_of: list[str] | None = None
    lookup: str | None = None
    words: dict[str, str] | None = None
    assumed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the foreign file that it reads."""
        return (self.column,) if self.column is not None else tuple(self.key_of or ())

    @model_validator(mode="after")
    def _one_source(self) -> Source:
        if sum(value is not None for value in (self.column, self.constant, self.key_of)) != 1:
            raise ValueError("give exactly one of column, constant, key_of")
        if (self.lookup is not None or self.words is not None) and self.column is None:
            raise ValueError("lookup and words need a column to read")
        if self.lookup is not None and self.words is not None:
            raise ValueError("give lookup or words, not both")
        if self.assumed and self.constant is None:
            raise ValueError("only a constant can be assumed")
        if len({normalise_word(word) for word in self.words or {}}) != len(self.words or {}):
            raise ValueError("two words differ only in width, case or blanks; keep one")
        return self


class Example(_Strict):
    """A made-up file in the foreign layout, from a made-up sender."""

    sender: str
    header: list[str]
    rows: list[list[str]]


class _File(_Strict):
    name: str
    version: str
    feed: str
    description: dict[Literal["en", "zh"], str]
    fields: dict[str, Source]
    ignored: list[str] = []
    example: Example
    expect: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that fits its contract.

    Attributes:
        ignored: Columns that are known and left out on purpose.
        expect: Per row of the example the typed values that must come out.
    """

    name: str
    version: str
    feed: str
    fields: dict[str, Source]
    ignored: tuple[str, ...]
    example: Example
    expect: tuple[dict[str, Any], ...]

    @property
    def columns(self) -> dict[str, str]:
        """Every column that the mapping reads, by its header key."""
        return {header_key(column): column for source in self.fields.values() for column in source.columns}


def load_mapping(path: Path, *, feed: str | None = None) -> Mapping:
    """Read a mapping file and hold it against the contract of its feed, which must be `feed` if given.

    Raises:
        MappingError: not readable, for another feed, or it names something that does not exist.
    """
    try:
        read = _File.model_validate(read_yaml(path))
        contract = load_contract(read.feed)
    except OSError as exc:
        raise MappingError(f"{path.name}: cannot be opened ({exc.strerror}); check the path") from exc
    except UnicodeDecodeError as exc:
        raise MappingError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from exc
    except yaml.YAMLError as exc:
        raise MappingError(f"{path.name}: is not YAML: {exc}") from exc
    except ValidationError as exc:
        raise MappingError(f"{path.name}: {_first_problem(exc)}") from exc
    except ContractError as exc:
        raise MappingError(f"{path.name}: feed: {exc}") from exc
    if feed not in (None, read.feed):
        raise MappingError(f"{path.name}: is for {read.feed}, not {feed}; take a mapping of {feed}")
    mapping = Mapping(
        read.name, read.version, read.feed, read.fields, tuple(read.ignored), read.example, tuple(read.expect)
    )
    for problem in (*_field_problems(mapping, contract), *_example_problems(mapping, contract)):
        raise MappingError(f"{path.name}: {problem}")
    return mapping


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"])) or "the file"
    if first["type"] == "extra_forbidden":
        model = Source if first["loc"][0] == "fields" else Example if first["loc"][0] == "example" else _File
        return f"{place}: unknown key; there are {', '.join(model.model_fields)}"
    if first["type"] == "string_type":
        return f"{place}: must be text; put it in quotes"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"


def _field_problems(mapping: Mapping, contract: Contract) -> list[str]:
    problems = [
        f"fields.{name}: {mapping.feed} has no such field; it has {', '.join(contract.fields)}"
        for name in mapping.fields
        if name not in contract.fields
    ]
    for name, source in mapping.fields.items():
        if source.lookup is not None and source.lookup not in LOOKUPS:
            problems.append(f"fields.{name}: no table '{source.lookup}' to look up in; there are {', '.join(LOOKUPS)}")
    problems += [
        f"fields.{name}: {mapping.feed} requires it; give it a column, constant or key_of"
        for name, item in contract.fields.items()
        if item.required and item.default is None and name not in mapping.fields
    ]
    return problems + [
        f"ignored: '{c}' is read by a field; take it out" for c in mapping.ignored if _is_read(c, mapping)
    ]


def _is_read(column: str, mapping: Mapping) -> bool:
    return header_key(column) in mapping.columns


def _example_problems(mapping: Mapping, contract: Contract) -> list[str]:
    example = mapping.example
    known = {header_key(column) for column in example.header}
    problems = [
        f"example.header: column '{column}' is missing, which a field reads"
        for key, column in mapping.columns.items()
        if key not in known
    ]
    if any(len(row) != len(example.header) for row in example.rows):
        problems.append("example.rows: each row needs as many cells as the header")
    if not example.rows or len(mapping.expect) != len(example.rows):
        problems.append("expect: give one entry for each row of the example, of which there must be one")
    unknown = sorted({name for row in mapping.expect for name in row} - set(contract.fields))
    return problems + [f"expect: {mapping.feed} has no field '{name}'" for name in unknown]
