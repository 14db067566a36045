"""Which rows of a file as sent name a person, refused ones too. Runs in the child process, as all reading does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from data_contracts.loader import load_contract
from pipelines.intake.erasure.cells import read_cells, write_cells
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.erasure.tokens import Tokens
from pipelines.intake.layout.header import find_header
from pipelines.intake.normalise.identity import to_person_name
from pipelines.intake.normalise.signs import narrow, visible
from pipelines.intake.read import NUMERIC, Sheet, read_sheets
from pipelines.intake.report.refusal import FileRefused

_SURE_NUMBER_SIGNS = 6
"""From this length on a student number in a column nobody knows is taken for one; shorter ones are any number."""

_SURE_WORD_SIGNS = 8
"""From this length on a number does not stand in a file's bytes by chance."""

_RESIDENT_SIGNS = 18
_POWERS_OF_TEN = re.compile(r"(\d)\.(\d+)E\+17")


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One file as sent, and what is known of its rows.

    Attributes:
        path: Its plain bytes, or the cells that an earlier erasure left.
        is_cells: Which of the two.
        theirs: Rows known to be the person's, as (sheet, row).
        others: Accepted rows of other people: they stay, but for a cell whose text names the person.
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
    numbers, contacts = Tokens([*_documents(subject), *subject.traces]), Tokens(subject.contacts)
    found = set(landed.theirs)
    blanked: dict[tuple[str, int], frozenset[int]] = {}
    for sheet in sheets:
        for n, row in enumerate(sheet.rows, start=1):
            cells = numbers.cells_naming(row)
            if (sheet.name, n) in landed.others:
                blanked |= {(sheet.name, n): cells} if cells else {}
            elif cells or _is_namesake(row, contacts, subject):
                found.add((sheet.name, n))
        if not number_is_shared:
            found |= _by_number(sheet, landed, subject)
    filled = {(s.name, n) for s in sheets for n, row in enumerate(s.rows, start=1) if row}
    names = bool(found & filled or blanked)
    return Leftover(readable=True, body=write_cells(sheets, found, blanked) if names else None)


def bytes_name(body: bytes, subject: Subject) -> bool:
    """Return whether the bytes of a file that cannot be read name a person, in any encoding senders use.

    Only long numbers tell: two characters of a name stand in any compressed file by chance.
    """
    words = [w for w in (*(number for _, number in subject.documents), *subject.traces) if len(w) >= _SURE_WORD_SIGNS]
    return any(word.encode(code) in body for word in words for code in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


def _is_namesake(row: list[str | None], contacts: Tokens, subject: Subject) -> bool:
    """Return whether a row has the person's name beside a contact, or beside what a spreadsheet left of the number."""
    residents = [number for _, number in subject.documents if len(number) == _RESIDENT_SIGNS]
    beside = bool(contacts.cells_naming(row)) or any(_is_rest_of(cell, n) for cell in row if cell for n in residents)
    return beside and any(cell is not None and _name(cell) in subject.names for cell in row)


def _is_rest_of(cell: str, number: str) -> bool:
    """Return whether a cell is the number cut to fifteen digits, or in powers of ten with its last digit rounded."""
    if "E" not in cell.upper() and "000" not in cell:
        return False
    text = visible(cell.removesuffix(NUMERIC)).upper()
    if match := _POWERS_OF_TEN.fullmatch(text):
        digits = (match[1] + match[2]).rstrip("0")
        return number.startswith(digits[:-1])
    return text == f"{number[:15]}000"


def _documents(subject: Subject) -> list[str]:
    numbers = [number for _, number in subject.documents]
    residents = [number for number in numbers if len(number) == _RESIDENT_SIGNS]
    # The identity number of fifteen digits, as old lists have it: no century, no check sign.
    short = [number[:6] + number[8:17] for number in residents]
    # The usual national student number is the identity number behind a letter.
    return [*numbers, *short, *(f"G{number}" for number in residents)]


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
