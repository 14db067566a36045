"""Disclosure control of published tables: rows of a few, small counts, sums, pay, worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from data_contracts.model import Text
from data_contracts.products import Compared, Pay, Product, Sum
from pipelines.publication.disclosure.rules import DisclosureRules
from pipelines.publication.disclosure.tables import shown_rows

RULES = DisclosureRules(
    min_denominator=10,
    hidden_sum_min_people=20,
    k_anonymity=10,
    pay_min_people=10,
    pay_min_employers=3,
    pay_max_employer_share=Decimal("0.8"),
)
Row = dict[str, object]


def product(**said: object) -> Product:
    text = Text("x", "某")
    columns = dict.fromkeys(("region", "staff", "skilled", "others", "value", "status"), "bigint")
    return Product("mart_small", "1.0.0", text, text, "official", ("region",), columns, **said)  # type: ignore[arg-type]  # any attribute


def shown(rows: list[Row], **said: object) -> list[Row]:
    """Return what is shown of rows; columns that a row does not name are unknown."""
    counts = dict.fromkeys(("staff", "skilled", "others"), pl.Int64())
    schema = pl.Schema(
        {"region": pl.String(), "kind": pl.String(), **counts, "value": pl.Decimal(18, 6), "status": pl.String()}
    )
    table = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    return shown_rows(table, product(**said), RULES).to_dicts()


STAFFED: dict[str, object] = {"people": "staff", "counts": ("skilled",), "figures": {"value": ("skilled",)}}


def test_a_row_about_nine_people_shows_no_count_and_no_figure() -> None:
    (row,) = shown([{"region": "a", "staff": 9, "skilled": 0, "value": Decimal(0), "status": "ok"}], **STAFFED)
    assert (row["staff"], row["skilled"], row["value"], row["status"]) == (None, None, None, "suppressed")
    assert row["region"] == "a"


def test_a_row_about_ten_people_shows_all() -> None:
    row = {"region": "a", "staff": 10, "skilled": 10, "value": Decimal(1), "status": "ok"}
    assert shown([row], **STAFFED) == [{**row, "kind": None, "others": None}]


def test_a_small_count_goes_with_its_figure_and_leaves_the_people() -> None:
    (row,) = shown([{"region": "a", "staff": 100, "skilled": 9, "value": Decimal("0.09"), "status": "ok"}], **STAFFED)
    assert (row["staff"], row["skilled"], row["value"], row["status"]) == (100, None, None, "suppressed")


def test_a_figure_made_from_other_counts_stays() -> None:
    figures = {"value": ("others",)}
    (row,) = shown(
        [{"region": "a", "staff": 100, "skilled": 9, "others": 50, "value": Decimal("0.5"), "status": "ok"}],
        people="staff",
        counts=("skilled", "others"),
        figures=figures,
    )
    assert (row["skilled"], row["others"], row["value"], row["status"]) == (None, 50, Decimal("0.5"), "suppressed")


def test_a_true_zero_is_shown() -> None:
    (row,) = shown([{"region": "a", "staff": 100, "skilled": 0, "value": Decimal(0), "status": "ok"}], **STAFFED)
    assert (row["skilled"], row["value"], row["status"]) == (0, Decimal(0), "ok")


def test_a_count_that_nobody_knows_hides_nothing() -> None:
    (row,) = shown([{"region": "a", "staff": 100, "status": "not_available"}], **STAFFED)
    assert (row["staff"], row["skilled"], row["status"]) == (100, None, "not_available")
    (row,) = shown([{"region": "a", "skilled": 40, "value": Decimal("0.4"), "status": "ok"}], **STAFFED)
    assert (row["skilled"], row["value"], row["status"]) == (40, Decimal("0.4"), "ok")


def test_the_status_of_a_table_without_figures_is_none_of_our_business() -> None:
    (row,) = shown([{"region": "a", "skilled": 3, "status": "open"}], counts=("skilled",))
    assert (row["skilled"], row["status"]) == (None, "open")


def test_what_is_withheld_is_never_shown_and_says_nothing_about_the_row() -> None:
    row = {"region": "a", "staff": 100, "skilled": 50, "others": 50, "value": Decimal("0.5"), "status": "ok"}
    (shown_row,) = shown([row], **STAFFED, withheld=("others",))
    assert (shown_row["others"], shown_row["value"], shown_row["status"]) == (None, Decimal("0.5"), "ok")


def test_the_second_part_of_a_sum_goes_with_the_first() -> None:
    (row,) = shown(
        [{"region": "a", "staff": 40, "skilled": 4, "others": 36, "status": "ok"}],
        people="staff",
        counts=("skilled", "others"),
        figures={"value": ("skilled",)},
        sums=(Sum("staff", ("skilled", "others")),),
    )
    assert (row["staff"], row["skilled"], row["others"]) == (40, None, None)


def test_the_same_count_under_another_name_goes_too() -> None:
    rows: list[Row] = [
        {"region": "a", "staff": 40, "skilled": 4, "others": 36, "value": Decimal(36)},
        {"region": "b", "staff": 90, "skilled": 45, "others": 45, "value": Decimal(45)},
    ]
    said = shown(
        rows,
        people="staff",
        counts=("skilled", "others", "value"),
        sums=(Sum("staff", ("skilled", "others")),),
    )
    assert [(row["skilled"], row["others"], row["value"]) for row in said] == [
        (None, None, None),
        (45, 45, Decimal(45)),
    ]


def test_a_small_row_is_not_what_is_left_of_the_row_for_all() -> None:
    rows: list[Row] = [
        {"region": "*", "staff": 107, "skilled": 0},
        {"region": "a", "staff": 7, "skilled": 0},
        {"region": "b", "staff": 40, "skilled": 0},
        {"region": "c", "staff": 60, "skilled": 0},
    ]
    said = shown(rows, people="staff", counts=("skilled",))
    assert [row["staff"] for row in said] == [107, None, None, 60]


def test_a_small_group_is_not_what_is_left_of_another_way_to_break_all_down() -> None:
    rows: list[Row] = [
        {"region": "*", "kind": "all", "staff": 50},
        {"region": "a", "kind": "form", "staff": 8},
        {"region": "b", "kind": "form", "staff": 42},
        {"region": "c", "kind": "age", "staff": 20},
        {"region": "d", "kind": "age", "staff": 30},
    ]
    text = Text("x", "某")
    columns = dict.fromkeys(("region", "kind", "staff"), "bigint")
    wide = Product(
        "m", "1", text, text, "official", ("kind", "region"), columns, people="staff", overall={"kind": "all"}
    )
    said = shown_rows(pl.DataFrame(rows), wide, RULES)
    assert said["staff"].to_list() == [50, None, None, 20, 30]


@pytest.mark.parametrize(
    ("staff", "employers", "largest", "pay"),
    [
        (10, 3, 8, 5000),
        (9, 3, 4, None),
        (10, 2, 5, None),
        (100, 3, 81, None),
        (100, 3, 80, 5000),
        (100, None, 20, None),
        (100, 3, None, None),
    ],
)
def test_pay_needs_ten_people_three_employers_and_none_above_four_fifths(
    staff: int, employers: int | None, largest: int | None, pay: int | None
) -> None:
    row: Row = {"region": "a", "staff": staff, "skilled": employers, "others": largest, "value": 5000, "status": "ok"}
    (said,) = shown([row], people="staff", pay=Pay("staff", "skilled", "others", ("value",)), withheld=("others",))
    assert said["value"] == pay
    assert said["status"] == ("ok" if pay else "suppressed")
    assert said["others"] is None


def test_order_columns_and_types_stay() -> None:
    table = pl.DataFrame(
        {"region": ["b", "a"], "staff": [3, 30], "value": [Decimal("0.5"), Decimal("0.1")], "tags": [["x"], []]},
        schema_overrides={"value": pl.Decimal(18, 6)},
    )
    said = shown_rows(table, product(people="staff", figures={"value": ()}), RULES)
    assert said.schema == table.schema
    assert said["region"].to_list() == ["b", "a"]
    assert said["value"].to_list() == [None, Decimal("0.1")]


def test_a_table_without_rows_stays_one() -> None:
    assert shown([], **STAFFED, sums=(Sum("staff", ("skilled",)),)) == []


def test_nothing_is_compared_with_a_row_that_hides_a_count() -> None:
    table = pl.DataFrame(
        {
            "region": ["a", "b", "c", "d"],
            "kind": ["x", "x", "y", "y"],
            "staff": [100, 100, 100, 100],
            "skilled": [50, 4, 40, 60],
            "is_reference": [False, True, False, True],
            "ratio": [Decimal("12.5"), Decimal(1), Decimal("0.67"), Decimal(1)],
            "status": ["ok"] * 4,
        }
    )
    said = {**STAFFED, "figures": {}, "compared": Compared(("ratio",), ("kind",), "is_reference")}
    rows = shown_rows(table, product(**said), RULES).to_dicts()
    assert [row["skilled"] for row in rows] == [50, None, 40, 60]
    assert [row["ratio"] for row in rows] == [None, None, Decimal("0.67"), Decimal(1)]
