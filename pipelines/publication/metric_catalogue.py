"""Write the catalogue of metrics: `python -m pipelines.publication.metric_catalogue [--check]`.

One page out of the metric dictionary, in both languages; it is committed, and `--check` fails when it has drifted. The
API and the reports read the same dictionary.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from data_contracts.generated_file import keep

ROOT = Path(__file__).parents[2]
DICTIONARY = ROOT / "dbt_project" / "metrics.yml"
TARGET = ROOT / "docs" / "metrics.md"

_NOTE = (
    "<!-- Written by `python -m pipelines.publication.metric_catalogue` from the dictionary; do not edit by hand. -->"
)
_PARTS = {
    "numerator": "Numerator 分子",
    "denominator": "Denominator 分母",
    "unknown": "Unknown 不明",
    "window": "Window 统计窗口",
    "exclusions": "Exclusions 排除",
}


def page(dictionary: dict[str, Any]) -> str:
    """Return the text of the page."""
    conventions = [f"- {said['en'].strip()}\n  {said['zh'].strip()}" for said in dictionary["conventions"]]
    index = [f"- [`{m['id']}`](#{m['id']}) {m['title']['zh']} {m['title']['en']}" for m in dictionary["metrics"]]
    head = [
        _NOTE,
        "",
        "# Metrics 指标目录",
        "",
        *index,
        "",
        "## What holds for every metric 通用口径",
        "",
        *conventions,
    ]
    return "\n".join([*head, "", *(line for metric in dictionary["metrics"] for line in _section(metric))])


def _section(metric: dict[str, Any]) -> list[str]:
    source = metric["source"] if isinstance(metric["source"], str) else ", ".join(metric["source"])
    groupings = ["+".join(names) or "all 总体" for names in metric["dimensions"]]
    return [
        f"## {metric['id']}",
        "",
        f"**{metric['title']['zh']} {metric['title']['en']}** · version 版本 {metric['version']} · {metric['unit']}",
        "",
        f"{metric['definition']['en'].strip()}",
        "",
        f"{metric['definition']['zh'].strip()}",
        "",
        *(f"- {title}: {metric[name]['en'].strip()} / {metric[name]['zh'].strip()}" for name, title in _PARTS.items()),
        f"- Broken down by 分组: {', '.join(groupings)}",
        f"- Source 来源: {source}",
        "",
    ]


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; return the exit code."""
    return keep(TARGET, page(yaml.safe_load(DICTIONARY.read_text(encoding="utf-8"))), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
