"""Which rows of a file as sent name a person, refused ones too. Runs in the child process, as all reading does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data_contracts.loader import load_contract
from pipelines.intake.erasure.cells import read_cells, write_cells
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.header import find_header
from pipelines.intake.normalise.identity import to_person_name
from pipelines.intake.normalise.signs import narrow, visible
from pipelines.intake.read import NUMERIC, Sheet, read_sheets
from pipelines.intake.refusal import FileRefused

_SURE_NUMBER_SIGNS = 6
"""From this length on a student number in a column nobody knows is taken for one; shorter ones are any number."""


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One file as sent, and what is known of its rows.

    Attributes:
        path: Its plain bytes, or the cells that an earlier erasure left.
        is_cells: Which of the two.
        theirs: Rows known to be the person's, as (sheet, row).
        others: Accepted rows of other people: no student number takes them.
    """

    path: Path
    is_cells: bool
    feed: str
    sender: str
    theirs: frozenset[tuple[str, int]]
    others: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Leftover:
    """What is left of a file: `body` is None when it does not name the person."""

    readable: bool
    body: bytes | None = None


def without_person(landed: LandedFile, subject: Subject, *, number_is_shared: bool) -> Leftover:
    """Return a file's cells without the rows that name a person.

    Args:
        landed: The file.
        subject: The person.
        number_is_shared: Whether a student number of the person stood for others too: then it decides nothing.
    """
    try:
        sheets = read_cells(landed.path.read_bytes()) if landed.is_cells else read_sheets(landed.path)
    except FileRefused:
        return Leftover(readable=False)
    found = set(landed.theirs)
    for sheet in sheets:
        found |= {(sheet.name, n) for n, row in enumerate(sheet.rows, start=1) if _names(row, subject)}
        if not number_is_shared:
            found |= _by_number(sheet, landed, subject)
    filled = {(s.name, n) for s in sheets for n, row in enumerate(s.rows, start=1) if row}
    return Leftover(readable=True, body=write_cells(sheets, found) if found & filled else None)


def bytes_name(body: bytes, subject: Subject) -> bool:
    """Return whether the bytes of a file that cannot be read name a person, in any encoding senders use."""
    words = {number for _, number in subject.documents} | {*subject.traces, *subject.names}
    return any(word.encode(code) in body for word in words for code in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


def _names(row: list[str | None], subject: Subject) -> bool:
    joined = narrow("|".join(cell for cell in row if cell)).upper()
    plain = joined.replace("-", "")
    if any(trace.upper().replace("-", "") in plain for trace in (*_documents(subject), *subject.traces)):
        return True
    return any(contact.upper() in joined for contact in subject.contacts) and any(
        cell is not None and _name(cell) in subject.names for cell in row
    )


def _documents(subject: Subject) -> list[str]:
    numbers = [number for _, number in subject.documents]
    # The identity number of fifteen digits, as old lists have it: no century, no check sign.
    return numbers + [n[:6] + n[8:17] for n in numbers if len(n) == 18]


def _name(cell: str) -> str:
    return to_person_name(visible(cell))[0]


def _by_number(sheet: Sheet, landed: LandedFile, subject: Subject) -> set[tuple[str, int]]:
    contract = load_contract(landed.feed)
    header = find_header(sheet, contract, contract.required_columns)
    places = {name: index for index, name in header.columns.items()} if header else {}
    found = set()
    for n, row in enumerate(sheet.rows, start=1):
        if (sheet.name, n) not in landed.others and _has_number(row, places, landed.sender, subject):
            found.add((sheet.name, n))
    return found


def _has_number(row: list[str | None], places: dict[str, int], sender: str, subject: Subject) -> bool:
    cells = [narrow(visible(cell.removesuffix(NUMERIC))) if cell else "" for cell in row]
    at = places.get("student_no")
    if at is not None:
        numbers = {cells[at]} if at < len(cells) else set()
    else:
        numbers = {cell for cell in cells if len(cell) >= _SURE_NUMBER_SIGNS}
    return any(
        number in numbers and (institution in cells or (institution == sender and not _names_another(cells, places)))
        for institution, number in subject.numbers
    )


def _names_another(cells: list[str], places: dict[str, int]) -> bool:
    at = places.get("institution_code")
    return at is not None and at < len(cells) and bool(cells[at])
