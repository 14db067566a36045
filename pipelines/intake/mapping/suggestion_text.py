"""Write a proposed mapping down as YAML with remarks for the person who finishes it. No cell of the file is in it."""

from __future__ import annotations

import json

from data_contracts.loader import load_contract
from data_contracts.model import Contract
from pipelines.intake.mapping.suggest import Likeness, Suggestion

_HEAD = """\
# Proposed by header and content; for a person to look through and finish. What to do:
# 1. Look at each line under `fields`: the number behind it says how sure it is, out of 100.
# 2. Write a line for each `# needed`, a field that the feed must have and no column was sure enough for, such as
#      {needed}: {{column: "the column's header"}}
#      {needed}: {{constant: "the same for every row"}}
#      {needed}: {{key_of: ["column", "column"]}}   (a number made of what the row says; no columns about a person)
#    Words that mean another word: `{{column: "header", words: {{"theirs": "ours"}}}}`.
# 3. Say under `description` whose files these are, and try it:
#      talent check {feed} FILE --mapping THIS_FILE
# A test of its own is optional: `example` (sender, header, rows) with made-up rows, `expect` with what comes of them.
# 由系统按表头和内容推荐，请人工核对并补全：
# 1. 核对 fields 下各行，行末数字为可信程度（满分100）。
# 2. 标有“needed”的是必填但未找到的字段，请照上面的例子补一行：column 写对应列的表头，constant 写各行相同的值，
#    key_of 写用来生成编号的几列（不得含个人信息）；用词不同的，用 words 写明“对方用词: 本系统用词”。
# 3. 在 description 中写明文件来源，然后试一下：talent check {feed} 文件 --mapping 本文件
# 可另加自测（非必需）：example（sender、header、rows）写虚构的示例行，expect 写应得结果。
"""


def suggestion_yaml(suggestion: Suggestion) -> str:
    """Return a mapping file; it can be used at once when no field is needed any more."""
    contract = load_contract(suggestion.feed)
    # A column that a needed field may read is not left out on purpose: who gives it to the field need not take it out.
    asked = {found.column for name in suggestion.needed for found in suggestion.others.get(name, ())}
    ignored = [column for column in suggestion.ignored if column not in asked]
    parts = [
        _HEAD.format(feed=suggestion.feed, needed=next(iter(suggestion.needed), contract.primary_key[0])),
        f"name: {suggestion.feed}-draft\nversion: 0.1.0\nfeed: {suggestion.feed}\ndescription:\n",
        f"  en: Draft for {contract.title.en}; say whose files these are.\n",
        f"  zh: {contract.title.zh}的映射草稿，请写明文件来源。\n",
        "\nfields:\n",
        *_field_lines(suggestion, contract),
        "\n# Columns that are like no field; take out of this list what a field reads.\n",
        "# 未对应的列；已被字段使用的请从中删去。\n",
        f"ignored: {_flow(ignored)}\n",
    ]
    return "".join(parts)


def _field_lines(suggestion: Suggestion, contract: Contract) -> list[str]:
    lines = []
    for name, item in contract.fields.items():
        found, others = suggestion.fields.get(name), suggestion.others.get(name, ())
        if found is not None:
            lines.append(f"  {name}: {{column: {_text(found.column)}}}  # {_why(found)}{_also(others)}\n")
        elif name in suggestion.needed:
            named = _also(others) or "; no column is like it 未找到相近的列"
            lines.append(f"  # needed: {name} ({item.title.zh}, {item.title.en}){named}\n")
        elif others:
            lines.append(f"  # open: {name} ({item.title.zh}, {item.title.en}){_also(others)}\n")
    return lines


def _why(found: Likeness) -> str:
    content = "" if found.content is None else f", content {found.content}"
    return f"{found.whole}: header {found.header}{content}"


def _also(others: tuple[Likeness, ...]) -> str:
    return "; perhaps 可能是 " + " or ".join(f"{_text(o.column)} ({o.whole})" for o in others) if others else ""


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _flow(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
