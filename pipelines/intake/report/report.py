"""What a check of one file says, for people and programs. The JSON is a fixed interface."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from pipelines.intake.report.findings import Finding
from pipelines.intake.report.json_lines import JsonLines, frame_lines
from pipelines.intake.report.named_only import NamedOnly
from pipelines.intake.report.read_titles import ReadTitle
from pipelines.intake.report.repair import EXACT_DUPLICATE, Repairs

HOLDING = frozenset({"volume_fall"})
"""File rules that hold a delivery instead of refusing it."""

_REPAIR_MEMBERS = {"sheet": "sheet", "row_no": "row", "column_name": "column", "repair": "repair"}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that one check found."""

    feed: str
    file_sha256: str
    contract_version: str
    rows_read: int
    rows_accepted: int
    findings: list[Finding] = field(default_factory=list)
    repairs: Repairs = field(default_factory=Repairs)
    skipped_rules: list[tuple[str, str]] = field(default_factory=list)
    barred: list[tuple[str, int]] = field(default_factory=list)
    """Rows of people who asked for erasure, for the one who keeps the file; the sender is told how many."""
    named: list[NamedOnly] = field(default_factory=list)
    """Rows that name an enterprise without its code, for the one who knows the register."""
    lacking: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """For each field the (sheet, header row) where it has no column, for the one who knows what is in force."""

    read_titles: list[ReadTitle] = field(default_factory=list)
    """Job titles of accepted rows that were read as an occupation."""

    @property
    def rows_rejected(self) -> int:
        """Rows that a rule or the whole file's state refuses; an exact repeat is dropped and is none of them."""
        repeats = 0 if self.unusable else dict(self.repairs.counts()).get(EXACT_DUPLICATE, 0)
        return self.rows_read - self.rows_accepted - repeats

    @property
    def unusable(self) -> Finding | None:
        """The finding that refuses the whole file, if there is one."""
        return next((f for f in self.findings if f.severity == "file" and f.rule_name not in HOLDING), None)

    @property
    def held_by(self) -> Finding | None:
        """The finding for which a usable file waits for a decision, if there is one."""
        return next((f for f in self.findings if f.rule_name in HOLDING), None)

    @property
    def has_errors(self) -> bool:
        """Whether any finding is worse than a warning."""
        return any(f.severity != "warning" for f in self.findings)

    def by_rule(self) -> list[tuple[str, str, int]]:
        """Return (rule, severity, count), most frequent first."""
        counts = Counter((f.rule, f.severity) for f in self.findings)
        return sorted(((rule, sev, n) for (rule, sev), n in counts.items()), key=lambda r: (-r[2], r[0]))

    def as_json(self) -> dict[str, Any]:
        """Return the report as `talent check --format json` prints it."""
        return {
            "feed": self.feed,
            "file_sha256": self.file_sha256,
            "contract_version": self.contract_version,
            "rows": self._rows(),
            "findings": [f.as_json(self.feed) for f in sorted(self.findings, key=lambda f: f.place)],
            "repairs": self._ordered_repairs().rename(_REPAIR_MEMBERS).to_dicts(),
            "skipped_rules": self.skipped_json(),
        }

    def skipped_json(self) -> list[dict[str, str]]:
        """Return the rules that could not run as JSON."""
        return [{"rule": rule, "reason": reason} for rule, reason in self.skipped_rules]

    def as_lines(self) -> dict[str, Any]:
        """Return the same report with its long lists as encoded lines, for those who print it."""
        findings = pl.Series(
            [f.as_line(self.feed) for f in sorted(self.findings, key=lambda f: f.place)], dtype=pl.String
        )
        return replace(self, findings=[], repairs=Repairs()).as_json() | {
            "rows": self._rows(),
            "findings": JsonLines(len(findings), findings.slice),
            "repairs": frame_lines(self._ordered_repairs(), _REPAIR_MEMBERS),
        }

    def _ordered_repairs(self) -> pl.DataFrame:
        return self.repairs.frame.sort("sheet", "row_no", "column_name", maintain_order=True)

    def _rows(self) -> dict[str, int]:
        return {"read": self.rows_read, "accepted": self.rows_accepted, "rejected": self.rows_rejected}
