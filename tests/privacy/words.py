"""Everything that names people in a data folder: what is sealed in the vault, and what the files as sent say besides.

A refused row goes to no vault, so files as sent are read too: every cell that looks like an identity number, a phone
or an e-mail address, and every cell under a heading that means a name.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from data_contracts.loader import load_contracts
from pipelines.intake.normalise.signs import narrow
from pipelines.intake.read import read_sheets
from pipelines.intake.report.refusal import FileRefused
from pipelines.store.landing import OriginalErased, read_landed
from pipelines.store.platform import Platform
from pipelines.store.vault import open_cells, row_place

NUMBERS = (
    "id_number", "mentor_id_number", "apprentice_id_number", "national_student_no", "certificate_no",
    "prior_certificate_no", "phone", "email",
)  # fmt: skip
NAMES = ("name", "mentor_name", "apprentice_name")
_SHORTEST = {"number": 8, "name": 2}
_LOOKS_LIKE = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])|[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
_A_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")

Words = dict[str, str]
"""`number` or `name` by the word."""


def words_of(platform: Platform) -> Words:
    """Return all that names anybody whom the data folder has ever heard of."""
    found: Words = {}
    for kind, text in (*_sealed(platform), *_as_sent(platform)):
        if len(text) >= _SHORTEST[kind]:
            found.setdefault(text, kind)
    return found


def _sealed(platform: Platform) -> Iterator[tuple[str, str]]:
    with sqlite3.connect(platform.paths.vault_file) as vault:
        rows = vault.execute("select sealed, feed, delivery_no, sheet, row_no, role from vault_record").fetchall()
    for sealed, *place in rows:
        for name, value in open_cells(platform.keys, sealed, row_place(*place)).items():
            if name in NUMBERS or name in NAMES:
                yield ("number" if name in NUMBERS else "name"), value


def _as_sent(platform: Platform) -> Iterator[tuple[str, str]]:
    for sha256 in {delivery.file_sha256 for delivery in platform.ledger.deliveries.all()}:
        yield from in_a_file(platform, sha256)


def in_a_file(platform: Platform, sha256: str) -> Iterator[tuple[str, str]]:
    """Yield what names people in one file as sent."""
    try:
        body = read_landed(platform.paths, platform.keys, sha256)
    except (OriginalErased, FileNotFoundError):
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "landed"
        plain.write_bytes(body)
        try:
            sheets = read_sheets(plain)
        except FileRefused:
            return
    for sheet in sheets:
        columns: set[int] = set()
        for row in sheet.rows:
            cells = [narrow(cell).strip() if cell else "" for cell in row]
            for at, cell in enumerate(cells):
                yield from (("number", found) for found in _LOOKS_LIKE.findall(cell))
                if at in columns and cell not in _headings() and _A_NAME.fullmatch(cell):
                    yield "name", cell
            # Only the first head of a sheet counts: in a row of a table the word for an apprentice may be a level.
            columns = columns or {at for at, cell in enumerate(cells) if cell in _headings()}


@cache
def _headings() -> frozenset[str]:
    """Every heading that stands over names of people."""
    fields = [f for c in load_contracts().values() for f in c.vault_fields if f.name in NAMES]
    return frozenset(h for f in fields for h in (f.name, f.title.zh, f.title.en, *f.synonyms))
