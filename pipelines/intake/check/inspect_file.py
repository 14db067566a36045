"""Inspect one file from bytes to judged rows. Runs in the child process; keeps nothing and knows no ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.model import Contract
from pipelines.intake.check.collector import collector_paused
from pipelines.intake.check.exact_duplicates import drop_exact_duplicates
from pipelines.intake.check.judge import Judgement, judge
from pipelines.intake.check.judged_day import judged_day, share_allowed
from pipelines.intake.check.personal_numbers import personal_numbers
from pipelines.intake.erasure.barred import Barred, RowPlace, take_out_barred
from pipelines.intake.layout.header import better_feed
from pipelines.intake.layout.sheet_findings import (
    bar_missing_columns,
    numbers_for_identities,
    real_people,
    sheet_findings,
    zeros_at_the_end,
)
from pipelines.intake.layout.table import Table, build_table
from pipelines.intake.mapping import Mapped, Mapping, apply_mapping, assumed_findings, replaced_words
from pipelines.intake.mapping.melted import named_enterprises, named_findings, named_places, named_repairs, named_rows
from pipelines.intake.normalise import normalise_columns
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.read import Sheet, read_sheets
from pipelines.intake.report.findings import Finding, file_finding
from pipelines.intake.report.named_only import named_only
from pipelines.intake.report.read_titles import read_titles
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.repair import SHEET, Repairs
from pipelines.intake.report.report import CheckReport

_HEADER_SIGNS = 20


@dataclass(frozen=True, slots=True)
class Inspection:
    """One file as sent by somebody.

    Attributes:
        sender_role: college, enterprise or steward; a steward may speak for others.
        demo_key: Whether the platform runs with the demo's key.
        barred: Who asked for erasure and is not taken in, if anybody.
        today: The day whose limits hold for a file without a period.
    """

    path: Path
    feed: str
    file_sha256: str
    sender: str
    sender_role: str
    period: str
    mode: str = "replace"
    demo_key: bool = False
    mapping: Mapping | None = None
    barred: Barred | None = None
    today: dt.date | None = None


@collector_paused()
def inspect_file(inspection: Inspection) -> tuple[CheckReport, pl.DataFrame]:
    """Return what the check says and the accepted rows (text and typed columns)."""
    contract = load_contract(inspection.feed)
    try:
        table, replaced = _table(inspection, contract)
    except FileRefused as refusal:
        found = file_finding(refusal.rule_name, value=refusal.seen, quote=True)
        return _report(inspection, contract, 0, 0, [found], Repairs(), []), pl.DataFrame()
    normalised = normalise_columns(
        table.frame,
        contract,
        sender=inspection.sender,
        since_1904=table.since_1904,
        lacking={name: [sheet for sheet, _ in places] for name, places in table.lacking.items()},
    )
    missing = bar_missing_columns(normalised, table, contract, needed=_needed_columns(inspection, contract))
    barred = take_out_barred(normalised, contract, inspection.barred)
    repairs = table.repairs + normalised.repairs + drop_exact_duplicates(normalised)
    shown = personal_numbers(normalised, contract)
    speaks_for_others = inspection.sender_role == "steward"
    named = named_only(normalised.frame, contract, speaker=inspection.sender if speaks_for_others else "")
    judged = judge(
        normalised,
        contract,
        sender=inspection.sender,
        period=inspection.period,
        speaks_for_others=speaks_for_others,
        is_patch=inspection.mode == "patch",
        today=inspection.today,
    )
    findings = [*judged.findings, *missing, *shown, *replaced]
    findings += _file_findings(inspection, contract, table, normalised, judged)
    if barred:
        findings.append(file_finding("erased_person", value=str(len(barred))))
    unusable = any(f.severity == "file" for f in findings)
    accepted = judged.frame.filter(pl.col("accepted") & (not unusable))
    read = table.frame.height - len(barred)
    if inspection.mapping and inspection.mapping.melt:
        findings, repairs, accepted = named_findings(findings), named_repairs(repairs), named_rows(accepted)
        barred, named = named_places(barred), named_enterprises(named)
    report = _report(inspection, contract, read, accepted.height, findings, repairs, judged.skipped, barred)
    return replace(report, named=named, lacking=table.lacking, read_titles=read_titles(accepted)), accepted


def _table(inspection: Inspection, contract: Contract) -> tuple[Table, list[Finding]]:
    """Return the file's rows, and what the mapping replaced in them."""
    sheets = read_sheets(inspection.path)
    mapped = apply_mapping(sheets, inspection.mapping) if inspection.mapping else Mapped(sheets)
    try:
        table = build_table(mapped.sheets, contract, needed=_needed_columns(inspection, contract))
    except FileRefused as refusal:
        raise _named_better(refusal, sheets, mapped.sheets, contract) from refusal
    table.since_1904 = any(sheet.since_1904 for sheet in sheets)
    table.unknown += mapped.unknown
    table.repairs += mapped.repairs
    if table.frame.is_empty():
        raise FileRefused("file_empty")
    return table, replaced_words(mapped.unknown_words, contract)


