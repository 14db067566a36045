"""What only the state in force says of a delivery: patches, rows of two files that do not agree, falls in rows.

What a file says by itself is judged in the child process by `inspect_file`.
"""

from __future__ import annotations

import polars as pl

from pipelines.intake.check.child import Sealing
from pipelines.intake.delivery.difference import counting_beside
from pipelines.intake.delivery.in_work import DELETES, InWork
from pipelines.intake.delivery.patching import lay_patch
from pipelines.intake.delivery.register_names import suggest_enterprises
from pipelines.intake.delivery.together import across_files, judge_together
from pipelines.intake.delivery.volume import volume_fall
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.intake.report.report import CheckReport
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform


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
    work = InWork(platform, delivery, sealing, counting_beside(platform, delivery, at=delivery.received_at))
    report = lay_patch(work, report) if delivery.mode == "patch" else _replaced(work, report)
    if not report.rows_accepted:
        return report
    report = _beside_other_files(work, report)
    report.findings.extend(volume_fall(work))
    return report


def _replaced(work: InWork, report: CheckReport) -> CheckReport:
    """Refuse rows that delete: what a replacement does not list is taken out anyway."""
    deletes = work.rows().filter(DELETES).select(SHEET, ROW).rows()
    report.findings.extend(
        file_finding("delete_in_replacement", sheet=sheet, row=row, column="row_action") for sheet, row in deletes
    )
    return work.without(report, deletes)


def _beside_other_files(work: InWork, report: CheckReport) -> CheckReport:
    """Judge the rules that hold for rows of different files."""
    checks = across_files(work.contract, period=work.delivery.period)
    if not checks or not work.beside:
        return report
    found = judge_together(
        checks,
        work.state(work.delivery),
        work.contract,
        own=pl.col("delivery_no") == work.delivery.delivery_no,
        speaks_for_others=work.speaks_for_others,
        known=report.findings,
    )
    return work.judged(report, found)
