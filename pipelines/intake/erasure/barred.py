"""Keep erased people out: rows that name one of them are not taken in, in whatever file they come again.

They are known by keyed hashes alone. Runs in the child process; removing what is already there belongs in `carry_out`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts.checks import text_column
from data_contracts.model import Contract
from pipelines.intake.erasure.cells import write_cells
from pipelines.intake.erasure.holders import day_columns, day_of, enrolments
from pipelines.intake.erasure.subject import RESIDENT_ID
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.normalise.signs import narrow
from pipelines.intake.read import read_sheets
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.repair import ROW, SHEET, Repairs
from pipelines.store.keys import KeyRing
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform

RowPlace = tuple[str, int]
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
_NUMBER = ("institution_code", "student_no")


@dataclass(frozen=True, slots=True)
class Barred:
    """Who is not taken in.

    Attributes:
        marks: Keyed hashes; of a student number with the first day of the spell it last stood for.
        root: The data folder: whether a number was given again is known from its enrolments.
    """

    keys: KeyRing
    root: Path
    marks: dict[str, date | None] = field(repr=False)


def barred_people(platform: Platform) -> Barred | None:
    """Return who is not taken in, None when nobody ever was erased."""
    marks = platform.ledger.erasures.marks()
    return Barred(platform.keys, platform.paths.root, marks) if marks else None


def take_out_barred(normalised: Normalised, contract: Contract, barred: Barred | None) -> list[RowPlace]:
    """Drop the rows of erased people with their repairs, and return where they were."""
    if barred is None:
        return []
    out = _by_document(normalised.frame, contract, barred) | _by_number(normalised.frame, contract, barred)
    places = normalised.frame.filter(out).select(SHEET, ROW).rows()
    if places:
        gone = set(places)
        normalised.frame = normalised.frame.filter(~out)
        normalised.repairs = Repairs(r for r in normalised.repairs if (r.sheet, r.row) not in gone)
    return places


def cells_without_barred(path: Path, places: list[RowPlace], barred: Barred) -> bytes | None:
    """Return a file's cells without the rows of erased people, None when it can be kept as sent.

    Refused rows count too, and those of a file that was refused as a whole: an identity number names its person in
    whatever column it stands.
    """
    try:
        sheets = read_sheets(path)
    except FileRefused:
        return None
    found = set(places)
    for sheet in sheets:
        found |= {(sheet.name, n) for n, row in enumerate(sheet.rows, start=1) if _shows_barred(row, barred)}
    return write_cells(sheets, found) if found else None


def _shows_barred(row: list[str | None], barred: Barred) -> bool:
    joined = narrow("|".join(cell for cell in row if cell)).upper().replace("-", "")
    return any(
        barred.keys.erasure_mark("document", RESIDENT_ID, number) in barred.marks
        for number in _IDENTITY.findall(joined)
    )


def _by_document(frame: pl.DataFrame, contract: Contract, barred: Barred) -> pl.Series:
    out = pl.Series([False] * frame.height, dtype=pl.Boolean)
    for person in contract.persons:
        documents = frame.select(text_column(person.id_type), text_column(person.id_number)).rows()
        marked = {
            (kind, number)
            for kind, number in set(documents)
            if number and barred.keys.erasure_mark("document", kind or RESIDENT_ID, number) in barred.marks
        }
        out = out | pl.Series([document in marked for document in documents], dtype=pl.Boolean)
    return out


def _by_number(frame: pl.DataFrame, contract: Contract, barred: Barred) -> pl.Series:
    """Tell which rows without a document of their own stand under the number of an erased student."""
    none = pl.Series([False] * frame.height, dtype=pl.Boolean)
    if not {*_NUMBER} <= {*contract.fields}:
        return none
    days = day_columns(list(contract.fields))
    columns = [
        *(text_column(name) for name in (*_NUMBER, *days)),
        *(text_column(p.id_number) for p in contract.persons),
    ]
    rows = frame.select(columns).rows()
    marks = {
        number: barred.keys.erasure_mark("student", *number) for number in {(r[0], r[1]) for r in rows} if all(number)
    }
    marked = {number: mark for number, mark in marks.items() if mark in barred.marks}
    if not marked:
        return none
    given = {} if contract.feed == "enrolment" else _given_again(barred, marked)
    dated = len(_NUMBER) + len(days)
    return pl.Series(
        [
            (row[0], row[1]) in marked
            and not any(row[dated:])
            and not _is_later(
                row[2:dated], days, barred.marks[marked[row[0], row[1]]], given.get((row[0], row[1])), contract
            )
            for row in rows
        ],
        dtype=pl.Boolean,
    )


def _is_later(
    texts: tuple[str | None, ...], days: list[str], since: date | None, given: date | None, contract: Contract
) -> bool:
    """Return whether a row speaks of a day on which the number stood for somebody else already."""
    day = day_of({name: _read_day(text) for name, text in zip(days, texts, strict=True)})
    if contract.feed == "enrolment":
        return day is not None and since is not None and day > since
    return given is not None and (day is None or day >= given)


def _read_day(text: str | None) -> date | int | None:
    if text is None:
        return None
    try:
        return int(text) if text.isdecimal() else date.fromisoformat(text)
    except ValueError:
        return None


def _given_again(barred: Barred, marked: dict[tuple[str, str], str]) -> dict[tuple[str, str], date]:
    """Return since when a marked number stands for somebody else: the erased person's enrolments are gone."""
    found: dict[tuple[str, str], date] = {}
    for institution, student_no, start, _ in enrolments(DataPaths(barred.root)).iter_rows():
        number = (institution, student_no)
        since = barred.marks[marked[number]] if number in marked else None
        if number in marked and start is not None and (since is None or start > since):
            found[number] = min(start, found.get(number, start))
    return found