def _needed_columns(inspection: Inspection, contract: Contract) -> tuple[str, ...]:
    """Return the columns without which a file says nothing: a patch may name its rows by their key alone."""
    needed = contract.required_columns
    return tuple(n for n in needed if n in contract.primary_key) if inspection.mode == "patch" else needed


def _named_better(refusal: FileRefused, sent: list[Sheet], sheets: list[Sheet], contract: Contract) -> FileRefused:
    """Name the feed that a file belongs to; a web page that belongs to none was never meant to be sent."""
    if better := better_feed(sheets, contract):
        return FileRefused("wrong_feed", better)
    return FileRefused("file_format", "HTML/XML") if any("html_table" in s.repairs for s in sent) else refusal


def _file_findings(
    inspection: Inspection, contract: Contract, table: Table, normalised: Normalised, judged: Judgement
) -> list[Finding]:
    sheet, header_row = table.header_rows[0]
    found = [
        file_finding("column_missing", value=contract.fields[n].title.zh, sheet=sheet, row=header_row, column=n)
        for n in normalised.absent
        if n in _needed_columns(inspection, contract)
    ]
    found += [
        file_finding("column_unknown", value=scrub(text)[0][:_HEADER_SIGNS], sheet=s, row=row, column="")
        for s, row, text in table.unknown
    ]
    found += [
        file_finding("column_repeated", value=contract.fields[n].title.zh, sheet=s, row=row, column=n)
        for s, row, n in table.repeated
    ]
    for name, row, said in table.totals:
        counted = table.frame.filter(pl.col(SHEET) == name).height
        if said != counted:
            found.append(file_finding("row_total_differs", value=f"{said} / {counted}", sheet=name, row=row))
    if inspection.mapping:
        found += assumed_findings(inspection.mapping)
    found += sheet_findings(table, normalised, contract, period=inspection.period)
    found += numbers_for_identities(table, contract, judged.findings)
    found += zeros_at_the_end(normalised.frame, contract)
    return found + _whole_file(inspection, table, normalised, judged)


def _whole_file(inspection: Inspection, table: Table, normalised: Normalised, judged: Judgement) -> list[Finding]:
    found = []
    rows = table.frame.height
    most = share_allowed("max_key_error_share", judged_day(inspection.period, inspection.today))
    if judged.key_errors > most * rows:
        found.append(file_finding("key_error_share", value=f"{judged.key_errors} / {rows}"))
    if inspection.demo_key and (real := real_people(normalised.frame, load_contract(inspection.feed))):
        found.append(file_finding("demo_key_real_person", value=str(real)))
    return found


def _report(
    inspection: Inspection,
    contract: Contract,
    read: int,
    accepted: int,
    findings: list[Finding],
    repairs: Repairs,
    skipped: list[tuple[str, str]],
    barred: list[RowPlace] | None = None,
) -> CheckReport:
    return CheckReport(
        feed=contract.feed,
        file_sha256=inspection.file_sha256,
        contract_version=contract.version,
        rows_read=read,
        rows_accepted=accepted,
        findings=findings,
        repairs=repairs,
        skipped_rules=skipped,
        barred=barred or [],
    )
