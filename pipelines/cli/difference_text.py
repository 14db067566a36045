"""What a delivery changes, as a person reads it in a terminal: four counts and what they are counted against."""

from __future__ import annotations

from typing import TextIO

from pipelines.intake.delivery.difference import Difference

_WORDS = {"added": "新增", "changed": "变更", "unchanged": "不变", "withdrawn": "退出"}


def print_difference(difference: Difference, out: TextIO) -> None:
    """Print how many rows are added, changed, unchanged and withdrawn."""
    counts = ", ".join(f"{number} {name} {_WORDS[name]}" for name, number in difference.counts.items())
    print(f"{_against(difference)}: {counts}", file=out)


def _against(difference: Difference) -> str:
    if not difference.against:
        return "Nothing was in force before 此前无生效数据"
    numbers = ", ".join(str(number) for number in difference.against)
    return f"Against what is in force 与生效数据相比 (deliveries 报送 {numbers})"
