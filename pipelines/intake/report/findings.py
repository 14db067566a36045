"""Findings: what is wrong, where, and what to do; kept as one Parquet file per delivery.

A finding never carries personal data: a cell is quoted only where its field is public.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from data_contracts.code_tables import labels
from data_contracts.loader import load_file_rules
from data_contracts.model import Rule, Text
from data_contracts.raw_layout import FINDING
from data_contracts.rule_catalogue import rule_link
from pipelines.intake.report.json_lines import json_of
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet

_VALUE = "{value}"

_KEPT = tuple(name for name in FINDING if name not in ("delivery_no", "feed"))
"""The columns of a findings file that say something of a finding, in the order of its parts."""

link_of = cache(rule_link)
"""Where the rule catalogue explains a rule: (code, feed)."""


class Finding(NamedTuple):
    """One fault of one file. `row` is the sheet's own number from 1; 0 speaks of the file.

    A file may have hundreds of thousands: a tuple is made, sorted and sent between processes fastest.
    """

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

    def as_json(self, feed: str) -> dict[str, Any]:
        """Return the finding of a feed's file as `talent check --format json` prints it."""
        place = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return _class_json(self) | place | _said_json(self, feed)

    def as_line(self, feed: str) -> str:
        """Return the same JSON as text; what many findings have in common is encoded once."""
        whose, said = _common_lines(self._replace(sheet="", row=0, column=""), feed)
        place = f'"sheet": {_quoted(self.sheet)}, "row": {self.row}, "column": {_quoted(self.column)}'
        return f"{whose}, {place}, {said}"


def _class_json(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "kind": finding.kind, "severity": finding.severity}


def _said_json(finding: Finding, feed: str) -> dict[str, Any]:
    said = {
        "message": finding.message.as_dict(),
        "hint": finding.hint.as_dict(),
        "link": link_of(finding.rule, feed),
    }
    return said if finding.excerpt is None else said | {"excerpt": finding.excerpt}


_quoted = lru_cache(maxsize=4096)(json_of)


@lru_cache(maxsize=4096)
def _common_lines(finding: Finding, feed: str) -> tuple[str, str]:
    """Return the JSON before and after the place of a finding."""
    return json_of(_class_json(finding))[:-1], json_of(_said_json(finding, feed))[1:]


def finding_of(rule: Rule, *, sheet: str, row: int, column: str, value: str = "", quote: bool = False) -> Finding:
    """Return a rule's finding at one place; `value` fills the message and is kept only when it may be quoted.

    Signs that would command a terminal or turn the line are left out of it.
    """
    if not value.isprintable():
        value = "".join(sign for sign in value if sign.isprintable())
    return Finding(
        rule=rule.code,
        rule_name=rule.name,
        kind=rule.finding_kind,
        severity=rule.severity,
        sheet=sheet,
        row=row,
        column=column,
        message=filled(rule.message, value),
        hint=filled(rule.hint, value),
        excerpt=value if quote and value else None,
    )


@lru_cache(maxsize=4096)
def filled(text: Text, value: str) -> Text:
    """Return a rule's text with a value in its place; a text without a place for one is the same object."""
    if _VALUE not in text.en and _VALUE not in text.zh:
        return text
    return Text(text.en.replace(_VALUE, value), text.zh.replace(_VALUE, value))


def file_finding(
    name: str, *, value: str = "", sheet: str = "", row: int = 0, column: str = "", quote: bool = False
) -> Finding:
    """Return the finding of a rule that holds for every file; a value that is a word of ours is in both languages."""
    rule = load_file_rules()[name]
    found = finding_of(rule, sheet=sheet, row=row, column=column, value=value, quote=quote)
    word = _words().get(value)
    return found._replace(message=filled_both(rule.message, word), hint=filled_both(rule.hint, word)) if word else found


def filled_both(text: Text, value: Text) -> Text:
    """Return a rule's text with a value that has a name in each language in its place."""
    return Text(text.en.replace(_VALUE, value.en), text.zh.replace(_VALUE, value.zh))


@cache
def _words() -> dict[str, Text]:
    return {text.en: text for text in labels("file_seen").values()}


def write_findings(path: Path, findings: list[Finding], *, feed: str, delivery_no: int) -> None:
    """Write findings as Parquet, in order of place."""
    ordered = sorted(findings, key=lambda f: f.place)
    columns = dict(zip(_KEPT, zip(*(_cells(f) for f in ordered), strict=True), strict=False))
    said = pl.DataFrame(columns, schema={name: FINDING[name] for name in _KEPT})
    named = said.with_columns(pl.lit(delivery_no, pl.Int64).alias("delivery_no"), pl.lit(feed).alias("feed"))
    replace_parquet(path, named.select(*FINDING))


def read_finding_file(path: Path, *, start: int = 0, count: int | None = None) -> list[Finding]:
    """Return the findings in one file, in order of place, or so many of them from one on."""
    frame = pl.scan_parquet(path).slice(start, count).select(*_KEPT).collect()
    text = cache(Text)
    return [
        Finding(rule, name, kind, severity, sheet, row, column, text(en, zh), text(hint_en, hint_zh), excerpt)
        for rule, name, kind, severity, sheet, row, column, en, zh, hint_en, hint_zh, excerpt in frame.iter_rows()
    ]


def _cells(finding: Finding) -> tuple[object, ...]:
    *said, message, hint, excerpt = finding
    return (*said, message.en, message.zh, hint.en, hint.zh, excerpt)


def read_findings(paths: DataPaths, delivery_no: int, *, start: int = 0, count: int | None = None) -> list[Finding]:
    """Return the findings of one delivery, or so many from one on; none when it was never checked."""
    path = paths.raw_file("_finding", delivery_no)
    return read_finding_file(path, start=start, count=count) if path.exists() else []
