"""What a swapped trait moves in the lists: nothing; and that a bias which is planted is seen and named."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt import city, planted
from tests.dbt.conftest import deliveries
from tests.dbt.partial_run import run_models
from tests.dbt.raw_files import Row

__all__ = ["deliveries"]

COMPARED = {
    "intermediate.int_match_person": "tie_no",
    "intermediate.int_match_reach": "tie_no, occupation_seq",
    "intermediate.int_match_top": "vacancy_seq, match_key",
    "marts.mart_match": "vacancy_id, rank",
    "marts.mart_recommended_plan": "person_key",
}
# The days on which a person reaches the legal ages are the one thing that a birth date may move.
AGELESS = dict.fromkeys(list(COMPARED)[:2], "* exclude (age_16_day, age_18_day)")
WHAT_IT_TAKES = ("mart_match", "mart_recommended_plan", "mart_fairness", "mart_fairness_component")
ADULT = dt.date(2008, 1, 1)
OTHER_COLLEGE = "4199000077"


def rows_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: connection.execute(
            f"select {AGELESS.get(table, '*')} from {table} order by {key}"  # noqa: S608 - our own names
        ).fetchall()
        for table, key in COMPARED.items()
    }


@pytest.fixture(scope="module")
def untouched(deliveries: city.Deliveries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the city as it is, by the same partial run."""
    findings = [*planted.replaced_findings(deliveries), *planted.planted_findings(deliveries)]
    return run_models(tmp_path_factory.mktemp("untouched"), deliveries, findings, WHAT_IT_TAKES)


@pytest.fixture(scope="module")
def before(untouched: Path) -> dict[str, list[tuple[object, ...]]]:
    """What matching says of the city as it is."""
    with duckdb.connect(str(untouched), read_only=True) as connection:
        return rows_of(connection)


@pytest.fixture(scope="module")
def changed(
    deliveries: city.Deliveries, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Callable[[city.Deliveries], None]], duckdb.DuckDBPyConnection]]:
    """Gives the warehouse of the city after a change of what was delivered."""
    opened = []

    def after(change: Callable[[city.Deliveries], None]) -> duckdb.DuckDBPyConnection:
        altered = copy.deepcopy(deliveries)
        change(altered)
        findings = [*planted.replaced_findings(deliveries), *planted.planted_findings(deliveries)]
        path = run_models(tmp_path_factory.mktemp("changed"), altered, findings, WHAT_IT_TAKES)
        opened.append(duckdb.connect(str(path), read_only=True))
        return opened[-1]

    yield after
    for connection in opened:
        connection.close()


def learners(deliveries: city.Deliveries) -> list[Row]:
    return [row for row in deliveries.rows["enrolment"] if row["student_no"].startswith("P")]


def swap_traits(deliveries: city.Deliveries) -> None:
    """Give everybody other traits and another college: what stays is what matching may know."""
    draw = random.Random(3)  # noqa: S311 - made-up data
    for row in deliveries.rows["enrolment"]:
        if row["birth_date"] < ADULT:
            row["birth_date"] = dt.date(draw.randint(1980, 2007), draw.randint(1, 12), draw.randint(1, 28))
        row |= {
            "gender": draw.choice(("male", "female")), "home_region": draw.choice(("990101", "110101", "520100", None)),
            "difficulty_class": draw.choice(("poor", "none")), "tier": draw.choice(("secondary", "higher")),
            "class_name": f"class {draw.random()}", "department": f"department {draw.random()}", "study_length": 5,
        }  # fmt: skip
    for row in deliveries.rows["college"]:
        row |= {"tiers": ["bachelor"], "institution_name": "famous", "ownership": "private", "enrolled_total": 9,
                "region": "110101", "authority": "other"}  # fmt: skip
    for row in [*deliveries.log, *(row for rows in deliveries.rows.values() for row in rows)]:
        row |= {name: OTHER_COLLEGE for name, value in row.items() if value == city.A}


def test_swapping_traits_moves_nothing(
    before: dict[str, list[tuple[object, ...]]],
    changed: Callable[[Callable[[city.Deliveries], None]], duckdb.DuckDBPyConnection],
) -> None:
    after = rows_of(changed(swap_traits))
    assert all(before.values())
    assert {table: after[table] == rows for table, rows in before.items()} == dict.fromkeys(COMPARED, True)


def take_skills_from_women(deliveries: city.Deliveries) -> None:
    """Every second learner is a woman whose skills nobody declared; who comes from elsewhere wishes to work there."""
    women = {row["student_no"] for row in learners(deliveries) if int(row["student_no"][1:]) % 2}
    strangers = {row["student_no"] for row in learners(deliveries) if int(row["student_no"][1:]) % 3 == 0}
    for row in learners(deliveries):
        row["gender"] = "female" if row["student_no"] in women else "male"
        row["home_region"] = "520100" if row["student_no"] in strangers else "990101"
        row["major_code"] = city.MECHATRONICS
    for row in deliveries.rows["job_intention"]:
        if row["student_no"] in women:
            row["skills"] = []
        if row["student_no"].startswith("P"):
            row["wish_regions"] = ["520100"] if row["student_no"] in strangers else ["990101", "990102"]


def test_a_planted_bias_moves_the_lists_and_is_named_by_feature_and_group(
    before: dict[str, list[tuple[object, ...]]],
    changed: Callable[[Callable[[city.Deliveries], None]], duckdb.DuckDBPyConnection],
) -> None:
    biased = changed(take_skills_from_women)
    assert rows_of(biased)["marts.mart_match"] != before["marts.mart_match"], "it sees a move"
    losses = dict(
        biased.execute(
            "select (attribute, group_code), component from marts.mart_fairness_component where is_largest_loss "
            "and attribute in ('gender', 'home_region')"
        ).fetchall()
    )
    assert losses[("gender", "female")] == "skills"
    assert losses[("home_region", "elsewhere")] == "distance"
    exposure = {
        (attribute, code): (value, ratio)
        for attribute, code, value, ratio in biased.execute(
            "select attribute, group_code, exposure_per_person, exposure_ratio from marts.mart_fairness "
            "where list_kind = 'top_50' and denominator > 0"
        ).fetchall()
    }
    assert exposure[("gender", "female")][0] < exposure[("gender", "male")][0]
    assert exposure[("home_region", "elsewhere")][0] < exposure[("home_region", "home_city")][0]
    assert {code for attribute, code in exposure if attribute == "gender"} >= {"female", "male"}
