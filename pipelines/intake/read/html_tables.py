"""Read the tables of a web page: office systems export them under the ending .xls."""

from __future__ import annotations

from html.parser import HTMLParser

from pipelines.intake.read.limits import max_columns
from pipelines.intake.read.sheet import Range, Rows
from pipelines.intake.report.refusal import FileRefused


def read_html_tables(text: str) -> list[tuple[str, Rows, list[Range]]]:
    """Return each table's name (its place), rows of text cells and spanned ranges.

    Raises:
        FileRefused: the page has no table.
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = [table for table in parser.tables if table.rows]
    if not tables:
        raise FileRefused("file_format", "HTML/XML")
    several = len(tables) > 1
    return [(f"table {n}" if several else "", t.rows, t.merged) for n, t in enumerate(tables, start=1)]


class _Table:
    """One table while it is read; a spanned place holds None and is skipped by the cells after it.

    Only the last row that a span reaches is kept per column: a page cannot claim a place for every cell.
    """

    def __init__(self) -> None:
        self.rows: Rows = []
        self.merged: list[Range] = []
        self._spanned_to: dict[int, int] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append([])

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self._text = []
        self._span = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def add(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        if self._text is None:
            return
        top, row = len(self.rows) - 1, self.rows[-1]
        while self._spanned_to.get(len(row), -1) >= top:
            row.append(None)
        left, (down, right) = len(row), self._span
        if left + right > max_columns():
            # No sheet is wider; a span that says so is an attack or an accident.
            raise FileRefused("processing_limit", f"{max_columns()}")
        row.append("".join(self._text).strip() or None)
        row.extend([None] * (right - 1))
        if self._span != (1, 1):
            self.merged.append(((top, left), (top + down - 1, left + right - 1)))
            self._spanned_to |= dict.fromkeys(range(left, left + right), top + down - 1)
        self._text = None


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].begin_row()
        elif tag in ("td", "th"):
            self._open[-1].begin_cell(dict(attrs))
        elif tag == "br":
            self._open[-1].add("\n")

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif tag == "table":
            self._open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].add(data)


def _span(text: str | None) -> int:
    """Return how far a cell reaches; what is no sensible number reaches no further than itself."""
    number = int(text) if text and text.isdecimal() and len(text) <= 4 else 1
    return max(1, number)
