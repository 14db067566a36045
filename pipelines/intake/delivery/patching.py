"""A patch laid over what is in force: what it deletes must be there, what it does not say stays as it is.

The state that counts is the one when the patch came; a change confirmed later is no part of its rows.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from data_contracts.checks import Check
from pipelines.intake.check.skipped import Skipped, checks_that_run
from pipelines.intake.delivery.difference import compare
from pipelines.intake.delivery.in_work import DELETES, InWork
from pipelines.intake.delivery.together import judge_together, over_raw_cells
from pipelines.intake.delivery.unchanged import BEFORE, Lacking, lacking_columns, with_unchanged
from pipelines.intake.delivery.unchanged_cells import keep_sealed_cells
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.intake.report.report import CheckReport
from pipelines.store.raw import replace_parquet
from pipelines.store.vault import read_records


def lay_patch(work: InWork, report: CheckReport) -> CheckReport:
    """Return the report of a patch with what the state in force says of it; its rows become whole rows."""
    before = work.state()
    if before.is_empty():
        report.findings.append(file_finding("patch_without_base"))
    deletes = work.rows().filter(DELETES)
    unknown = deletes.join(before, on=list(work.contract.raw_key), how="anti", nulls_equal=True).select(SHEET, ROW)
    report.findings.extend(
        file_finding("patch_unknown_key", sheet=sheet, row=row, column="row_action")
        for sheet, row in unknown.iter_rows()
    )
    report = work.without(report, unknown.rows())
    if not report.rows_accepted:
        return report
    says_sealed_cells = bool(read_records(work.sealing.vault))
    report = _completed(work, report, before)
    if report.rows_accepted and not says_sealed_cells and _changes_nothing(work):
        report.findings.append(file_finding("patch_changes_nothing"))
    return report


def _completed(work: InWork, report: CheckReport, before: pl.DataFrame) -> CheckReport:
    """Fill in what the patch leaves as it is, then judge by the rules that could not run without it."""
    contract, rows = work.contract, work.rows()
    lacking = lacking_columns(report, contract)
    laid = with_unchanged(rows, before, contract, lacking)
    replace_parquet(work.sealing.rows, laid.select(rows.columns))
    keep_sealed_cells(work.platform.vault, laid, contract, work.sealing, lacking)
    whole = laid.filter(pl.col("delivery_no" + BEFORE).is_not_null() & ~DELETES)
    checks, reasons = _open_checks(work, rows, lacking)
    if whole.height == rows.filter(~DELETES).height:
        report = replace(report, skipped_rules=[said for said in report.skipped_rules if said not in reasons])
    found = judge_together(
        checks,
        whole.select(rows.columns),
        contract,
        own=pl.lit(value=True),
        speaks_for_others=work.speaks_for_others,
        known=report.findings,
    )
    return work.judged(report, found)


def _open_checks(work: InWork, rows: pl.DataFrame, lacking: Lacking) -> tuple[list[Check], Skipped]:
    """Return the checks that could not run for want of columns that raw holds, and what was said of them.

    Cells of one field were judged when they came.
    """
    contract, period = work.contract, work.delivery.period
    sheets = set(rows[SHEET])
    absent = tuple(n for n, without in lacking.items() if sheets <= set(without) and not contract.fields[n].required)
    everything, _ = checks_that_run(contract, absent=(), period=period)
    _, skipped = checks_that_run(contract, absent=absent, period=period)
    codes = {code for code, _ in skipped}
    checks = [check for check in over_raw_cells(everything, contract) if check.rule.code in codes]
    settled = {check.rule.code for check in everything if check.over_one_field or check in checks}
    return [c for c in checks if not c.over_one_field], [said for said in skipped if said[0] in settled]


def _changes_nothing(work: InWork) -> bool:
    """Return whether all stays as it is; what a patch with sealed cells changes cannot be seen from here."""
    files = {work.delivery.delivery_no: work.sealing.rows}
    return compare(work.platform, work.delivery, work.beside, files=files).rows.is_empty()
