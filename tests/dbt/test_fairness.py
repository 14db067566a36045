"""Figures of fairness against plain Python: intervals against the formula, counts against the lists."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal

import duckdb

from pipelines.publication.reports.intervals import wilson
from tests.dbt.conftest import Warehouse

GRID = Decimal("0.000001")
VACANCIES = """
    select occupation_seq, work_region, min_level, skill_weight,
        k1, w1, k2, w2, k3, w3, k4, w4, k5, w5, k6, w6, k7, w7, k8, w8
    from intermediate.int_match_vacancy
"""


def test_the_interval_is_that_of_the_formula_rounded_outwards(warehouse: Warehouse) -> None:
    draw = random.Random(8)  # noqa: S311 - made-up counts
    pairs = {(hits, trials) for trials in (1, 2, 3, 7, 10) for hits in range(trials + 1)}
    for most in (50, 1_000, 1_000_000, 10_000_000):
        trials = [draw.randint(most // 2, most) for _ in range(20)]
        pairs |= {(draw.randint(0, count), count) for count in trials} | {(0, trials[0]), (trials[0], trials[0])}
    path = warehouse.compiled / "models" / "intermediate" / "fairness" / "int_fairness_interval.sql"
    sql = path.read_text(encoding="utf-8").replace('"warehouse"."intermediate"."int_fairness_count"', "counts")
    with duckdb.connect() as other:
        other.execute("create table counts (selected_people bigint, pool_people bigint)")
        other.executemany("insert into counts values (?, ?)", sorted(pairs))
        found = {(hits, trials): (low, high) for hits, trials, low, high in other.execute(sql).fetchall()}
    assert found.keys() == pairs
    for (hits, trials), (low, high) in found.items():
        said = wilson(hits, trials)
        assert abs(low - said.low) <= GRID, (hits, trials)
        assert abs(high - said.high) <= GRID, (hits, trials)
        assert low <= said.low + GRID / 100
        assert high >= said.high - GRID / 100


def test_the_counts_are_those_of_the_lists_and_the_plan(warehouse: Warehouse) -> None:
    college = dict(
        warehouse.rows("select person_key, institution_code from marts.mart_reserve_talent_pool where is_member")
    )
    lists = warehouse.rows("select person_key, rank from marts.mart_match")
    plan = warehouse.rows("select person_key, 1 from marts.mart_recommended_plan")
    for kind, places in (("top_50", lists), ("top_10", [p for p in lists if p[1] <= 10]), ("plan", plan)):
        listings: dict[str, int] = defaultdict(int)
        exposure: dict[str, Decimal] = defaultdict(Decimal)
        selected: dict[str, set[str]] = defaultdict(set)
        for person, rank in places:
            selected[college[person]].add(person)
            listings[college[person]] += 1
            exposure[college[person]] += Decimal(1_000_000 // rank)
        rows = warehouse.rows(
            "select group_code, numerator, denominator, listings, exposure_per_person from marts.mart_fairness "
            "where attribute = 'college' and denominator > 0 and list_kind = ?",
            kind,
        )
        members = list(college.values())
        assert {row[0]: row[1:4] for row in rows} == {
            code: (len(selected[code]), members.count(code), listings[code]) for code in set(members)
        }
        for code, _, people, _, each in rows:
            assert abs(each - exposure[code] / people / 1_000_000) <= GRID * 1000 / people + GRID


def test_the_parts_of_every_attribute_are_the_whole_pool(warehouse: Warehouse) -> None:
    sums = warehouse.rows(
        "select list_kind, attribute, sum(numerator), sum(denominator), sum(listings) "
        "from marts.mart_fairness group by 1, 2"
    )
    whole = {row[0]: row[2:] for row in sums if row[1] == "all"}
    assert len(whole) == 3
    assert len(sums) == 15
    assert all(row[2:] == whole[row[0]] for row in sums)


def test_mean_points_are_those_of_every_pair(warehouse: Warehouse) -> None:
    """Every pair of the pool and a vacancy is scored as matching scores it, without filters, and averaged."""
    skills: dict[int, dict[int, int]] = defaultdict(dict)
    for tie, skill, covered in warehouse.rows(
        "select tie_no, skill_no, is_covered from intermediate.int_match_person_skill"
    ):
        skills[tie][skill] = 1 + covered
    numbers = {
        (occupation, bit): skill
        for occupation, bit, skill in warehouse.rows(
            "select occupation_seq, bit_position, skill_no from intermediate.int_match_skill"
        )
    }
    wishes = dict(
        warehouse.rows(
            "select ties.tie_no, pool.wish_regions from intermediate.int_pool_person as pool "
            "inner join intermediate.int_match_tie as ties on pool.person_key = ties.person_key"
        )
    )
    offers: dict[int, list[tuple[int, int, int, list[tuple[int, int]]]]] = defaultdict(list)
    for occupation, region, minimum, weight, *asked in warehouse.rows(VACANCIES):
        offers[occupation].append((region, minimum, weight, list(zip(asked[::2], asked[1::2], strict=True))))
    found = {
        row[:2]: row[2:]
        for row in warehouse.rows(
            "select tie_no, occupation_seq, skills_points, level_points, distance_points "
            "from intermediate.int_fairness_points"
        )
    }
    reached = warehouse.rows(
        "select tie_no, occupation_seq, ladder_rank, distance_points_without_hit from intermediate.int_match_reach"
    )
    assert len(found) == len(reached) > 50
    for tie, occupation, rung, elsewhere in reached:
        sums = [Decimal(0)] * 3
        for region, minimum, weight, asked in offers[occupation]:
            covered = sum(w * skills[tie].get(numbers[occupation, k], 0) for k, w in asked if w)
            margin = rung - minimum if minimum else max(rung - 1, 0)
            sums[0] += Decimal(10_000 * covered) / (2 * weight) if weight else Decimal(10_000)
            sums[1] += max(0, min(10_000, 6_000 + 2_000 * margin))
            sums[2] += _distance(wishes[tie] or [], str(region), elsewhere)
        means = [total / len(offers[occupation]) for total in sums]
        assert all(
            abs(mean - points) < Decimal("1.1") for mean, points in zip(means, found[tie, occupation], strict=True)
        )


def _distance(wishes: list[str], region: str, elsewhere: int) -> int:
    for digits, points in ((6, 10_000), (4, 8_000), (2, 4_000)):
        if any(wish[:digits] == region[:digits] for wish in wishes):
            return points
    return elsewhere
