"""Findings as a person reads them in a terminal: causes first, each with all its places."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from data_contracts.code_tables import labels
from data_contracts.loader import load_contract
from data_contracts.model import Text
from pipelines.intake.check.skipped import NO_PERIOD
from pipelines.intake.report.causes import Cause, causes
from pipelines.intake.report.findings import link_of
from pipelines.intake.report.read_titles import HEADING
from pipelines.intake.report.report import CheckReport
from pipelines.intake.report.severity_text import effect_text


def print_report(report: CheckReport, out: TextIO) -> None:
    """Print counts, each cause with its message and cure in both languages, and all its places."""
    print(f"{report.feed} (contract {report.contract_version}): {rows_text(report)}", file=out)
    if report.repairs:
        print(
            f"read in their usual form 按规范形式读入: {_repairs(report)} (each place 逐处详见: --format json)",
            file=out,
        )
    for cause in causes(report):
        _print_cause(report.feed, cause, out)
    if report.read_titles:
        print(f"\n{HEADING.en} {HEADING.zh}:", file=out)
    for title in report.read_titles:
        print(f"  {_places(title.places)}: {title.said}", file=out)
    for rule, reason in report.skipped_rules:
        print(f"not checked 未检查 {rule}: {reason}{_cure(reason)}", file=out)


def rows_text(report: CheckReport) -> str:
    """Return how many rows were read, accepted and rejected."""
    read, taken, refused = report.rows_read, report.rows_accepted, report.rows_rejected
    rows = "row" if read == 1 else "rows"
    return f"{read} {rows} read, {taken} accepted, {refused} rejected 读入{read}行，采纳{taken}行，退回{refused}行"


def _repairs(report: CheckReport) -> str:
    """Return what was done to cells and rows, and how often."""
    words = labels("repairs")
    named = [(count, words.get(repair, Text(repair, repair))) for repair, count in report.repairs.counts()]
    return "; ".join(f"{count} × {text.en} {text.zh}" for count, text in named)


def _cure(reason: str) -> str:
    """Return what to add to the call where only that is missing."""
    return " (name it with --period YYYY-MM 请用 --period 指明)" if reason == NO_PERIOD else ""


def _print_cause(feed: str, cause: Cause, out: TextIO) -> None:
    effect = effect_text(cause)
    print(f"\n{effect.en} {effect.zh} · {cause.rule} · {cause.count} ×{_reach(cause)}", file=out)
    print(f"  {cause.message.en}\n  {cause.message.zh}", file=out)
    print(f"  -> {cause.hint.en}\n  -> {cause.hint.zh}", file=out)
    print(f"  see 详见 {link_of(cause.rule, feed)}", file=out)
    print(f"  at: {_where(feed, cause)}", file=out)
    for text, places in cause.by_text.items():
        print(f"      {_places(places)}: {text}", file=out)


def _reach(cause: Cause) -> str:
    """Return the first and last row of a cause that has more than one place."""
    if cause.first == cause.last:
        return ""
    sheet, row = cause.last
    elsewhere = f" of {sheet}" if sheet != cause.first[0] else ""
    return f" · row {cause.first[1]} to {row}{elsewhere}"


def _where(feed: str, cause: Cause) -> str:
    return _column(feed, cause.column) + _places(cause.places)


def _places(places: Iterable[tuple[str, int]]) -> str:
    sheets = groupby(places, key=lambda place: place[0])
    return "; ".join(f"{sheet + ': ' if sheet else ''}{_rows(row for _, row in same)}" for sheet, same in sheets)


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
