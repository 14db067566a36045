"""What a check of one file says, for people and programs. The JSON is a fixed interface."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipelines.intake.findings import Finding
from pipelines.intake.table import EXACT_DUPLICATE, Repair

HOLDING = frozenset({"volume_fall"})
"""File rules that hold a delivery instead of refusing it."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that one check found."""

    feed: str
    file_sha256: str
    contract_version: str
    rows_read: int
    rows_accepted: int
    findings: list[Finding] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    skipped_rules: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rows_rejected(self) -> int:
        """Rows that a rule or the whole file's state refuses; an exact repeat is dropped and is none of them."""
        repeats = 0 if self.unusable else sum(r.repair == EXACT_DUPLICATE for r in self.repairs)
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
            "rows": {"read": self.rows_read, "accepted": self.rows_accepted, "rejected": self.rows_rejected},
            "findings": [f.as_json() for f in sorted(self.findings, key=lambda f: f.place)],
            "repairs": [
                {"sheet": r.sheet, "row": r.row, "column": r.column, "repair": r.repair}
                for r in sorted(self.repairs, key=lambda r: (r.sheet, r.row, r.column))
            ],
            "skipped_rules": [{"rule": rule, "reason": reason} for rule, reason in self.skipped_rules],
        }
