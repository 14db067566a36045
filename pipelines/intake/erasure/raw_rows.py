"""Which rows of raw are a person's, and raw files without them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts.loader import load_contracts
from data_contracts.model import Contract
from pipelines.intake.erasure.holders import (
    Number,
    day_columns,
    day_of,
    delivered_files,
    enrolments,
    is_theirs,
    other_starts,
)
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.store.landing import file_sha256
from pipelines.store.paths import DataPaths

Place = tuple[str, int, str, int]
"""A row of raw: feed, delivery, sheet, row."""


@dataclass(frozen=True, slots=True)
class PersonsRows:
    """A person's rows in one raw file.

    Attributes:
        theirs: Whether each row of the file names the person, whoever else it names.
        unsure: Rows under a number that was given again which may be this person's or another's; they stay.
    """

    feed: str
    file: Path
    theirs: pl.Series
    unsure: int

    @property
    def delivery_no(self) -> int:
        """The delivery of the file."""
        return int(self.file.stem)

    def places(self) -> list[Place]:
        """Return where the rows are."""
        found = pl.read_parquet(self.file, columns=[SHEET, ROW]).filter(self.theirs)
        return [(self.feed, self.delivery_no, sheet, row) for sheet, row in found.iter_rows()]


def rows_of(paths: DataPaths, subject: Subject) -> Iterator[PersonsRows]:
    """Yield every raw file that has rows of a person, or rows that may be."""
    given = other_starts(enrolments(paths), subject.keys, subject.numbers)
    for feed, contract in load_contracts().items():
        by_number = {"institution_code", "student_no"} <= {*contract.fields}
        if not contract.persons and not by_number:
            continue
        for file in delivered_files(paths, feed):
            theirs, unsure = _in_file(file, contract, subject, given if by_number else None)
            if theirs.any() or unsure:
                yield PersonsRows(feed, file, theirs, unsure)


def rewrite_without(rows: PersonsRows, *, before_replacing: Callable[[str, str], None]) -> None:
    """Replace a raw file by one without the person's rows.

    Args:
        rows: The file and the rows.
        before_replacing: Is told the old and the new sha256 while the old file is still there.
    """
    frame = pl.read_parquet(rows.file).filter(~rows.theirs)
    unfinished = rows.file.with_name(f".{rows.file.name}.{os.getpid()}.part")
    frame.write_parquet(unfinished, compression="zstd", statistics=False)
    before_replacing(file_sha256(rows.file), file_sha256(unfinished))
    unfinished.replace(rows.file)


def _in_file(
    file: Path, contract: Contract, subject: Subject, given: dict[Number, list[date]] | None
) -> tuple[pl.Series, int]:
    frame = pl.read_parquet(file)
    named = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(p.key).is_in(list(subject.keys)).fill_null(value=False) for p in contract.persons)
    )
    theirs = frame.select(pl.repeat(value=False, n=pl.len()) | named).to_series()
    if given is None:
        return theirs, 0
    numbers = [f"{institution}|{number}" for institution, number in sorted(subject.numbers)]
    candidate = pl.concat_str("institution_code", pl.lit("|"), "student_no").is_in(numbers)
    for person in contract.persons:
        candidate &= pl.col(person.key).is_null()
    by_number = frame.with_row_index("position").filter(candidate.fill_null(value=False))
    verdicts = _verdicts(by_number.select("position", *_columns(by_number)), subject, given)
    mine = pl.Series([verdicts.get(position) is True for position in range(frame.height)], dtype=pl.Boolean)
    return theirs | mine, sum(verdict is None for verdict in verdicts.values())


def _verdicts(candidates: pl.DataFrame, subject: Subject, given: dict[Number, list[date]]) -> dict[int, bool | None]:
    found: dict[int, bool | None] = {}
    for row in candidates.iter_rows(named=True):
        number = (row["institution_code"], row["student_no"])
        found[row["position"]] = is_theirs(day_of(row), subject.starts(*number), given.get(number, []))
    return found


def _columns(frame: pl.DataFrame) -> list[str]:
    return list(dict.fromkeys(["institution_code", "student_no", *day_columns(frame.columns)]))
