"""Hold a mapping against its contract, its own example and its parts. Reading the file belongs in `file`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_contracts.model import Contract
from pipelines.intake.layout.header import header_key
from pipelines.intake.mapping.lookups import LOOKUPS
from pipelines.intake.mapping.source import Example, MappingFile


def problems_of(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    """Yield what is wrong, each with the place and the cure."""
    yield from _field_problems(mapping, contract)
    yield from _key_problems(mapping, contract)
    yield from _missing_fields(mapping, contract)
    yield from _layout_problems(mapping)
    yield from _example_problems(mapping, contract)


def read_columns(mapping: MappingFile) -> dict[str, str]:
    """Return every column that a mapping reads, by its header key."""
    sources = [column for source in mapping.fields.values() for column in source.columns]
    return {header_key(column): column for column in (*sources, *mapping.leave_out)}


def _field_problems(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    open_fields = [name for name, item in contract.fields.items() if not item.computed]
    for name, source in mapping.fields.items():
        if name not in open_fields:
            known = ", ".join(open_fields)
            yield f"fields.{name}: {mapping.feed} has no such field; it has {known} / 无此字段，可用字段见前"
        if source.lookup is not None and source.lookup not in LOOKUPS:
            yield (
                f"fields.{name}: no table '{source.lookup}' to look up in; there are {', '.join(LOOKUPS)} "
                "/ 无此对照表，可用的见前"
            )
        if source.melted and mapping.melt is None:
            yield (
                f"fields.{name}: nothing is melted; say under melt which columns become rows "
                "/ 未指定展开的列，请在 melt 中写明哪些列转为行"
            )


def _key_problems(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    """Yield keys made of what only the vault may hold: whoever guesses a name or number can make the key again."""
    vault = {
        header_key(column): name
        for name, source in mapping.fields.items()
        if name in contract.fields and contract.fields[name].in_vault
        for column in source.columns
    }
    for name, source in mapping.fields.items():
        for column in source.key_of or ():
            if header_key(column) in vault:
                yield (
                    f"fields.{name}: key_of reads '{column}', which {vault[header_key(column)]} keeps in the vault: "
                    "the person could be found by guessing; take columns that say nothing of a person "
                    f"/ “{column}”属个人信息，不能用于生成主键，请改用与个人无关的列"
                )


def _missing_fields(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    for name, item in contract.fields.items():
        if item.required and item.default is None and name not in mapping.fields:
            yield (
                f"fields.{name}: {mapping.feed} requires it; give it a column, constant or key_of "
                f"/ 必填字段“{item.title.zh}”尚无来源，请指定 column、constant 或 key_of"
            )


def _layout_problems(mapping: MappingFile) -> Iterator[str]:
    known = read_columns(mapping)
    for column in mapping.ignored:
        if header_key(column) in known:
            yield f"ignored: '{column}' is read by a field; take it out / 该列已被字段使用，请从 ignored 中删去"
    for rule in mapping.sheets:
        for column in rule.columns:
            if header_key(column) not in known:
                yield f"sheets '{rule.name}': no field reads a column '{column}'; take it out / 该列无字段使用，请删去"
    kinds = {source.melted for source in mapping.fields.values()}
    if mapping.melt and not {"header", "cell"} <= kinds:
        yield (
            "melt: one field must be melted: header and one melted: cell "
            "/ 须有一个字段写 melted: header，另一个写 melted: cell"
        )
    rows = [("header_row", mapping.header_row), *((f"sheets '{r.name}'", r.header_row) for r in mapping.sheets)]
    for place, row in rows:
        if row is not None and row < 1:
            yield f"{place}: the rows of a sheet are counted from 1 / 行号从1开始"


def _example_problems(mapping: MappingFile, contract: Contract) -> Iterator[str]:
    if mapping.example is not None:
        yield from _header_problems(mapping, mapping.example)
        yield from _expect_problems(mapping, mapping.example, contract)
    elif mapping.expect:
        yield "expect: there is no example to test; add one or take expect out / 没有 example，请补充或删去 expect"


def _header_problems(mapping: MappingFile, example: Example) -> Iterator[str]:
    if example.header is not None:
        named = {header_key(column) for column in example.header}
        for key, column in read_columns(mapping).items():
            if key not in named and not mapping.sheets:
                yield (
                    f"example.header: column '{column}' is missing, which a field reads; add it or take example and "
                    f"expect out / 示例表头缺少字段所用的列“{column}”，请补上，或删去 example 和 expect"
                )
        if any(len(row) != len(example.header) for row in example.rows or []):
            yield "example.rows: each row needs as many cells as the header / 每行的单元格数须与表头一致"
    for rule in mapping.sheets:
        if not any(re.fullmatch(rule.name, name) for name in example.tables):
            yield (
                f"example.sheets: no sheet is called like '{rule.name}'; show one "
                "/ 示例中没有名称相符的工作表，请补一张"
            )


def _expect_problems(mapping: MappingFile, example: Example, contract: Contract) -> Iterator[str]:
    one_to_one = not (mapping.melt or mapping.leave_out or example.sheets)
    if not mapping.expect or (one_to_one and len(mapping.expect) != len(example.rows or [])):
        yield (
            "expect: give one entry for each row of the example, of which there must be one "
            "/ 示例至少一行，且每行须有一项预期结果"
        )
    for name in sorted({name for row in mapping.expect for name in row} - set(contract.fields)):
        yield f"expect: {mapping.feed} has no field '{name}' / 无此字段，请改正"
