"""Write a proposed mapping down as YAML with remarks for the person who finishes it. No cell of the file is in it."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import yaml

from data_contracts.checks import typed
from data_contracts.loader import load_contract
from data_contracts.model import Contract, Field
from pipelines.intake.mapping.suggest import Likeness, Suggestion
from pipelines.intake.normalise import normalise_columns
from pipelines.intake.repair import ROW, SHEET

_HEAD = """\
# Proposed by header and content; for a person to look through and finish.
# Behind each column: how sure it is, out of 100. A line `# needed` names a field that the feed must have and no column
# was sure enough for: give it a column, or a constant where the file says it for no row.
# 由系统按表头和内容推荐，请人工核对并补全。每列后的数字为可信程度（满分100）；标有“needed”的行为必填但未找到的字段。
# What a mapping file may say: pipelines/intake/mapping/file.py
"""
_OFFICE = "990000"


def suggestion_yaml(suggestion: Suggestion) -> str:
    """Return a mapping file; it can be used at once when no field is needed any more."""
    contract = load_contract(suggestion.feed)
    columns = [found.column for found in suggestion.fields.values()]
    parts = [
        _HEAD,
        f"name: {suggestion.feed}-draft\nversion: 0.1.0\nfeed: {suggestion.feed}\ndescription:\n",
        f"  en: Draft for {contract.title.en}; say whose files these are.\n",
        f"  zh: {contract.title.zh}的映射草稿，请写明文件来源。\n",
        "\nfields:\n",
        *_field_lines(suggestion, contract),
        "\n# Columns that are like no field; take out of this list what means something.\n",
        f"ignored: {_flow(list(suggestion.ignored))}\n",
        "\n# Made up from the contract's own examples.\n",
        _block({"example": _example(suggestion, contract, columns)}),
        _block({"expect": [_expected(suggestion, contract)]}),
    ]
    return "".join(parts)


def _field_lines(suggestion: Suggestion, contract: Contract) -> list[str]:
    lines = []
    for name, item in contract.fields.items():
        found, others = suggestion.fields.get(name), suggestion.others.get(name, ())
        if found is not None:
            lines.append(f"  {name}: {{column: {_text(found.column)}}}  # {_why(found)}{_also(others)}\n")
        elif name in suggestion.needed:
            named = _also(others) or "; no column is like it"
            lines.append(f"  # needed: {name} ({item.title.zh}, {item.title.en}){named}\n")
        elif others:
            lines.append(f"  # open: {name} ({item.title.zh}, {item.title.en}){_also(others)}\n")
    return lines


def _why(found: Likeness) -> str:
    content = "" if found.content is None else f", content {found.content}"
    return f"{found.whole}: header {found.header}{content}"


def _also(others: tuple[Likeness, ...]) -> str:
    return "; perhaps " + " or ".join(f"{_text(o.column)} ({o.whole})" for o in others) if others else ""


def _example(suggestion: Suggestion, contract: Contract, columns: list[str]) -> dict[str, Any]:
    sender = contract.fields[contract.sender_field].examples[0] if contract.sender_field else _OFFICE
    row = [_first_example(contract.fields[name]) for name in suggestion.fields]
    return {"sender": sender, "header": columns, "rows": [row]}


def _expected(suggestion: Suggestion, contract: Contract) -> dict[str, Any]:
    """Return what must come out of the example row: the typed values of its public cells that YAML can write."""
    cells = {name: [_first_example(contract.fields[name]) or None] for name in suggestion.fields}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    frame = frame.select(pl.lit("").alias(SHEET), pl.lit(2, pl.Int64).alias(ROW), pl.all())
    row = typed(normalise_columns(frame, contract, sender="").frame, contract).row(0, named=True)
    plain = [n for n, item in contract.fields.items() if n in cells and item.public and item.form != "decimal"]
    return {name: row[name] for name in plain if row[name] is not None and not isinstance(row[name], list)}


def _first_example(item: Field) -> str:
    return item.examples[0] if item.examples else ""


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _flow(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _block(value: dict[str, Any]) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100_000)
