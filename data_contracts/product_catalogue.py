"""Write the catalogue of published tables: `python -m data_contracts.product_catalogue [--check]`.

One page: what each table answers, who may read it, what names a row, and every column in both languages. The page is
committed; `--check` fails when it has drifted. What the tables hide belongs in publication.
"""

from __future__ import annotations

import sys
from pathlib import Path

from data_contracts.generated_file import keep
from data_contracts.model import Text
from data_contracts.products import Column, Product, load_products

TARGET = Path(__file__).parent.parent / "docs" / "products.md"

_NOTE = "<!-- Written by `python -m data_contracts.product_catalogue` from the contracts; do not edit by hand. -->"
_AUDIENCE = {
    "official": Text("officials, in every edition", "主管部门，随版本发布"),
    "platform": Text("the platform alone, in every edition: a row per person", "仅平台内部使用，随版本保存：一人一行"),
    "restricted": Text("nobody outside the warehouse", "不出数据仓库"),
}


def page() -> str:
    """Return the text of the page."""
    products = load_products().values()
    index = [f"- [{p.title.zh} {p.title.en}](#{p.name}) · {_AUDIENCE[p.audience].zh}" for p in products]
    parts = [_NOTE, "", "# Published tables 发布表目录", "", *index, ""]
    for product in products:
        parts += _section(product)
    return "\n".join(parts)


def _section(product: Product) -> list[str]:
    audience = _AUDIENCE[product.audience]
    counted = [*([product.people] if product.people else []), *product.counts]
    lines = [
        f'<a id="{product.name}"></a>',
        "",
        f"## {product.title.zh} {product.title.en} · `{product.name}` {product.version}",
        "",
        product.purpose.en,
        "",
        product.purpose.zh,
        "",
        f"- Read by 使用者: {audience.en} / {audience.zh}",
        f"- A row is named by 主键: {', '.join(f'`{name}`' for name in product.key)}",
    ]
    if counted:
        lines.append(f"- Small counts are not shown of 小数值隐去: {', '.join(f'`{name}`' for name in counted)}")
    lines += ["", "| Column 字段 | 名称 | Type 类型 | Meaning 含义 |", "|---|---|---|---|"]
    return [*lines, *(_row(column) for column in product.described), ""]


def _row(column: Column) -> str:
    meaning = column.description.replace("|", "\\|")
    return f"| `{column.name}` | {column.title_zh} | {column.physical_type} | {meaning} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; return the exit code."""
    return keep(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
