"""Attacks on the tables of the demo's edition: what a reader finds in them, and what he can work out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix, identity, vstack

from data_contracts.products import Product, load_products
from pipelines.publication.disclosure.equations import EQUATION, IS_TOTAL, NODE
from pipelines.publication.disclosure.table_sums import COLUMN, ROW, table_equations, table_nodes
from pipelines.publication.tables import published_products
from pipelines.store.editions import current_edition
from pipelines.store.paths import DataPaths
from tests.conftest import DemoPlatform
from tests.publication.attack import Table, narrowest

SMALLEST = 10
OFFICIAL = sorted(
    product.name
    for product in published_products()
    # The metrics have a disclosure control, and attacks, of their own.
    if product.audience == "official" and product.name != "mart_metric"
)
WITH_SUMS = ("mart_appointment_integrity", "mart_appraisal_admission", "mart_entitlement")
"""Tables whose counts add up: declared sums, totals under `*`, several ways to break all down. The largest of them
take minutes and are attacked in `tests_deep`."""
COUNTS_NO_PEOPLE = set(
    """
    awards capacity_per_year component_weight days_open double_claims employer_count enterprise_count
    enterprise_openings enterprise_vacancies enterprises_due enterprises_reporting entries gap_high gap_low gaps items
    items_behind items_done items_failed items_not_inspected items_on_track need_low occurrences_covered openings
    openings_12m openings_open peer_count places_promised planned_people planned_places problems_closed problems_found
    problems_open problems_overdue recommended_places sessions shared_vouchers standard_version_count vacancies_open
    weighted_openings workstations appointed_year fund_year year plan_year grad_year ladder_rank max_level
    metric_version min_skill_level pay_max pay_min pay_months priority_rank target_level vacancy_version weight
    window_months load_max most_occupations levels_gained ranks_gained median_pay p25_pay p75_pay unit_cost_cny
    net_1y_low net_1y_high net_3y_low net_3y_high net_5y_low net_5y_high cost_cny cumulative_cost_cny budget_cny
    need_high forecast_need_12m forecast_need_36m blocking_pairs enterprise_quota enterprises_at_quota
    enterprises_over listed_at_least listings pairs_checked pairs_excluded_by_wishes pairs_not_listed plan_version
    seats vacancies vacancies_full vacancies_over weights_version
    """.split()  # noqa: SIM905 - eighty names
)
"""Whole numbers that count organisations, posts, plans, sessions and entries, or are levels, years, sums of money
and changes."""
NO_PEOPLE_IN = {
    ("mart_crosswalk_coverage", "numerator"),
    ("mart_crosswalk_coverage", "denominator"),
    ("mart_crosswalk_coverage", "unknown"),
    ("mart_crosswalk_coverage", "occurrences"),
    ("mart_mid_year_inspection", "denominator"),
    ("mart_skill_gap", "numerator"),
    ("mart_skill_gap", "denominator"),
    ("mart_skill_gap", "unknown"),
    ("mart_training_base", "denominator"),
    ("mart_training_execution", "denominator"),
    ("mart_training_fund", "numerator"),
    ("mart_training_fund", "denominator"),
    ("mart_training_fund", "unknown"),
    ("mart_training_plan", "numerator"),
    ("mart_training_plan", "denominator"),
    ("mart_training_plan", "unknown"),
    ("mart_year_end_summary", "denominator"),
    ("mart_year_plan", "denominator"),
}
"""Codes, posts, places, planned people and cents under the names that all rates share."""


@pytest.fixture(scope="module")
def tables(demo_platform: DemoPlatform) -> Path:
    edition = current_edition(DataPaths(demo_platform.data))
    assert edition is not None
    return DataPaths(demo_platform.data).editions / edition.edition / "tables"


def mart_of(data: Path, name: str) -> pl.DataFrame:
    """A mart as the warehouse has it, in key order."""
    with duckdb.connect(str(DataPaths(data).warehouse_file), read_only=True) as connection:
        return connection.table(f"marts.{name}").pl().sort(load_products()[name].key)


def test_exactly_the_products_that_may_leave_are_there(tables: Path) -> None:
    assert len(OFFICIAL) > 25
    assert sorted(path.stem for path in tables.iterdir()) == sorted(product.name for product in published_products())


@pytest.mark.parametrize("name", OFFICIAL)
def test_no_table_holds_a_count_of_one_to_nine_people(tables: Path, name: str) -> None:
    table = pl.read_parquet(tables / f"{name}.parquet")
    whole = [column for column, kind in table.schema.items() if kind.is_integer()]
    people = [c for c in whole if c not in COUNTS_NO_PEOPLE and (name, c) not in NO_PEOPLE_IN]
    assert set(people) <= {*load_products()[name].people_columns, *load_products()[name].withheld}
    small = {column: table.filter(pl.col(column).is_between(1, SMALLEST - 1)).height for column in people}
    assert {column: rows for column, rows in small.items() if rows} == {}


@pytest.mark.parametrize("name", WITH_SUMS)
def test_no_hidden_count_is_worked_out_from_the_sums_of_its_table(
    tables: Path, demo_platform: DemoPlatform, name: str
) -> None:
    shown = pl.read_parquet(tables / f"{name}.parquet").sort(load_products()[name].key)
    assert attacked(mart_of(demo_platform.data, name), shown, load_products()[name]) == []


def attacked(truth: pl.DataFrame, shown: pl.DataFrame, product: Product) -> list[tuple[int, float]]:
    """Return the hidden counts that lie in less than the range they should, with the range."""
    rows = truth.sort(product.key).with_row_index(ROW)
    nodes = table_nodes(rows, product.people_columns)
    equations = table_equations(rows, nodes, product)
    seen = table_nodes(shown.with_row_index(ROW), product.people_columns).select(ROW, COLUMN).with_columns(seen=True)
    known = (
        nodes.join(seen, on=[ROW, COLUMN], how="left")
        .group_by(NODE)
        .agg(pl.col("_count").first(), pl.col("seen").fill_null(value=False).any())
        .sort(NODE)
    )
    sums = _true_sums(equations, known)
    # Every count is an unknown of its own; a sum says that its parts less its total are nothing.
    unknowns, names = known.height, {node: place for place, node in enumerate(known[NODE])}
    numbers = {equation: place for place, equation in enumerate(sums[EQUATION].unique(maintain_order=True))}
    places = [numbers[equation] for equation in sums[EQUATION]]
    signs = [-1.0 if total else 1.0 for total in sums[IS_TOTAL]]
    columns = [names[node] for node in sums[NODE]]
    between = csr_matrix((signs, (places, columns)), (len(numbers), unknowns))
    table = Table(
        vstack([identity(unknowns, format="csr"), between], format="csr"),
        np.concatenate([known["_count"].to_numpy(), np.zeros(len(numbers))]),
        np.concatenate([known["seen"].to_numpy(), np.ones(len(numbers), dtype=bool)]),
    )
    # That nobody is counted may be found out: a true zero is shown elsewhere too.
    return [(place, width) for place, width in narrowest(table, wide_enough=SMALLEST) if table.values[place] > 0]


def _true_sums(equations: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the sums that hold: people who stand in several rows make a total smaller than its parts."""
    signed = pl.when(pl.col(IS_TOTAL)).then(-pl.col("_count")).otherwise(pl.col("_count")).sum()
    members = equations.join(known, on=NODE)
    has_parts = (~pl.col(IS_TOTAL)).any() & pl.col(IS_TOTAL).any()
    holds = members.group_by(EQUATION).agg(signed.alias("left"), has_parts.alias("complete"))
    return equations.join(holds.filter((pl.col("left") == 0) & pl.col("complete")), on=EQUATION, how="semi")
