"""Findings: what is wrong, where, and what to do; kept as one Parquet file per delivery.

A finding never carries personal data: a cell is quoted only where its field is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from data_contracts.loader import load_file_rules
from data_contracts.model import Rule, Text
from data_contracts.raw_layout import FINDING
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one file. `row` is the sheet's own number from 1; 0 speaks of the file."""

    rule: str
    rule_name: str
    kind: str
    severity: str
    sheet: str
    row: int
    column: str
    message: Text
    hint: Text
    excerpt: str | None = None

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What findings are sorted by."""
        return self.sheet, self.row, self.column, self.rule

    def as_json(self) -> dict[str, Any]:
        """Return the finding as `talent check --format json` prints it."""
        found: dict[str, Any] = {
            "rule": self.rule,
            "kind": self.kind,
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": self.message.as_dict(),
            "hint": self.hint.as_dict(),
        }
        return found if self.excerpt is None else found | {"excerpt": self.excerpt}


def finding_of(rule: Rule, *, sheet: str, row: int, column: str, value: str = "", quote: bool = False) -> Finding:
    """Return a rule's finding at one place; `value` fills the message and is kept only when it may be quoted."""
    return Finding(
        rule=rule.code,
        rule_name=rule.name,
        kind=rule.finding_kind,
        severity=rule.severity,
        sheet=sheet,
        row=row,
        column=column,
        message=_filled(rule.message, value),
        hint=_filled(rule.hint, value),
        excerpt=value if quote and value else None,
    )


def file_finding(
    name: str, *, value: str = "", sheet: str = "", row: int = 0, column: str = "", quote: bool = False
) -> Finding:
    """Return the finding of a rule that holds for every file."""
    return finding_of(load_file_rules()[name], sheet=sheet, row=row, column=column, value=value, quote=quote)


def write_findings(path: Path, findings: list[Finding], *, feed: str, delivery_no: int) -> None:
    """Write findings as Parquet, in order of place."""
    rows = [
        (
            delivery_no,
            feed,
            f.rule,
            f.rule_name,
            f.kind,
            f.severity,
            f.sheet,
            f.row,
            f.column,
            f.message.en,
            f.message.zh,
            f.hint.en,
            f.hint.zh,
            f.excerpt,
        )
        for f in sorted(findings, key=lambda f: f.place)
    ]
    replace_parquet(path, pl.DataFrame(rows, schema=FINDING, orient="row"))


def read_finding_file(path: Path) -> list[Finding]:
    """Return the findings in one file, in order of place."""
    return [
        Finding(
            rule=r["rule"],
            rule_name=r["rule_name"],
            kind=r["kind"],
            severity=r["severity"],
            sheet=r["sheet"],
            row=r["row_no"],
            column=r["column_name"],
            message=Text(r["message_en"], r["message_zh"]),
            hint=Text(r["hint_en"], r["hint_zh"]),
            excerpt=r["excerpt"],
        )
        for r in pl.read_parquet(path).iter_rows(named=True)
    ]


def read_findings(paths: DataPaths, delivery_no: int) -> list[Finding]:
    """Return the findings of one delivery; none when it was never checked."""
    path = paths.raw_file("_finding", delivery_no)
    return read_finding_file(path) if path.exists() else []


def _filled(text: Text, value: str) -> Text:
    return Text(text.en.replace("{value}", value), text.zh.replace("{value}", value))
