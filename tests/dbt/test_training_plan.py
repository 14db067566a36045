"""Recommended training places close as many posts as any other choice within the budget: brute force, small cases."""

import itertools
import random
import re
from pathlib import Path

import duckdb
import pytest

from tests.dbt.conftest import Warehouse

SEEDS = range(20)
LEVELS = (2, 3, 4, 5, 6)

Item = tuple[str, int, str, int, int]


@pytest.fixture(scope="module")
def plan_sql(warehouse: Warehouse) -> str:
    """The compiled model, reading tables by their bare names."""
    text = next(Path(warehouse.compiled).rglob("mart_training_plan.sql")).read_text(encoding="utf-8")
    bare = re.sub(r'"[^"]+"\."(?:intermediate|staging)"\."(\w+)"', r"\1", text)
    assert '"."' not in bare
    return bare


def _case(seed: int) -> tuple[list[Item], int]:
    """Draw up to five gaps with their cost, and a budget that is sometimes 0 and sometimes enough for all."""
    draw = random.Random(seed)  # noqa: S311 - made-up data
    levels = draw.sample(LEVELS, draw.randint(1, len(LEVELS)))
    items = [
        (draw.choice("46") + "-a", level, "990100", draw.randint(1, 4), 100 * draw.randint(1, 6)) for level in levels
    ]
    whole = sum(gap * cost for *_, gap, cost in items)
    return items, draw.choice([0, whole, draw.randint(0, whole)])


def _solve(plan_sql: str, items: list[Item], budget: int) -> list[tuple[int, int]]:
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_supply_gap (occupation_code varchar, ladder_rank bigint, region_code varchar,"
            " years_ahead bigint, year bigint, gap_low bigint, gap_high bigint)"
        )
        connection.execute(
            "create table int_training_cost (occupation_group varchar, ladder_rank bigint, unit_cost_cny bigint,"
            " unit_cost_source varchar, people_paid_for bigint)"
        )
        connection.execute(
            "create table int_training_plan_with_parent (uscc varchar, plan_year bigint, occupation_code varchar,"
            " target_level bigint, planned_people bigint)"
        )
        connection.execute("create table stg_enterprise (uscc varchar, region varchar)")
        connection.execute("create table int_threshold as select cast(? as bigint) as training_budget_cny", [budget])
        for occupation, level, region, gap, cost in items:
            connection.execute(
                "insert into int_supply_gap values (?, ?, ?, 1, 2027, 0, ?)", [occupation, level, region, gap]
            )
            connection.execute(
                "insert into int_training_cost values (?, ?, ?, 'reference', 0)", [occupation[0], level, cost]
            )
        return connection.sql(plan_sql).project("recommended_places, cost_cny").fetchall()


def _most_posts(items: list[Item], budget: int) -> int:
    choices = itertools.product(*(range(gap + 1) for *_, gap, _ in items))
    costs = [cost for *_, cost in items]
    return max(sum(c) for c in choices if sum(n * cost for n, cost in zip(c, costs, strict=True)) <= budget)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_choice_within_the_budget_closes_more_posts(plan_sql: str, seed: int) -> None:
    items, budget = _case(seed)
    plan = _solve(plan_sql, items, budget)
    assert len(plan) == len(items)
    assert sum(cost for _, cost in plan) <= budget
    assert sum(places for places, _ in plan) == _most_posts(items, budget)


def test_the_order_of_the_rows_changes_nothing(plan_sql: str) -> None:
    items, budget = _case(7)
    assert _solve(plan_sql, items, budget) == _solve(plan_sql, items[::-1], budget)
