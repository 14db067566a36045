"""Write what an enterprise sees of a person: `python -m data_contracts.disclosure_page [--check]`.

One table: every field of every feed about students, before and after consent, made from the contracts and
`disclosure.yaml`. The page is committed; `--check` fails when it has drifted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.disclosure import Shape, disclosed
from data_contracts.generated_file import keep
from data_contracts.loader import load_contracts

if TYPE_CHECKING:
    from data_contracts.disclosure import Disclosed
    from data_contracts.model import Contract, Field

TARGET = Path(__file__).parent.parent / "docs" / "disclosure.md"
STUDENT_FEEDS = ("enrolment", "job_intention", "certificate", "internship", "award", "destination")

_NOTE = "<!-- Written by `python -m data_contracts.disclosure_page` from the contracts; do not edit by hand. -->"
_INTRODUCTION = """# What an enterprise sees of a person 企业可见的个人信息

Before consent an enterprise sees a generalised row, shared by at least ten people, and the components of the score.
After the person's consent to that enterprise and that introduction it sees what is named here, until the person
withdraws; each look is on record before it is answered. A field without an entry is never shown.

同意之前，企业只能看到至少十人相同的概化信息和得分构成；本人对该企业、该次推介同意之后，可见下表所列内容，直至本人撤回；
每次查看先行登记。未列内容的字段一律不展示。"""
_SHAPES: dict[Shape, str] = {
    "full": "in full 全部",
    "masked": "last four signs 末四位",
    "year": "the year 年份",
    "month": "the month 年月",
}


def page() -> str:
    """Return the text of the page."""
    contracts = load_contracts()
    parts = [_NOTE, "", _INTRODUCTION, ""]
    for feed in STUDENT_FEEDS:
        parts += _section(contracts[feed], dict(disclosed().get(feed, {})))
    return "\n".join(parts)


def _section(contract: Contract, shown: dict[str, Disclosed]) -> list[str]:
    lines = [f"## {contract.title.zh} {contract.title.en} · `{contract.feed}`", ""]
    lines += [
        "| Field 字段 | 名称 | Class 分级 | Before consent 同意前 | After consent 同意后 |",
        "|---|---|---|---|---|",
    ]
    return [*lines, *(_row(field, shown.get(name)) for name, field in contract.fields.items()), ""]


def _row(field: Field, one: Disclosed | None) -> str:
    before = ", ".join(f"`{member}`" for member in one.before) if one else ""
    after = _SHAPES[one.after] if one and one.after else ""
    return f"| `{field.name}` | {field.title.zh} | {field.classification} | {before} | {after} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; return the exit code."""
    return keep(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
