"""A generated, committed file: written anew, or with `--check` compared. Its text belongs to its generator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def keep(target: Path, text: str, arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` say whether it is what would be written; return the exit code."""
    if "--check" not in arguments:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"{target.parent.name}/{target.name} is out of date: make generate")  # noqa: T201 - a command's output
    return 1
