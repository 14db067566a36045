"""What a finding's severity and kind mean to who sent the file, in both languages."""

from __future__ import annotations

from data_contracts.model import FindingKind, Severity, Text

_FILE = Text("FILE REFUSED", "整份文件退回")
_ROW = Text("ROW REFUSED", "该行退回")
_LOOK = Text("PLEASE LOOK, row kept", "请核对，该行保留")
_RECORDED = Text("RECORDED, row kept", "记录在案，该行保留")


def severity_text(severity: Severity | str, kind: FindingKind | str) -> Text:
    """Return what becomes of a row or file with such a finding."""
    if severity == "file":
        return _FILE
    if kind == "compliance":
        return _RECORDED
    return _ROW if severity == "error" else _LOOK
