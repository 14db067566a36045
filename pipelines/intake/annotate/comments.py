"""What a cell's comment says, and on which cell of a merged range it stands. Colours belong in `sender_sheet`."""

from __future__ import annotations

from pipelines.intake.annotate.marks import Marks
from pipelines.intake.layout.text_width import wide
from pipelines.intake.report.findings import Finding

_LONGEST_COMMENT = 30_000
_WIDTH, _LINE_HEIGHT, _LINE_WIDTH = 380, 17, 52

Cell = tuple[int, int]


def comment(findings: list[Finding]) -> tuple[str, dict[str, object]]:
    """Return a cell's comment and its looks; rows are named where the findings are of several."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for f in findings:
        said = f.rule, f"{f.message.zh}\n→ {f.hint.zh}", f"{f.message.en}\n→ {f.hint.en}"
        rows.setdefault(said, []).append(f.row)
    several = len({f.row for f in findings}) > 1
    parts = [f"{rule}{_rows(of) if several else ''}\n{zh}\n{en}" for (rule, zh, en), of in rows.items()]
    text = "\n\n".join(parts)[:_LONGEST_COMMENT]
    lines = sum(1 + wide(line) // _LINE_WIDTH for line in text.splitlines())
    return text, {"width": _WIDTH, "height": (lines + 1) * _LINE_HEIGHT, "author": "", "font_size": 9}


def gathered_cells(marks: Marks, merges: list[list[int]]) -> dict[Cell, list[Cell]]:
    """Return the faulty cells of each merged range by its first cell, the only one that a spreadsheet shows.

    Args:
        marks: The sheet's faulty cells.
        merges: Its merged ranges as first row, first column, last row, last column.
    """
    gathered: dict[Cell, list[Cell]] = {}
    for top, first, bottom, last in merges:
        covered = ((row, column) for row in range(top, bottom + 1) for column in range(first, last + 1))
        faulty = [cell for cell in covered if cell in marks.cells]
        if faulty:
            gathered[top, first] = faulty
    return gathered


def _rows(rows: list[int]) -> str:
    numbers = [str(row) for row in dict.fromkeys(rows)]
    return f" 第{'、'.join(numbers)}行 row {', '.join(numbers)}"
