"""Read delimited text: UTF-8 with or without a mark, or GB18030, and never a replaced character."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipelines.intake.refusal import FileRefused

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MOJIBAKE = ("锟斤拷", "烫烫烫", "ÖÐ", "\ufffd", "å§“", "å\xad¦")
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 30


def read_text_rows(path: Path) -> list[list[str | None]]:
    """Return the rows of a delimited text file; an empty cell is None.

    Raises:
        FileRefused: no encoding fits, or the text was damaged before it was sent.
    """
    text = _decode(path.read_bytes())
    if "\x00" in text:
        raise FileRefused("file_format", "NUL")
    if any(mark in text for mark in _MOJIBAKE):
        raise FileRefused("file_mojibake")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [[cell or None for cell in row] for row in reader]
    except csv.Error as exc:
        raise FileRefused("file_format", "CSV") from exc


def _decode(body: bytes) -> str:
    encodings = ("utf-16",) if body.startswith(_UTF16_MARKS) else _ENCODINGS
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("file_format", "binary")


def _delimiter(text: str) -> str:
    """Return the sign that stands in most lines; cells with many commas do not make a table comma-separated."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), "".join(lines).count(sign)))
