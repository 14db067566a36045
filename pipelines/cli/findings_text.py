"""Findings as a person reads them in a terminal: causes first, each with all its places."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from data_contracts.loader import load_contract
from pipelines.intake.findings import Finding
from pipelines.intake.report import CheckReport

_ORDER = {"file": 0, "error": 1, "warning": 2}
_MEANING = {
    ("file", "data"): "FILE REFUSED 整份文件退回",
    ("error", "data"): "ROW REFUSED 该行退回",
    ("error", "compliance"): "RECORDED, row kept 记录在案，该行保留",
    ("warning", "data"): "PLEASE LOOK, row kept 请核对，该行保留",
    ("warning", "compliance"): "RECORDED, row kept 记录在案，该行保留",
}


def print_report(report: CheckReport, out: TextIO) -> None:
    """Print counts, each cause with its message and cure in both languages, and all its places."""
    rows = f"{report.rows_read} rows read, {report.rows_accepted} accepted, {report.rows_rejected} rejected"
    tidied = f"{len(report.repairs)} cells or rows read in their usual form 按规范形式读入"
    print(f"{report.feed} (contract {report.contract_version}): {rows}; {tidied}", file=out)
    for finding, places in _causes(report):
        meaning = _MEANING[finding.severity, finding.kind]
        print(f"\n{meaning} · {finding.rule} · {len(places)} ×\n  {finding.message.en}", file=out)
        print(f"  {finding.message.zh}", file=out)
        print(f"  -> {finding.hint.en}\n  -> {finding.hint.zh}", file=out)
        print(f"  at: {_where(report.feed, finding, places)}", file=out)
    for rule, reason in report.skipped_rules:
        print(f"not checked 未检查 {rule}: {reason}", file=out)


def _causes(report: CheckReport) -> list[tuple[Finding, list[Finding]]]:
    ordered = sorted(report.findings, key=lambda f: (_ORDER[f.severity], f.rule, f.message.en, f.place))
    causes = []
    for _, same in groupby(ordered, key=lambda f: (f.rule, f.message.en)):
        group = list(same)
        causes.append((group[0], group))
    return causes


def _where(feed: str, cause: Finding, places: list[Finding]) -> str:
    column = _column(feed, cause.column)
    sheets = [
        f"{sheet + ': ' if sheet else ''}{_rows(found.row for found in same)}"
        for sheet, same in groupby(places, key=lambda f: f.sheet)
    ]
    return column + "; ".join(sheets)


def _column(feed: str, name: str) -> str:
    field = load_contract(feed).fields.get(name)
    return f"column {field.title.zh} ({name}), " if field else ""


def _rows(numbers: Iterable[int]) -> str:
    """Return row numbers as a list in which neighbours are one range; row 0 is the whole file."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    if ranges == [[0]]:
        return "the whole file"
    return "row " + ", ".join("-".join(str(number) for number in found) for found in ranges)
