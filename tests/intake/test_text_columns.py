"""The columns of a delimited text agree cell by cell with the csv library, which stays the measure of all."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.intake.read.grid import Grid
from pipelines.intake.read.text_columns import read_columns

Rows = list[list[str | None]]

SIGNS = st.sampled_from(["a", "中", "1.50", "null", " ", "\t", "\ufeff", "\u2028", "\x85", "\\", "#", "'", ""])
CELLS = st.lists(SIGNS, max_size=3).map("".join)
ENDS = st.sampled_from(["\n", "\r\n"])
PIECES = st.one_of(SIGNS, st.sampled_from([",", ",", "\n", "\n", "\r\n", '"', '""', "\r"]))


def read_by_library(text: str) -> tuple[Rows, int]:
    reader = csv.reader(io.StringIO(text, newline=""))
    return [[cell or None for cell in row] for row in reader], reader.line_num


def agree(text: str) -> bool:
    """Hold the columns against the library and say whether there were columns."""
    read = read_columns(text, ",")
    if read is None:
        return False
    grid, lines = read
    rows, count = read_by_library(text)
    assert (list(grid), len(grid), lines) == (rows, len(rows), count)
    assert [grid[place] for place in range(len(rows))] == rows
    assert grid[-1:] == rows[-1:]
    return True


@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(bool))
@example('a,"b\n\nc",d\n"')
@example('"a\r\n')
@example("\n\na\n")
@example("\r\n")
def test_any_text_has_the_cells_that_the_csv_library_finds(text: str) -> None:
    agree(text)


@given(st.lists(PIECES.filter(lambda sign: sign != "\r"), min_size=1, max_size=40).map("".join).filter(bool))
@example('x,"1\r\n2",y\r\n\r\nz\r\n')
def test_quoted_records_among_plain_lines_have_the_cells_that_the_csv_library_finds(text: str) -> None:
    plain = "a,b\n" * (5 * text.count("\n") + 5)
    assert agree(plain + text)
    assert agree(text + "\n" + plain) or text.count('"') % 2


@given(st.data(), st.integers(2, 5), st.integers(1, 6), ENDS)
def test_an_even_table_is_read_as_columns(data: st.DataObject, width: int, height: int, end: str) -> None:
    rows = [data.draw(st.lists(CELLS, min_size=width, max_size=width)) for _ in range(height)]
    last = data.draw(st.sampled_from([end, ""]))
    assert agree(end.join(",".join(row) for row in rows) + last)


def test_a_single_wide_line_is_left_to_the_csv_library() -> None:
    """As columns it would claim sixteen thousand places for each of the other lines."""
    assert read_columns("," * 16_000 + "\n" + "a\n" * 5_000, ",") is None
    assert read_columns("," * 20_000 + "\n", ",") is None


def test_rows_of_a_grid_are_lists_however_they_are_asked_for() -> None:
    text = "".join(f"{n},{n}a\n" for n in range(200)) + "end\n"
    read = read_columns(text, ",")
    assert read is not None
    grid = read[0]
    assert (grid[0], grid[150], grid[-1]) == (["0", "0a"], ["150", "150a"], ["end"])
    part = grid[198:]
    assert isinstance(part, Grid)
    assert list(part) == [["198", "198a"], ["199", "199a"], ["end"]]
