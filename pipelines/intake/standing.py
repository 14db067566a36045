"""Findings that only the state in force can give: a sudden fall in rows, patches that do not fit, names without codes.

What a file says by itself is judged in the child process by `inspect_file`.
"""

from __future__ import annotations

import dataclasses

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.thresholds import threshold
from pipelines.intake.child import Sealing
from pipelines.intake.difference import compare, counting_beside
from pipelines.intake.findings import Finding, file_finding
from pipelines.intake.in_force import rows_in_force
from pipelines.intake.register_names import suggest_enterprises
from pipelines.intake.report import CheckReport
from pipelines.intake.table import ROW, SHEET
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet
from pipelines.store.vault import read_records, write_records


def judge_against_standing(
    platform: Platform, delivery: Delivery, report: CheckReport, sealing: Sealing
) -> CheckReport:
    """Return the report with what the state in force says of a delivery; refused rows leave the work folder.

    Args:
        platform: The data folder.
        delivery: The delivery, just received.
        report: What its file says by itself.
        sealing: The work folder with its accepted rows.
    """
    suggest_enterprises(platform, delivery, report)
    if report.unusable or not sealing.rows.exists():
        return report
    beside = counting_beside(platform, delivery, at=delivery.received_at)
    if delivery.mode == "patch":
        return _patched(platform, delivery, report, sealing, beside)
    report.findings.extend(_volume_fall(delivery, report.rows_accepted, beside))
    return report


def _volume_fall(delivery: Delivery, rows: int, beside: list[Delivery]) -> list[Finding]:
    """Compare the rows with the last file that said all: of the same period or, of a snapshot, of one before."""
    is_snapshot = load_contract(delivery.feed).delivery == "snapshot"
    earlier = [
        d
        for d in beside
        if d.mode == "replace" and (d.period == delivery.period or (is_snapshot and d.period < delivery.period))
    ]
    if not earlier:
        return []
    before = max(earlier, key=lambda d: (d.period, d.delivery_no)).rows_accepted
    if rows >= (1 - threshold("volume_fall_share")) * before:
        return []
    return [file_finding("volume_fall", value=f"{before} → {rows}", quote=True)]


def _patched(
    platform: Platform, delivery: Delivery, report: CheckReport, sealing: Sealing, beside: list[Delivery]
) -> CheckReport:
    contract = load_contract(delivery.feed)
    before = rows_in_force(platform.paths, contract, beside, period=delivery.period)
    if before.is_empty():
        report.findings.append(file_finding("patch_without_base"))
    rows = pl.read_parquet(sealing.rows)
    unknown = rows.filter(pl.col("row_action") == "delete").join(
        before, on=list(contract.raw_key), how="anti", nulls_equal=True
    )
    report.findings.extend(
        file_finding("patch_unknown_key", sheet=sheet, row=row, column="row_action")
        for sheet, row in unknown.select(SHEET, ROW).iter_rows()
    )
    if not unknown.is_empty():
        _leave_out(unknown, rows, sealing)
    report = dataclasses.replace(report, rows_accepted=report.rows_accepted - unknown.height)
    if report.rows_accepted and _changes_nothing(platform, delivery, sealing, beside):
        report.findings.append(file_finding("patch_changes_nothing"))
    return report


def _leave_out(refused: pl.DataFrame, rows: pl.DataFrame, sealing: Sealing) -> None:
    replace_parquet(sealing.rows, rows.join(refused, on=[SHEET, ROW], how="anti", maintain_order="left"))
    places = set(refused.select(SHEET, ROW).iter_rows())
    write_records(sealing.vault, [r for r in read_records(sealing.vault) if (r.sheet, r.row_no) not in places])


def _changes_nothing(platform: Platform, delivery: Delivery, sealing: Sealing, beside: list[Delivery]) -> bool:
    """Return whether all stays as it is; what a patch with sealed cells changes cannot be seen from here."""
    if read_records(sealing.vault):
        return False
    return compare(platform, delivery, beside, files={delivery.delivery_no: sealing.rows}).rows.is_empty()
