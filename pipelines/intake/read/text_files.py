"""Read delimited text: UTF-8 with or without a mark, or GB18030, and never a replaced character."""

from __future__ import annotations

import csv
import io

from pipelines.intake.read.controls import holds_controls, without_controls
from pipelines.intake.read.grid import Grid
from pipelines.intake.read.sheet import Rows
from pipelines.intake.read.text_columns import read_columns
from pipelines.intake.report.refusal import FileRefused

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MOJIBAKE = ("锟斤拷", "烫烫烫", "ÖÐ", "\ufffd", "å§“", "å\xad¦")
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 30
_SAMPLE_SIGNS = 1 << 14
_QUOTE = '"'
_LIBRARY_LIMIT = 1 << 17


def decode(body: bytes) -> tuple[str, str]:
    """Return a text file's text and the encoding that fits it.

    Raises:
        FileRefused: no encoding fits, or the text was damaged before it was sent.
    """
    encodings = ("utf-16",) if body.startswith(_UTF16_MARKS) else _ENCODINGS
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(mark in text for mark in _MOJIBAKE):
            raise FileRefused("file_mojibake")
        # What came as UTF-8 need not be made so again to be searched.
        if not holds_controls(body if encoding == "utf-8-sig" else text.encode()):
            return text, encoding
        if "\x00" in text:
            raise FileRefused("file_format", "NUL")
        return without_controls(text), encoding
    raise FileRefused("file_format", "binary")


def read_delimited(text: str) -> Rows | Grid:
    """Return the rows of a delimited text; an empty cell is None.

    Raises:
        FileRefused: the text is no table.
    """
    # How long a cell may be is the platform's limit, told per row, and not the library's.
    csv.field_size_limit(max(len(text), _LIBRARY_LIMIT))
    delimiter = _delimiter(text)
    try:
        if (read := read_columns(text, delimiter)) is not None:
            grid, lines = read
            _refuse_open_quote(text, grid, lines)
            return grid
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[cell or None for cell in row] for row in reader]
    except csv.Error as exc:
        raise FileRefused("file_format", "CSV") from exc
    _refuse_open_quote(text, rows, reader.line_num)
    return rows


def _refuse_open_quote(text: str, rows: Rows | Grid, lines: int) -> None:
    """Refuse a text whose last rows have run into one cell: it ends within a quotation."""
    end = rows[-1] if rows else None
    last = end[-1] if end else None
    if last and len(last.splitlines()) > 1 and text.count(_QUOTE) % 2:
        raise FileRefused("quote_not_closed", str(lines - len(last.splitlines()) + 1))


def _delimiter(text: str) -> str:
    """Return the sign that stands in most lines; cells with many commas do not make a table comma-separated."""
    lines = _first_lines(text)
    return max(_DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), "".join(lines).count(sign)))


def _first_lines(text: str) -> list[str]:
    size = _SAMPLE_SIGNS
    while len(lines := text[:size].splitlines()) <= _SAMPLE_LINES and size < len(text):
        size *= 2
    return lines[:_SAMPLE_LINES]
