"""What must hold for any bytes: readers answer or refuse, cells settle after one pass, rows are all accounted for."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

from data_contracts.checks.forms import CANONICAL
from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Contract
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.normalise.columns import normalise_cell
from pipelines.intake.read import NUMERIC, read_sheets
from pipelines.intake.report.refusal import FileRefused

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
_ENROLMENT = load_contract("enrolment")
_VACANCY = load_contract("vacancy")
_KINDS = tuple(
    {
        (item.form, item.vocabulary, item.code_list, item.free_text): item
        for contract in load_contracts().values()
        for item in contract.fields.values()
    }.values()
)
"""One field of each kind that a cell is read as."""

_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        b' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        b' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def any_file(data: bytes) -> None:
    """Any bytes as a file: sheets of text cells, or a refusal."""
    _read(data)


def any_sheet(data: bytes) -> None:
    """Any bytes as the sheet of a workbook that is otherwise sound."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as book:
        for name, part in (_PARTS | {_SHEET: data}).items():
            book.writestr(name, part)
    _read(body.getvalue())


def any_cell(data: bytes) -> None:
    """Any text in a cell of any field: no error, and a clean cell stays as it is."""
    text = data.decode("utf-8", "ignore")
    for item in _KINDS:
        for cell in (text, text + NUMERIC):
            clean, _ = normalise_cell(cell, item)
            if clean == "":
                raise AssertionError(f"{item.name}: an empty text is no empty cell")
            if clean is not None and item.form in CANONICAL and re.search(CANONICAL[item.form], clean):
                again, _ = normalise_cell(clean, item)
                if again != clean:
                    raise AssertionError(f"{item.name}: a clean cell changed")


def any_rows(data: bytes) -> None:
    """Any cells under the header of a feed: every row is accepted, refused or a repeat, and the report is JSON."""
    text = data.decode("utf-8", "ignore").replace("\x00", "")
    contract: Contract = _VACANCY if text[:1] == "v" else _ENROLMENT
    header = ",".join(item.title.zh for item in contract.fields.values())
    path = _write(f"{header}\n{text}".encode())
    report, accepted = inspect_file(Inspection(path, contract.feed, "0" * 64, "4199013845", "steward", "2026-10"))
    json.dumps(report.as_json())
    if report.rows_rejected < 0 or accepted.height != report.rows_accepted:
        raise AssertionError("rows are lost or counted twice")


def _read(data: bytes) -> None:
    try:
        sheets = read_sheets(_write(data))
    except FileRefused:
        return
    if not all(cell is None or isinstance(cell, str) for sheet in sheets for row in sheet.rows for cell in row):
        raise AssertionError("a cell is no text")


def _write(data: bytes) -> Path:
    path = _FOLDER / "file"
    path.write_bytes(data)
    return path
