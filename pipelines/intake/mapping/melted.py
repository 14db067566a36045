"""Melted columns: each is a sheet of its own on its way through intake, so that row n stays row n.

Its name says the sheet and the column; what leaves intake names the sheet alone, and findings name the column in words.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data_contracts.model import Text
from pipelines.intake.report.findings import Finding
from pipelines.intake.report.named_only import NamedOnly
from pipelines.intake.report.repair import EXACT_DUPLICATE, SHEET, Repair, Repairs

_MARK = "\u001c"


def melted_sheet(sheet: str, header: str) -> str:
    """Return the name under which one melted column of a sheet goes through intake."""
    return f"{sheet}{_MARK}{header}"


def named_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings at their sheet, those on a melted column with its header in the message."""
    return [_named(finding) if _MARK in finding.sheet else finding for finding in findings]


def named_repairs(repairs: Iterable[Repair]) -> Repairs:
    """Return repairs at their sheet; what was done once to a row is said once, but each row left out counts."""
    said: dict[Repair, Repair] = {}
    for repair in repairs:
        named = repair._replace(sheet=repair.sheet.split(_MARK)[0])
        said[repair if repair.repair == EXACT_DUPLICATE else named] = named
    return Repairs(said.values())


def named_places(places: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return (sheet, row) pairs at their sheet, each once."""
    return list(dict.fromkeys((sheet.split(_MARK)[0], row) for sheet, row in places))


def named_enterprises(found: Iterable[NamedOnly]) -> list[NamedOnly]:
    """Return rows that name an enterprise at their sheet, each name once to a row."""
    return list(dict.fromkeys(n._replace(sheet=n.sheet.split(_MARK)[0]) for n in found))


def named_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the name of their sheet."""
    return frame.with_columns(pl.col(SHEET).str.split(_MARK).list.first()) if SHEET in frame.columns else frame


def _named(finding: Finding) -> Finding:
    sheet, header = finding.sheet.split(_MARK, maxsplit=1)
    said = finding.message
    message = Text(f"Column '{header}': {said.en}", f"“{header}”列：{said.zh}")
    return finding._replace(sheet=sheet, message=message)
