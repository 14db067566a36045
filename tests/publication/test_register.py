"""Two editions side by side: what a reader can tell of the people whose records changed between them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog

from pipelines.publication.disclosure.equations import MEASURES, equations_of, nodes_of
from pipelines.publication.disclosure.metrics import (
    CUTOFF,
    DIMENSIONS,
    IDENTITIES,
    METRIC_KEY,
    hidden_counts,
    masked,
)
from pipelines.publication.disclosure.register import standing
from tests.publication.metric_cells import PARTS, RULES, flagged, people_of

BREAKDOWN = ["college_code", "major_class"]
COLUMNS = [*METRIC_KEY, *MEASURES, "value", "status", "as_of"]


def edition(people: pl.DataFrame, day: int, published: pl.DataFrame | None = None) -> pl.DataFrame:
    """What is published of these people on a day of October, after what was published before."""
    cells = flagged(people, BREAKDOWN).with_columns(
        (pl.col("numerator") / pl.col("denominator")).round(6).alias("value"),
        pl.lit("ok").alias("status"),
        pl.lit(day).alias("as_of"),
    )
    nodes = nodes_of(cells, DIMENSIONS, CUTOFF)
    equations = equations_of(nodes, DIMENSIONS, CUTOFF, IDENTITIES)
    rows = masked(cells, hidden_counts(cells, nodes, equations, RULES)).select("cell", *COLUMNS)
    if published is not None:
        rows = standing(rows, published, nodes, equations, key=METRIC_KEY, smallest=RULES.min_denominator)
    return rows.select(COLUMNS)


def moved(people: pl.DataFrame, college: str, count: int) -> pl.DataFrame:
    """The same people, of whom some of a college who were seeking work have signed a contract since."""
    seeking = pl.col("seeking_rate.numerator") == 1
    contract = pl.col("contract_rate.numerator") == 1
    of_college = pl.col("college_code") == college
    sources = people.with_row_index("kind").filter(seeking & of_college & (pl.col("people") >= count))["kind"]
    targets = people.with_row_index("kind").filter(contract & of_college)["kind"]
    assert len(sources), "nobody to move"
    change = pl.when(pl.col("kind") == sources[0]).then(-count).when(pl.col("kind") == targets[0]).then(count)
    return people.with_row_index("kind").with_columns(pl.col("people") + change.otherwise(0)).drop("kind")


def differences(before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    both = after.join(before, on=METRIC_KEY, suffix="_before", nulls_equal=True)
    return pl.concat([(both[m] - both[f"{m}_before"]).abs().drop_nulls() for m in MEASURES])


@pytest.mark.parametrize("count", [1, 3])
def test_what_became_of_a_few_people_is_in_no_difference_of_two_editions(count: int) -> None:
    people = people_of(seed=7, scale=12)
    first = edition(people, 1)
    second = edition(moved(people, "a", count), 2, first)
    assert differences(first, second).is_between(1, RULES.min_denominator - 1).sum() == 0
    alone = edition(moved(people, "a", count), 2)
    assert differences(first, alone).is_between(1, RULES.min_denominator - 1).sum() > 0, "the attack works unprotected"


def test_a_figure_that_stands_says_since_when() -> None:
    people = people_of(seed=7, scale=12)
    first = edition(people, 1)
    second = edition(moved(people, "a", 2), 2, first)
    city = second.filter((pl.col("metric_id") == "destination_rate") & (pl.col("college_code") == "*"))
    assert set(city["as_of"]) == {1}


def test_small_changes_are_shown_when_they_have_become_large_enough() -> None:
    people = people_of(seed=7, scale=12)
    published, changed = edition(people, 1), people
    for day in range(2, 9):
        changed = moved(changed, "a", 3)
        published = edition(changed, day, published)
    whole = (pl.col("metric_id") == "contract_rate") & (pl.col("college_code") == "*") & (pl.col("major_class") == "*")
    now, then = (table.filter(whole)["numerator"].item() for table in (published, edition(people, 1)))
    assert now - then >= RULES.min_denominator


@pytest.mark.parametrize("small", [1, 4])
def test_a_linear_programme_over_two_editions_cannot_tell_that_a_cell_changed_by_few(small: int) -> None:
    people = people_of(seed=11, scale=12)
    changed = moved(moved(people, "a", 25), "b", small)
    first = edition(people, 1)
    second = edition(changed, 2, first)
    assert (differences(first, second) >= RULES.min_denominator).any(), "a large change is shown"
    told = []
    for row in _quiet(first, second, people, changed):
        low, high = _range_of_change(first, second, row)
        if low > 0 or high < 0:
            told.append((row, low, high))
    assert told == []


def _counts(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """The contract numerators of both editions by cell, with what is known of their change."""
    both = second.join(first, on=METRIC_KEY, suffix="_before", nulls_equal=True)
    rows = both.filter(pl.col("metric_id").is_in(list(PARTS)))
    return rows.select("metric_id", *BREAKDOWN, (pl.col("numerator") - pl.col("numerator_before")).alias("shown"))


def _quiet(
    first: pl.DataFrame, second: pl.DataFrame, people: pl.DataFrame, changed: pl.DataFrame
) -> list[tuple[str, str, str]]:
    """Cells whose true count changed by few and whose published one did not."""
    truth = {}
    for grouping in (
        flagged(changed, BREAKDOWN)
        .join(flagged(people, BREAKDOWN), on=METRIC_KEY, nulls_equal=True)
        .iter_rows(named=True)
    ):
        key = (grouping["metric_id"], grouping["college_code"], grouping["major_class"])
        truth[key] = grouping["numerator"] - grouping["numerator_right"]
    shown = {row[:3]: row[3] for row in _counts(first, second).iter_rows()}
    return [
        key
        for key, change in truth.items()
        if key in shown and shown[key] == 0 and 0 < abs(change) < RULES.min_denominator
    ]


def _range_of_change(first: pl.DataFrame, second: pl.DataFrame, target: tuple[str, str, str]) -> tuple[float, float]:
    """How much a cell may have changed, for a reader who knows the rule and both editions."""
    cells = list(_counts(first, second).iter_rows())
    places = sorted({(c, m) for _, c, m, _ in cells if "*" not in (c, m)})
    atoms = {(metric, *place): n for n, (metric, place) in enumerate((x, p) for x in PARTS for p in places)}
    few = RULES.min_denominator - 1
    rows, limits = [], []
    for metric, college, major, shown in cells:
        line = np.zeros(len(atoms))
        for (name, c, m), n in atoms.items():
            line[n] = name == metric and college in ("*", c) and major in ("*", m)
        if shown is None:
            continue
        low, high = (-few, few) if shown == 0 else (shown, shown)
        rows += [line, -line]
        limits += [high, -low]
    weights = np.zeros(len(atoms))
    for (name, c, m), n in atoms.items():
        weights[n] = name == target[0] and target[1] in ("*", c) and target[2] in ("*", m)
    ends = [
        sign * linprog(sign * weights, A_ub=np.array(rows), b_ub=limits, bounds=(-1000, 1000), method="highs").fun
        for sign in (1, -1)
    ]
    return ends[0], ends[1]
