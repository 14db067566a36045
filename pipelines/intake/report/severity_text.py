"""What a finding's severity and kind mean to who sent the file, in both languages."""

from __future__ import annotations

from typing import Protocol

from data_contracts.model import FindingKind, Severity, Text
from pipelines.intake.report.report import HOLDING

_HEADER_RULES = frozenset({"column_repeated"})
"""File rules about a header: which rows they cost, if any, is said by findings of their own."""

_HELD = Text("HELD", "暂缓")
_COLUMN = Text("PLEASE LOOK at the column", "请核对该列")
_FILE = Text("FILE REFUSED", "整份文件退回")
_ROW = Text("ROW REFUSED", "该行退回")
_LOOK = Text("PLEASE LOOK, row kept", "请核对，该行保留")
_RECORDED = Text("RECORDED, row kept", "记录在案，该行保留")


class Found(Protocol):
    """A finding or a cause."""

    @property
    def rule_name(self) -> str:
        """The rule's name."""
        ...

    @property
    def kind(self) -> str:
        """Data or compliance."""
        ...

    @property
    def severity(self) -> str:
        """File, error or warning."""
        ...


def effect_text(found: Found) -> Text:
    """Return what becomes of the row, column or file that a finding speaks of."""
    if found.rule_name in HOLDING:
        return _HELD
    return _COLUMN if refuses_nothing(found) else severity_text(found.severity, found.kind)


def refuses_nothing(found: Found) -> bool:
    """Return whether a finding speaks of a header, so that no row is refused for it alone."""
    return found.rule_name in _HEADER_RULES


def severity_text(severity: Severity | str, kind: FindingKind | str) -> Text:
    """Return what becomes of a row or file with such a finding."""
    if severity == "file":
        return _FILE
    if kind == "compliance":
        return _RECORDED
    return _ROW if severity == "error" else _LOOK
