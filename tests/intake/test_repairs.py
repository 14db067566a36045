"""Repairs are held as columns and behave like the list that they are."""

import io
import json
import pickle
from contextlib import redirect_stdout
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.options import print_json
from pipelines.intake.report.causes import report_as_json
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.repair import Repair, Repairs
from pipelines.intake.report.repair_file import read_repairs, write_repairs
from pipelines.intake.report.report import CheckReport
from pipelines.store.paths import DataPaths

TEXTS = st.text(st.sampled_from('a中"\\\n\t\x1c\u2028 '), max_size=4)
MADE = st.lists(st.builds(Repair, TEXTS, st.integers(0, 9), TEXTS, TEXTS), max_size=6)


def printed(value: object) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        print_json(value)
    return out.getvalue()


@given(MADE, MADE, MADE)
def test_repairs_add_up_like_lists(first: list[Repair], second: list[Repair], third: list[Repair]) -> None:
    made = Repairs(first) + second + Repairs(third)
    whole = first + second + third
    assert list(made) == whole
    assert made == whole
    assert (len(made), bool(made)) == (len(whole), bool(whole))
    assert list(made[1:3]) == whole[1:3]
    assert [made[place] for place in range(len(whole))] == whole
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - it was made a moment ago
    assert [*first, Repair("x", 1, "", "y")] != made


def test_rows_of_a_frame_become_repairs_of_one_column() -> None:
    rows = pl.DataFrame({"sheet": ["a", "b"], "row_no": [3, 4], "done": ["one", "two"]})
    assert Repairs.at(rows, "tier", "default") == [Repair("a", 3, "tier", "default"), Repair("b", 4, "tier", "default")]
    assert Repairs.at(rows, "tier", pl.col("done")) == [Repair("a", 3, "tier", "one"), Repair("b", 4, "tier", "two")]


def test_repairs_are_counted_the_most_frequent_first() -> None:
    made = Repairs(Repair("", row, "", name) for row, name in enumerate(["b", "a", "c", "a", "c"]))
    assert made.counts() == [("a", 2), ("c", 2), ("b", 1)]


def test_repairs_are_kept_as_they_were_made(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    made = Repairs([Repair("名册", 2, "tier", "default"), Repair("名册", 1, "", "blank")])
    target = paths.raw_file("_repair", 7)
    target.parent.mkdir(parents=True)
    write_repairs(target, made)
    assert read_repairs(paths, 7) == made
    assert read_repairs(paths, 8) == []


@given(MADE)
def test_a_report_is_printed_the_same_from_its_lines_as_from_its_lists(made: list[Repair]) -> None:
    found = [file_finding("column_unknown", value='第"二\\列', sheet=r.sheet, row=r.row, quote=True) for r in made]
    report = CheckReport("enrolment", "0" * 64, "1.0.0", 9, 5, [*found, file_finding("file_empty")], Repairs(made))
    lists, lines = report_as_json(report), report_as_json(report, lines=True)
    assert printed(lines) == printed(lists)
    # Within another object lists lie on one line where they lie deeper than a report's own.
    assert printed({"a": {"b": lines}}) == printed({"a": {"b": lists}})
    assert json.loads(printed(lines)) == lists
