"""Tell what a file really is from its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path
from typing import Literal

from pipelines.intake.refusal import FileRefused

Format = Literal["workbook", "text"]

_HEAD_BYTES = 8192
_MAX_UNPACKED = 2 << 30
_MAX_RATIO = 200
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)


def sniff(path: Path) -> Format:
    """Return which reader a file needs.

    Raises:
        FileRefused: empty, encrypted, or of a format that is not a table.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise FileRefused("file_empty")
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_kind(path)
    for magic, name in _OTHER_FORMATS:
        if head.startswith(magic):
            raise FileRefused("file_format", name)
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
        raise FileRefused("file_format", "HTML/XML")
    return "text"


def _zip_kind(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as exc:
        raise FileRefused("file_format", "zip (damaged)") from exc
    names = {entry.filename for entry in entries}
    if "xl/vbaProject.bin" in names:
        raise FileRefused("file_format", "xlsm (macros)")
    if not any(name.startswith("xl/") for name in names):
        raise FileRefused("file_format", "Word" if any(n.startswith("word/") for n in names) else "zip")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(path.stat().st_size, 1 << 20):
        raise FileRefused("processing_limit", f"{unpacked >> 20} MiB")
    return "workbook"


def _compound_kind(path: Path) -> Format:
    body = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise FileRefused("file_encrypted")
    if "WordDocument".encode("utf-16-le") in body:
        raise FileRefused("file_format", "Word")
    return "workbook"
