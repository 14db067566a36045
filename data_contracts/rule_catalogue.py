"""Write the rule catalogue, one page per feed: `python -m data_contracts.rule_catalogue [--check]`.

Every finding links to its rule there. The pages are committed; `--check` fails when one has drifted.
How the rules are judged belongs in `checks`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data_contracts.loader import load_contracts, load_file_rules
from data_contracts.model import Contract, Rule, Text

TARGET = Path(__file__).parent.parent / "docs" / "rules"
FILES_PAGE = "files"

_NOTE = "<!-- Written by `python -m data_contracts.rule_catalogue` from the contracts; do not edit by hand. -->\n"
_SEVERITY = {
    "file": Text("the whole file is refused or held", "整份文件退回或暂缓"),
    "error": Text("the row is refused", "该行退回"),
    "warning": Text("the row is kept; please look", "该行保留，请核对"),
}
_SENDER = {
    "college": Text("colleges", "院校"),
    "enterprise": Text("enterprises", "企业"),
    "steward": Text("the office", "主管部门"),
}
_RECORDED = Text("the row is kept and the breach is counted", "该行保留，问题记录并计数")
_NULL = {
    "passes": Text("an empty cell passes", "空值视为通过"),
    "fails": Text("an empty cell fails", "空值视为不通过"),
    "skipped": Text("rows with an empty cell are not judged and are counted as such", "空值所在行不判定，并计入未检查"),
}


def rule_link(rule_code: str, feed: str) -> str:
    """Return where a finding's rule is explained, from the project's root."""
    page = FILES_PAGE if rule_code in {rule.code for rule in load_file_rules().values()} else feed
    return f"docs/rules/{page}.md#{rule_code.lower()}"


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    contracts = load_contracts()
    found = {f"{feed}.md": _feed_page(contract) for feed, contract in contracts.items()}
    found[f"{FILES_PAGE}.md"] = _files_page()
    found["README.md"] = _index(contracts)
    return found


def _index(contracts: dict[str, Contract]) -> str:
    lines = ["# Rule catalogue 规则目录", "", "| Feed 表 | Contract 版本 | Rules 规则数 |", "|---|---|---|"]
    lines += [
        f"| [{c.title.zh} {c.title.en}]({feed}.md) | {c.version} | {len(c.rules)} |" for feed, c in contracts.items()
    ]
    total = sum(len(c.rules) for c in contracts.values())
    lines += [
        f"| [所有文件 Every file]({FILES_PAGE}.md) | | {len(load_file_rules())} |",
        "",
        f"{len(contracts)} feeds, {total} rules of feeds. 共{len(contracts)}张表，{total}条规则。",
    ]
    return _page(lines)


def _files_page() -> str:
    lines = [
        "# Rules of every file 所有文件的规则",
        "",
        "They hold for a file of any feed. 适用于各类表的文件。",
        "",
    ]
    return _page(lines + _rules(tuple(load_file_rules().values()), None))


def _feed_page(contract: Contract) -> str:
    lines = [
        f"# {contract.title.zh} {contract.title.en}",
        "",
        contract.purpose.zh,
        "",
        contract.purpose.en,
        "",
        f"- Contract 版本: {contract.version} ({contract.delivery})",
        f"- Grain 粒度: {_both(contract.grain)}",
        f"- Sent by 报送单位: {', '.join(_both(_SENDER[role]) for role in contract.senders)}",
        f"- Key 主键: {', '.join(_column(name, contract) for name in contract.primary_key)}",
        "",
    ]
    return _page(lines + _rules(contract.rules, contract))


def _rules(rules: tuple[Rule, ...], contract: Contract | None) -> list[str]:
    lines = ["| Code 编号 | Column 列 | Consequence 后果 | Message 提示 |", "|---|---|---|---|"]
    lines += [
        f"| [{rule.code}](#{rule.code.lower()}) | {_column(rule.fields[0], contract) if rule.fields else ''}"
        f" | {_both(_consequence(rule))} | {_cell(rule.message.zh)}<br>{_cell(rule.message.en)} |"
        for rule in rules
    ]
    for rule in rules:
        lines += ["", f'<a id="{rule.code.lower()}"></a>', f"## {rule.code} {rule.name}", ""]
        lines += [f"- {title}: {said}" for title, said in _facts(rule, contract) if said]
    return lines


def _facts(rule: Rule, contract: Contract | None) -> list[tuple[str, str]]:
    return [
        ("Columns 列", ", ".join(_column(name, contract) for name in rule.fields)),
        ("Message 提示", _both(rule.message)),
        ("Cure 处理", _both(rule.hint)),
        ("Why 目的", _both(rule.intent)),
        ("Consequence 后果", f"{rule.severity}, {rule.finding_kind}: {_both(_consequence(rule))}"),
        ("Decided by 判定", f"`{rule.kind}` {_code(rule.arguments) if rule.arguments else ''}".rstrip()),
        ("Empty cells 空值", "" if rule.kind == "file" else _both(_NULL[rule.null_means])),
        ("Passes 通过示例", _code(rule.good) if rule.good else ""),
        ("Fires 触发示例", "; ".join(_code(overlay) for overlay in rule.bad)),
        ("Source 依据", rule.source),
        ("Verified by 核实", rule.verified_by or "nobody yet 尚未核实"),
    ]


def _consequence(rule: Rule) -> Text:
    return _RECORDED if rule.finding_kind == "compliance" else _SEVERITY[rule.severity]


def _column(name: str, contract: Contract | None) -> str:
    return f"{contract.fields[name].title.zh} `{name}`" if contract else f"`{name}`"


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"`{text}`"


def _page(lines: list[str]) -> str:
    return _NOTE + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say whether one has drifted.

    Returns:
        0, or 1 when a page is not what the contracts say.
    """
    found = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.md")}
    if "--check" in arguments:
        drifted = sorted(name for name in {*found, *there} if found.get(name) != there.get(name))
        if drifted:
            print(f"docs/rules is out of date ({', '.join(drifted)}): make generate")  # noqa: T201 - a command's output
        return 1 if drifted else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in set(there) - set(found):
        (TARGET / name).unlink()
    for name, text in found.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
