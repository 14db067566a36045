"""What the cell reader leaves out of an xlsx file: error cells, formulas never calculated, what is hidden, the epoch.

The parts are searched as they are unpacked, piece by piece: a sheet is never held whole. Binary workbooks (.xlsb)
have no such parts; of them only hidden sheets are known.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree as ET

from pipelines.intake.read.controls import may_hold_controls
from pipelines.intake.read.damage import ZIP_DAMAGE
from pipelines.intake.read.limits import max_columns
from pipelines.intake.read.plain_xml import HINTS, is_plain
from pipelines.intake.read.sheet import NOT_CALCULATED
from pipelines.intake.report.refusal import FileRefused

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "sharedstrings.xml"
_PIECE = 1 << 20
_OVERLAP = 1 << 16
_MOST_ERRORS = 1 << 20

_START = re.compile(rb"<(?:\w+:)?(?:c|row)\b")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^<>]*[^/<>])>"
    rb"(?P<formula><(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?\s*"
    rb"(?:<(?:\w+:)?v>(?P<value>[^<]*)</(?:\w+:)?v>|<(?:\w+:)?v\s*/>|(?=</(?:\w+:)?c>))"
)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_FROM_TO = re.compile(rb"""\b(min|max)=["']([0-9]{1,5})["']""")


@dataclass(slots=True)
class Unseen:
    """What of one sheet the cell reader does not say.

    Attributes:
        errors: The error of a cell by its (row, column) from 0.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    filtered: bool = False
    controls: bool = False


@dataclass(slots=True)
class Parts:
    """What of one workbook the cell reader does not say, by sheet name.

    Attributes:
        controls: Whether its text may hold control signs; nobody looked into workbooks of other kinds.
    """

    since_1904: bool = False
    controls: bool = True
    sheets: dict[str, Unseen] = field(default_factory=dict)


def read_parts(path: Path) -> Parts:
    """Search the parts of an xlsx file; nothing is found in a workbook of another kind.

    Raises:
        FileRefused: the file is damaged, or its XML declares entities.
    """
    try:
        if not zipfile.is_zipfile(path):
            return Parts()
        with zipfile.ZipFile(path) as archive:
            return _search(archive) if _WORKBOOK in archive.namelist() else Parts()
    except (*ZIP_DAMAGE, ET.ParseError) as exc:
        raise FileRefused("file_format", "Excel (damaged)") from exc


def _search(archive: zipfile.ZipFile) -> Parts:
    book, relations = _xml(archive, _WORKBOOK), _xml(archive, _RELATIONS)
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    parts = Parts(since_1904=any(e.get("date1904") in ("1", "true") for e in _named(book, "workbookPr")))
    names = set(archive.namelist())
    parts.controls = may_hold_controls(archive.read(_WORKBOOK)) or _text_controls(archive, names)
    for sheet in _named(book, "sheet"):
        ids = [value for key, value in sheet.items() if key.endswith("}id")]
        target = targets.get(ids[0], "") if ids else ""
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names and "chartsheet" not in part:
            with archive.open(part) as file:
                parts.sheets[sheet.get("name", "")] = found = _search_sheet(file)
                parts.controls = parts.controls or found.controls
    return parts


def _text_controls(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Return whether the texts that the sheets share may hold control signs."""
    found = False
    for name in names:
        if PurePosixPath(name).name.lower() == _TEXTS:
            with archive.open(name) as file:
                for piece in _pieces(file):
                    if is_plain(piece):
                        continue
                    _refuse_declarations(piece)
                    found = found or may_hold_controls(piece)
    return found


def _xml(archive: zipfile.ZipFile, part: str) -> ET.Element:
    content = archive.read(part)
    _refuse_declarations(content)
    return ET.fromstring(content)  # noqa: S314 - without declarations there are no entities to expand


def _refuse_declarations(content: bytes) -> None:
    # In an encoding of two bytes a sign the declaration would not be seen; workbooks are in UTF-8.
    if b"<!DOCTYPE" in content or b"\x00" in content:
        raise FileRefused("file_format", "XML entities")


def _named(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _search_sheet(file: IO[bytes]) -> Unseen:
    found = Unseen()
    rows: list[int] = []
    columns: set[int] = set()
    for piece in _pieces(file):
        if is_plain(piece):
            continue
        found.controls = found.controls or may_hold_controls(piece)
        if not any(hint in piece for hint in HINTS):
            continue
        _refuse_declarations(piece)
        _find_errors(piece, found)
        rows += [
            int(place[1]) for m in _ROW.finditer(piece) if _HIDDEN.search(m[1]) and (place := _NUMBER.search(m[1]))
        ]
        columns |= set(_hidden_columns(piece))
        found.filtered = found.filtered or bool(_FILTER.search(piece))
    found.hidden_rows, found.hidden_columns = tuple(rows), tuple(sorted(columns))
    return found


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Cut a part where a cell or row begins, so that none lies in two pieces."""
    rest = b""
    while read := file.read(_PIECE):
        rest += read
        starts = [m.start() for m in _START.finditer(rest, max(0, len(rest) - _OVERLAP))]
        cut = starts[-1] if starts else max(0, len(rest) - _OVERLAP)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _find_errors(piece: bytes, found: Unseen) -> None:
    for cell in _CELL.finditer(piece):
        kind = _TYPE.search(cell["attributes"])
        value = (cell["value"] or b"").strip()
        if kind and kind[1] == b"e":
            error = value.decode("ascii", "ignore") or NOT_CALCULATED
        elif cell["formula"] and not value and not (kind and kind[1] == b"str"):
            error = NOT_CALCULATED
        else:
            continue
        place = _PLACE.search(cell["attributes"])
        if place:
            found.errors[int(place[2]) - 1, _column_number(place[1])] = error
        if not place or len(found.errors) > _MOST_ERRORS:
            raise FileRefused("file_format", "Excel (errors in cells)")


def _hidden_columns(piece: bytes) -> Iterator[int]:
    for column in _COLUMN.finditer(piece):
        reach = {name: int(number) for name, number in _FROM_TO.findall(column[1])}
        if _HIDDEN.search(column[1]) and reach.keys() == {b"min", b"max"}:
            # Sheets that hide all columns after the last one say so up to the end of the sheet.
            yield from range(reach[b"min"] - 1, min(reach[b"max"], max_columns()))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
