"""A workbook of the old binary kind (.xls), which no library at hand writes: one sheet in one compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UTF16 = 1200


def xls_bytes(rows: Sequence[Sequence[str | float | None]], *, sheet: str = "Sheet1") -> bytes:
    """Return a workbook with one sheet; texts are text cells and numbers are numbers."""
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value is not None
    )
    offset = len(_globals(0, sheet))
    stream = _globals(offset, sheet) + _begin(0x10) + cells + _record(0x0A, b"")
    sectors = max(8, -(-len(stream) // _SECTOR))
    return _compound(stream.ljust(sectors * _SECTOR, b"\0"))


def _globals(offset: int, sheet: str) -> bytes:
    place = struct.pack("<IBBBB", offset, 0, 0, len(sheet), 1) + sheet.encode("utf-16-le")
    return _begin(5) + _record(0x42, struct.pack("<H", _UTF16)) + _record(0x85, place) + _record(0x0A, b"")


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


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
