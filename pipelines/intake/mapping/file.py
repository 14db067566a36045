r"""Read a mapping file strictly and hold it against its contract. Using it on a file belongs in `apply`.

A mapping is YAML; `fields` says where each field of the contract comes from:

    title: {column: title}                               # a column of the foreign file
    occupation_code: {column: title, lookup: job_titles} # its text looked up in a code table, exactly
    experience_years: {column: years, words: {无需经验: "0"}}  # its words, each with what it means
    tier: {column: level, code_map: tiers.csv, otherwise: technical} # words in a CSV file (word,code) beside this one;
                                                         # any other word means this, and is told
    vacancy_no: {key_of: [title, company]}               # a key made of what the row says
    work_region: {joined: [province, city], by: "-"}     # several columns as one text
    class_name: {column: group, part: '^(\S+) '}         # the part of a text in round brackets
    department: {sheet_name: '(.+)系'}                   # a part of the sheet's name
    openings: {constant: "1", assumed: true}             # the same for every row; assumed = nobody said so
    period_label: {melted: header}                       # of melted columns the header, and the cell
    headcount: {melted: cell}

`sheets` says which sheets are meant and how columns are called there, `header_row` where the header stands (else it is
found), `melt` which columns become rows, `leave_out` which words of a column mark rows that are no data,
`repeat_merged` that a merged cell speaks for each of its rows, `ignored` which columns are left out on purpose.
What the foreign file lacks stays empty and becomes findings of the contract. `example` and `expect` are the
mapping's own test, which one that is shipped must have: made-up rows and the typed values that must come out of them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from data_contracts.code_tables import normalise_word
from data_contracts.loader import ContractError, load_contract
from data_contracts.strict import read_yaml
from pipelines.intake.mapping.problems import problems_of, read_columns
from pipelines.intake.mapping.source import Example, MappingFile, Melt, SheetRule, Source

__all__ = ["Mapping", "MappingError", "load_mapping"]

_CODE_MAP_HEADER = ["word", "code"]
_MODELS: dict[str, type[BaseModel]] = {
    "fields": Source,
    "example": Example,
    "sheets": SheetRule,
    "melt": Melt,
}


class MappingError(Exception):
    """A mapping file cannot be used; the message names the file, the place and the cure."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that fits its contract.

    Attributes:
        columns: Every column that the mapping reads, by its header key.
        leave_out: Words that mark rows which are no data, by the column they stand in.
        ignored: Columns that are known and left out on purpose.
        example: Made-up rows to test the mapping with, if it brings its test.
        expect: For each row that comes out of the example, typed values it must have.
    """

    name: str
    version: str
    feed: str
    fields: dict[str, Source]
    columns: dict[str, str]
    sheets: tuple[SheetRule, ...]
    header_row: int | None
    melt: Melt | None
    leave_out: dict[str, list[str]]
    repeat_merged: bool
    ignored: tuple[str, ...]
    example: Example | None
    expect: tuple[dict[str, Any], ...]


def load_mapping(path: Path, *, feed: str | None = None) -> Mapping:
    """Read a mapping file and hold it against the contract of its feed, which must be `feed` if given.

    Raises:
        MappingError: not readable, for another feed, or it names something that does not exist.
    """
    try:
        read = MappingFile.model_validate(read_yaml(path))
        contract = load_contract(read.feed)
    except OSError as exc:
        raise MappingError(
            f"{path.name}: cannot be opened ({exc.strerror}); check the path / 无法打开，请核对路径"
        ) from exc
    except UnicodeDecodeError as exc:
        raise MappingError(f"{path.name}: is not UTF-8 text; save it as UTF-8 / 不是UTF-8文本，请另存为UTF-8") from exc
    except yaml.YAMLError as exc:
        raise MappingError(f"{path.name}: is not YAML / 不是有效的YAML: {exc}") from exc
    except ValidationError as exc:
        raise MappingError(f"{path.name}: {_first_problem(exc)}") from exc
    except ContractError as exc:
        raise MappingError(f"{path.name}: feed: {exc}") from exc
    if feed not in (None, read.feed):
        raise MappingError(
            f"{path.name}: is for {read.feed}, not {feed}; take a mapping of {feed} "
            f"/ 该映射用于 {read.feed}，请改用 {feed} 的映射"
        )
    for problem in problems_of(read, contract):
        raise MappingError(f"{path.name}: {problem}")
    return Mapping(
        name=read.name,
        version=read.version,
        feed=read.feed,
        fields={name: _with_words(source, path, name) for name, source in read.fields.items()},
        columns=read_columns(read),
        sheets=tuple(read.sheets),
        header_row=read.header_row,
        melt=read.melt,
        leave_out=read.leave_out,
        repeat_merged=read.repeat_merged,
        ignored=tuple(read.ignored),
        example=read.example,
        expect=tuple(read.expect),
    )


def _with_words(source: Source, mapping: Path, field: str) -> Source:
    """Return a source with the words of its code map, which lies in the mapping's own folder."""
    if source.code_map is None:
        return source
    place = f"{mapping.name}: fields.{field}.code_map: {source.code_map}"
    if Path(source.code_map).name != source.code_map:
        raise MappingError(
            f"{place}: must lie beside the mapping; give its name alone / 须与映射文件同目录，只写文件名"
        )
    try:
        with (mapping.parent / source.code_map).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except OSError as exc:
        raise MappingError(
            f"{place}: cannot be opened ({exc.strerror}); put it beside the mapping / 无法打开，请放在映射文件旁"
        ) from exc
    except (UnicodeDecodeError, csv.Error) as exc:
        raise MappingError(f"{place}: is not a UTF-8 CSV; save it as one / 不是UTF-8的CSV，请另存") from exc
    if header != _CODE_MAP_HEADER or not rows or any(len(row) != len(_CODE_MAP_HEADER) for row in rows):
        raise MappingError(f"{place}: needs the header word,code and rows of two cells / 须有表头 word,code，每行两格")
    words = dict(rows)
    if len({normalise_word(word) for word, _ in rows}) != len(rows):
        raise MappingError(
            f"{place}: has a word twice (width, case and blanks do not count); keep one / 有重复的词，请保留一个"
        )
    return source.model_copy(update={"words": words})


def _first_problem(error: ValidationError) -> str:
    errors = error.errors(include_url=False)
    # A mistyped key is the cause of the one that is missing.
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    place = ".".join(map(str, first["loc"])) or "the file"
    if first["type"] == "extra_forbidden":
        model = _MODELS.get(str(first["loc"][0]), MappingFile) if len(first["loc"]) > 1 else MappingFile
        return f"{place}: unknown key; there are {', '.join(model.model_fields)} / 无此键，可用的见前"
    if first["type"] == "string_type":
        return f"{place}: must be text; put it in quotes / 须为文本，请加引号"
    if first["type"] == "missing":
        return f"{place}: is missing; add it / 缺少该项，请补充"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"
