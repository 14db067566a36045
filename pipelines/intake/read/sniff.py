"""Tell what a file really is from its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import zipfile
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Literal

from data_contracts.thresholds import limit
from pipelines.intake.read.damage import ZIP_DAMAGE
from pipelines.intake.report.refusal import FileRefused

Format = Literal["workbook", "old_workbook", "archive", "html", "text"]

_HEAD_BYTES = 8192
_MACROS = "vbaproject.bin"
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)

_OTHER_ZIPS = (("word/", "Word"), ("ppt/", "PowerPoint"), ("META-INF/manifest.xml", "OpenDocument"))


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
    return _markup_kind(head) or "text"


def _markup_kind(head: bytes) -> Format | None:
    """Return `html` for a web page; None for text that is no markup."""
    start = head.removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[2:].replace(b"\x00", b"")
    start = start.lstrip().lower()
    if start[:1] != b"<":
        return None
    if not any(sign in start for sign in (b"<html", b"<table", b"<!doctype html")):
        raise FileRefused("file_format", "HTML/XML")
    return "html"


def _grown(path: Path) -> Decimal:
    """Return how large a file may become; of small files a mebibyte is taken, because their headers weigh more."""
    return limit("max_zip_ratio") * max(path.stat().st_size, 1 << 20)


def _zip_kind(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except ZIP_DAMAGE as exc:
        raise FileRefused("file_format", "zip (damaged)") from exc
    names = {entry.filename for entry in entries}
    most = int(limit("max_zip_entries"))
    if len(entries) > most:
        raise FileRefused("processing_limit", f"zip: {len(entries)} > {most}")
    if any(PurePosixPath(name).name.lower() == _MACROS for name in names):
        raise FileRefused("file_format", "xlsm (macros)")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limit("max_unpacked_mebibytes") * (1 << 20) or unpacked > _grown(path):
        raise FileRefused("processing_limit", f"{unpacked >> 20} MiB")
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    foreign = next((said for start, said in _OTHER_ZIPS if any(name.startswith(start) for name in names)), None)
    if foreign:
        raise FileRefused("file_format", foreign)
    return "archive"


def _compound_kind(path: Path) -> Format:
    body = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise FileRefused("file_encrypted")
    if "WordDocument".encode("utf-16-le") in body:
        raise FileRefused("file_format", "Word")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in body:
        raise FileRefused("file_format", "xls (macros)")
    return "old_workbook"
