"""Inspect one file from bytes to judged rows. Runs in the child process; keeps nothing and knows no ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data_contracts.checks import text_column
from data_contracts.loader import load_contract
from data_contracts.model import Contract
from data_contracts.thresholds import threshold
from pipelines.intake.findings import Finding, file_finding
from pipelines.intake.header import better_feed
from pipelines.intake.judge import Judgement, judge
from pipelines.intake.mapping import Mapped, Mapping, apply_mapping, assumed_findings
from pipelines.intake.normalise import normalise_columns
from pipelines.intake.normalise.columns import Normalised
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.read import Sheet, read_sheets
from pipelines.intake.refusal import FileRefused
from pipelines.intake.report import CheckReport
from pipelines.intake.table import EXACT_DUPLICATE, ROW, SHEET, Repair, Table, build_table

_DEMO_REGION = "99"
_HEADER_SIGNS = 20


@dataclass(frozen=True, slots=True)
class Inspection:
    """One file as sent by somebody.

    Attributes:
        sender_role: college, enterprise or steward; a steward may speak for others.
        demo_key: Whether the platform runs with the demo's key.
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


def inspect_file(inspection: Inspection) -> tuple[CheckReport, pl.DataFrame]:
    """Return what the check says and the accepted rows (text and typed columns)."""
    contract = load_contract(inspection.feed)
    try:
        table = _table(inspection, contract)
    except FileRefused as refusal:
        found = file_finding(refusal.rule_name, value=refusal.seen, quote=True)
        return _report(inspection, contract, 0, 0, [found], [], []), pl.DataFrame()
    normalised = normalise_columns(table.frame, contract, sender=inspection.sender)
    repairs = table.repairs + normalised.repairs + _drop_exact_duplicates(normalised)
    speaks_for_others = inspection.sender_role == "steward"
    judged = judge(
        normalised,
        contract,
        sender=inspection.sender,
        period=inspection.period,
        speaks_for_others=speaks_for_others,
        is_patch=inspection.mode == "patch",
    )
    findings = [*judged.findings, *_file_findings(inspection, contract, table, normalised, judged)]
    unusable = any(f.severity == "file" for f in findings)
    accepted = judged.frame.filter(pl.col("accepted") & (not unusable))
    report = _report(inspection, contract, table.frame.height, accepted.height, findings, repairs, judged.skipped)
    return report, accepted


def _table(inspection: Inspection, contract: Contract) -> Table:
    sheets = read_sheets(inspection.path)
    mapped = apply_mapping(sheets, inspection.mapping) if inspection.mapping else Mapped(sheets)
    try:
        table = build_table(mapped.sheets, contract, needed=_needed_columns(inspection, contract))
    except FileRefused as refusal:
        raise _named_better(refusal, mapped.sheets, contract) from refusal
    table.unknown += mapped.unknown
    table.repeated += mapped.repeated
    if table.frame.is_empty():
        raise FileRefused("file_empty")
    return table


def _needed_columns(inspection: Inspection, contract: Contract) -> tuple[str, ...]:
    """Return the columns without which a file says nothing: a patch may name its rows by their key alone."""
    needed = contract.required_columns
    return tuple(n for n in needed if n in contract.primary_key) if inspection.mode == "patch" else needed


def _named_better(refusal: FileRefused, sheets: list[Sheet], contract: Contract) -> FileRefused:
    better = better_feed(sheets, contract)
    return FileRefused("wrong_feed", better) if better else refusal


def _drop_exact_duplicates(normalised: Normalised) -> list[Repair]:
    cells = [name for name in normalised.frame.columns if name not in (SHEET, ROW)]
    again = normalised.frame.select(pl.int_range(pl.len()).over(cells) > 0).to_series()
    dropped = normalised.frame.filter(again).select(SHEET, ROW)
    normalised.frame = normalised.frame.filter(~again)
    return [Repair(sheet, row, "", EXACT_DUPLICATE) for sheet, row in dropped.iter_rows()]


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
    return found + _whole_file(inspection, table, normalised, judged)


def _whole_file(inspection: Inspection, table: Table, normalised: Normalised, judged: Judgement) -> list[Finding]:
    found = []
    rows = table.frame.height
    if judged.key_errors > threshold("max_key_error_share") * rows:
        found.append(file_finding("key_error_share", value=f"{judged.key_errors} / {rows}"))
    if inspection.demo_key and (real := _real_people(normalised.frame, load_contract(inspection.feed))):
        found.append(file_finding("demo_key_real_person", value=str(real)))
    return found


def _real_people(frame: pl.DataFrame, contract: Contract) -> int:
    """Return how many rows name an identity number outside the demo's region."""
    numbers = [pl.col(text_column(person.id_number)) for person in contract.persons]
    real = [n.str.contains(r"^(\d{17}[\dX]|\d{15})$") & ~n.str.starts_with(_DEMO_REGION) for n in numbers]
    return frame.filter(pl.any_horizontal(pl.lit(value=False), *real)).height


def _report(
    inspection: Inspection,
    contract: Contract,
    read: int,
    accepted: int,
    findings: list[Finding],
    repairs: list[Repair],
    skipped: list[tuple[str, str]],
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
    )
