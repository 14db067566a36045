"""A workbook of the old binary kind (.xls), which no library at hand writes: one sheet in one compound file."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from dataclasses import dataclass

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UTF16 = 1200
_PLAIN, _DATE = 0, 1
_DATE_FORMAT = 14
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
ERRORS = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}


@dataclass(frozen=True)
class XlsError:
    """An error in place of a value, by its text."""

    text: str


XlsCell = str | float | bool | dt.date | XlsError | None


@dataclass(frozen=True)
class XlsLook:
    """What of a sheet is merged or hidden, from 0: ranges as (top, left, bottom, right), rows and columns."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden: bool = False
    since_1904: bool = False

    def records(self) -> bytes:
        columns = (_record(0x7D, struct.pack("<HHHHHH", c, c, 2048, 0, 1, 0)) for c in self.hidden_columns)
        rows = (_record(0x0208, struct.pack("<HHHHHHI", r, 0, 64, 255, 0, 0, 0x0120)) for r in self.hidden_rows)
        return b"".join((*columns, *rows))

    def ranges(self) -> bytes:
        if not self.merged:
            return b""
        places = (struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in self.merged)
        return _record(0xE5, struct.pack("<H", len(self.merged)) + b"".join(places))


def xls_bytes(rows: Sequence[Sequence[XlsCell]], *, sheet: str = "Sheet1", look: XlsLook | None = None) -> bytes:
    """Return a workbook with one sheet; texts are text cells, numbers are numbers, days are dates."""
    look = look or XlsLook()
    cells = b"".join(
        _cell(row, column, value, look)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value is not None
    )
    offset = len(_globals(0, sheet, look))
    body = _begin(0x10) + look.records() + cells + look.ranges() + _record(0x0A, b"")
    stream = _globals(offset, sheet, look) + body
    sectors = max(8, -(-len(stream) // _SECTOR))
    return _compound(stream.ljust(sectors * _SECTOR, b"\0"))


def _globals(offset: int, sheet: str, look: XlsLook) -> bytes:
    place = struct.pack("<IBBBB", offset, int(look.hidden), 0, len(sheet), 1) + sheet.encode("utf-16-le")
    epoch = _record(0x22, struct.pack("<H", int(look.since_1904)))
    forms = b"".join(_record(0xE0, struct.pack("<HHH", 0, form, 0) + bytes(14)) for form in (0, _DATE_FORMAT))
    return (
        _begin(5)
        + _record(0x42, struct.pack("<H", _UTF16))
        + epoch
        + _font()
        + forms
        + _record(0x85, place)
        + _record(0x0A, b"")
    )


def _font() -> bytes:
    name = "Arial".encode("utf-16-le")
    return _record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 1) + name)


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: XlsCell, look: XlsLook) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HHHHB", row, column, _PLAIN, len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, text)
    if isinstance(value, bool | XlsError):
        is_error = isinstance(value, XlsError)
        code = ERRORS[value.text] if isinstance(value, XlsError) else int(value)
        return _record(0x0205, struct.pack("<HHHBB", row, column, _PLAIN, code, int(is_error)))
    if isinstance(value, dt.date):
        epoch = _EPOCH_1904 if look.since_1904 else _EPOCH
        return _record(0x0203, struct.pack("<HHHd", row, column, _DATE, (value - epoch).days))
    return _record(0x0203, struct.pack("<HHHd", row, column, _PLAIN, value))


def _record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Lay a stream into a compound file: header, allocation table, directory, then the stream's sectors."""
    count = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, count + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + bytes(4) + b"\xff" * 432
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    return header + table + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
