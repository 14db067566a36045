"""One dirty file and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.report import CheckReport
from tests.intake.files import COLLEGE

ENTERPRISE = "91990000MA9T10005A"
PERIOD = "2026-10"
EVERYDAY = frozenset({"word_to_code", "list_split"})
"""Repairs that nearly every row needs; compared only where a case is about them."""

Place = tuple[str, int, str]


@dataclass(frozen=True)
class Case:
    """A file and what the door must say about it, exactly.

    Attributes:
        build: Writes the file into a folder and returns its path.
        values: Typed values of accepted rows by (sheet, row, field).
        repairs: Repairs as (sheet, row, column, repair); all there are but the everyday ones.
        findings: Findings as (rule, row, column); all there are.
        accepted: How many rows are accepted.
    """

    name: str
    build: Callable[[Path], Path]
    values: dict[Place, object] = field(default_factory=dict)
    repairs: set[tuple[str, int, str, str]] = field(default_factory=set)
    findings: list[tuple[str, int, str]] = field(default_factory=list)
    accepted: int = 1
    feed: str = "enrolment"
    sender: str = COLLEGE
    role: str = "college"


def inspect_case(case: Case, folder: Path) -> tuple[CheckReport, pl.DataFrame]:
    inspection = Inspection(case.build(folder), case.feed, "0" * 64, case.sender, case.role, PERIOD)
    return inspect_file(inspection)


def value_at(accepted: pl.DataFrame, place: Place) -> object:
    sheet, row, name = place
    cell = accepted.filter(sheet=sheet, row_no=row)[name].item()
    return cell.to_list() if isinstance(cell, pl.Series) else cell
