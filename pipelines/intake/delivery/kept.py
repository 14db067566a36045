"""What is kept of a delivery that was checked, and its report read back from that. Checking belongs in `deliver`."""

from __future__ import annotations

import polars as pl

from pipelines.intake.check.child import Sealing
from pipelines.intake.check.skipped_rules import read_skipped, write_skipped
from pipelines.intake.report.findings import read_findings, write_findings
from pipelines.intake.report.read_titles import TITLED, ReadTitle, read_titles
from pipelines.intake.report.repair_file import read_repairs, write_repairs
from pipelines.intake.report.report import CheckReport
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform
from pipelines.store.raw import move_parquet
from pipelines.store.vault import read_records


def keep(platform: Platform, delivery: Delivery, report: CheckReport, sealing: Sealing) -> None:
    """Keep what a check says, and the rows it accepts: raw cells in raw, sealed ones in the vault."""
    number = delivery.delivery_no
    paths = platform.paths
    write_findings(paths.raw_file("_finding", number), report.findings, feed=delivery.feed, delivery_no=number)
    write_repairs(paths.raw_file("_repair", number), report.repairs)
    write_skipped(paths.raw_file("_skipped", number), report.skipped_rules)
    # A child that was ended by a limit may have left rows of a file that is refused.
    if report.rows_accepted and sealing.rows.exists():
        platform.vault.add(number, read_records(sealing.vault))
        move_parquet(sealing.rows, paths.raw_file(delivery.feed, number))
    platform.ledger.deliveries.record_rows(
        number, read=report.rows_read, accepted=report.rows_accepted, rejected=report.rows_rejected
    )


def report_of(platform: Platform, delivery: Delivery) -> CheckReport:
    """Return the report of a delivery as it was checked, from what was kept."""
    return CheckReport(
        feed=delivery.feed,
        file_sha256=delivery.file_sha256,
        contract_version=delivery.contract_version,
        rows_read=delivery.rows_read,
        rows_accepted=delivery.rows_accepted,
        findings=read_findings(platform.paths, delivery.delivery_no),
        repairs=read_repairs(platform.paths, delivery.delivery_no),
        skipped_rules=read_skipped(platform.paths, delivery.delivery_no),
        read_titles=_read_titles(platform, delivery),
    )


def _read_titles(platform: Platform, delivery: Delivery) -> list[ReadTitle]:
    path = platform.paths.raw_file(delivery.feed, delivery.delivery_no)
    return read_titles(pl.read_parquet(path)) if delivery.feed in TITLED and path.exists() else []
