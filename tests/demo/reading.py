"""Read the city's files back as a stranger would: cells as text by sheet and row, columns by header."""

import csv
import hashlib
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from pipelines.demo.layout import columns_of

Grid = list[list[str]]
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class SentFiles:
    """All files of a city and what their columns mean."""

    def __init__(self, folder: Path, deliveries: list[dict[str, Any]]) -> None:
        self.folder = folder
        self.deliveries = deliveries

    @cached_property
    def grids(self) -> dict[tuple[str, str], Grid]:
        found: dict[tuple[str, str], Grid] = {}
        for delivery in self.deliveries:
            path = self.folder / delivery["file"]
            if path.suffix == ".xlsx":
                book = load_workbook(path)
                for sheet in book.worksheets:
                    found[delivery["file"], sheet.title] = [
                        ["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)
                    ]
            elif path.suffix == ".csv":
                found[delivery["file"], ""] = list(csv.reader(io.StringIO(text_of(path))))
        return found

    def header_row(self, file: str, sheet: str, feed: str) -> int:
        """Return the index of the row with most known headers."""
        names = {name for column in columns_of(feed) for name in column.names}
        rows = self.grids[file, sheet][:5]
        return max(range(len(rows)), key=lambda n: sum(bare(cell) in names for cell in rows[n]))

    def cell(self, file: str, sheet: str, row: int, feed: str, column: str) -> str:
        """Return the cell of a field in a sheet's own row number; empty when the sheet has no such column."""
        grid = self.grids[file, sheet]
        headers = [bare(h) for h in grid[self.header_row(file, sheet, feed)]]
        names = next(c.names for c in columns_of(feed) if c.field == column)
        places = [n for n, h in enumerate(headers) if h in names]
        return grid[row - 1][places[0]] if places else ""

    def values(self, feed: str, column: str) -> Iterator[tuple[str, str, int, str]]:
        """Return every cell of a field with where it stands."""
        for delivery in self.deliveries:
            for file, sheet in self.grids:
                if file == delivery["file"] and delivery["feed"] == feed:
                    first = self.header_row(file, sheet, feed) + 2
                    for row in range(first, len(self.grids[file, sheet]) + 1):
                        yield file, sheet, row, self.cell(file, sheet, row, feed, column)


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")


def bare(header: str) -> str:
    return header.replace(" ", "").replace("*", "").replace("(必填)", "")


def plain(cell: str) -> str:
    return cell.strip().strip("'\t").translate(_FULL_WIDTH)


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
