"""Findings as a person reads them in a terminal: causes first, then every place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from pipelines.intake.findings import Finding
from pipelines.intake.report import CheckReport


def print_report(report: CheckReport, out: TextIO) -> None:
    """Print counts, each cause with its message and cure in both languages, and all its places."""
    rows = f"{report.rows_read} rows read, {report.rows_accepted} accepted, {report.rows_rejected} rejected"
    print(f"{report.feed} (contract {report.contract_version}): {rows}; {len(report.repairs)} repairs", file=out)
    for finding, places in _causes(report.findings):
        print(f"\n{finding.severity.upper()} {finding.rule} · {len(places)} × · {finding.message.en}", file=out)
        print(f"  {finding.message.zh}", file=out)
        print(f"  -> {finding.hint.en}\n  -> {finding.hint.zh}", file=out)
        print(f"  at: {', '.join(places)}", file=out)
    for rule, reason in report.skipped_rules:
        print(f"skipped {rule}: {reason}", file=out)


def _causes(findings: Iterable[Finding]) -> list[tuple[Finding, list[str]]]:
    severities = {"file": 0, "error": 1, "warning": 2}
    ordered = sorted(findings, key=lambda f: (severities[f.severity], f.rule, f.message.en, f.place))
    causes = []
    for _, same in groupby(ordered, key=lambda f: (f.rule, f.message.en)):
        group = list(same)
        causes.append((group[0], [_place(f) for f in group]))
    return causes


def _place(finding: Finding) -> str:
    where = f"row {finding.row}" if finding.row else "file"
    return f"{finding.sheet}!{where}" if finding.sheet else where
