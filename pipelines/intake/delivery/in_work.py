"""A delivery between its check and its keeping: its rows in the work folder, and what is in force beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.model import Contract, Rule
from pipelines.intake.check.child import Sealing
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.intake.report.findings import Finding
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.intake.report.report import CheckReport
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet
from pipelines.store.vault import read_records, write_records

DELETES = pl.col("row_action") == "delete"
"""Which rows of raw take another out of force."""


@dataclass(frozen=True, slots=True)
class InWork:
    """A delivery in its work folder, and the sender's deliveries that count beside it."""

    platform: Platform
    delivery: Delivery
    sealing: Sealing
    beside: list[Delivery]

    @property
    def contract(self) -> Contract:
        """The contract of its feed."""
        return load_contract(self.delivery.feed)

    @property
    def speaks_for_others(self) -> bool:
        """Whether its sender may name another organisation as its own."""
        return self.delivery.sender_role == "steward"

    def rows(self) -> pl.DataFrame:
        """Return its accepted rows as raw keeps them."""
        return pl.read_parquet(self.sealing.rows)

    def state(self, *deliveries: Delivery) -> pl.DataFrame:
        """Return the rows in force without it, or with it when it is named."""
        counting = [*self.beside, *deliveries]
        files = {self.delivery.delivery_no: self.sealing.rows}
        period = self.delivery.period
        return rows_in_force(self.platform.paths, self.contract, counting, period=period, files=files)

    def without(self, report: CheckReport, places: Collection[tuple[str, int]]) -> CheckReport:
        """Take refused rows out of the work folder, by (sheet, row)."""
        if not places:
            return report
        rows = self.rows()
        refused = pl.DataFrame(list(places), schema={SHEET: pl.String, ROW: pl.Int64}, orient="row")
        kept = rows.join(refused, on=[SHEET, ROW], how="anti", maintain_order="left")
        replace_parquet(self.sealing.rows, kept)
        gone = set(places)
        records = [r for r in read_records(self.sealing.vault) if (r.sheet, r.row_no) not in gone]
        write_records(self.sealing.vault, records)
        return replace(report, rows_accepted=report.rows_accepted - rows.height + kept.height)

    def judged(self, report: CheckReport, found: Iterable[tuple[Rule, Finding]]) -> CheckReport:
        """Add findings to a report, and take out the rows that they refuse."""
        told = list(found)
        report.findings.extend(finding for _, finding in told)
        refusing = {(f.sheet, f.row) for rule, f in told if (rule.severity, rule.finding_kind) == ("error", "data")}
        return self.without(report, refusing)
