"""Findings as a person reads them in a terminal: causes first, each with all its places."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from data_contracts.loader import load_contract
from pipelines.intake.causes import Cause, causes
from pipelines.intake.findings import link_of
from pipelines.intake.report import CheckReport

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
    for cause in causes(report):
        _print_cause(report.feed, cause, out)
    for rule, reason in report.skipped_rules:
        print(f"not checked 未检查 {rule}: {reason}", file=out)


def _print_cause(feed: str, cause: Cause, out: TextIO) -> None:
    meaning = _MEANING[cause.severity, cause.kind]
    print(f"\n{meaning} · {cause.rule} · {cause.count} ×{_reach(cause)}", file=out)
    print(f"  {cause.message.en}\n  {cause.message.zh}", file=out)
    print(f"  -> {cause.hint.en}\n  -> {cause.hint.zh}", file=out)
    print(f"  see 详见 {link_of(cause.rule, feed)}", file=out)
    print(f"  at: {_where(feed, cause)}", file=out)


def _reach(cause: Cause) -> str:
    """Return the first and last row of a cause that has more than one place."""
    if cause.first == cause.last:
        return ""
    sheet, row = cause.last
    elsewhere = f" of {sheet}" if sheet != cause.first[0] else ""
    return f" · row {cause.first[1]} to {row}{elsewhere}"


def _where(feed: str, cause: Cause) -> str:
    sheets = [
        f"{sheet + ': ' if sheet else ''}{_rows(row for _, row in same)}"
        for sheet, same in groupby(cause.places, key=lambda place: place[0])
    ]
    return _column(feed, cause.column) + "; ".join(sheets)


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
