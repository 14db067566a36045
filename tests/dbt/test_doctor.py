"""The vacancy doctor against plain Python: on small markets with every edge, and on the city that dbt built."""

from collections import Counter
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from benchmarks.market.doctor import doctor_statements
from tests.dbt import brute_force, city
from tests.dbt.conftest import Warehouse
from tests.dbt.slow_doctor import FILTERS, slow_answers
from tests.matching.small_market import small_market

CASES = range(12)
TABLES = ("vacancy", "person", "occupation", "certificate_kind", "permit", "employer_block", "demand")


@pytest.fixture(scope="session")
def statements(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    return doctor_statements(tmp_path_factory.mktemp("doctor"))


@pytest.mark.parametrize("seed", CASES)
def test_every_answer_is_that_of_plain_python(statements: list[tuple[str, str]], seed: int) -> None:
    tables = _market(seed)
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name if name == "int_person_occupation" else f"int_match_{name}", frame)
        for _, statement in statements:
            connection.execute(statement)
        found = connection.execute("select * from int_doctor_answer order by vacancy_seq, question_code").fetchall()
    rows = {name.removeprefix("int_"): frame.to_dicts() for name, frame in tables.items()}
    assert found
    assert found == slow_answers(rows)


def test_the_mart_of_the_city_is_that_of_plain_python(warehouse: Warehouse) -> None:
    tables = {name: _rows(warehouse, f"int_match_{name}") for name in TABLES}
    tables["person_occupation"] = _rows(warehouse, "int_person_occupation")
    answers: dict[int, dict[str, int]] = {row["vacancy_seq"]: {} for row in tables["vacancy"]}
    for vacancy, question, people in slow_answers(tables):
        answers[vacancy][question] = people
    pool = len(tables["person"])
    expected = [
        row for vacancy in tables["vacancy"] for row in _doctor(vacancy, answers[vacancy["vacancy_seq"]], pool)
    ]  # fmt: skip
    found = warehouse.rows(
        "select vacancy_id, filter_order, filter_code, passes_alone, passes_in_sequence, relaxed_gain, further_gain, "
        "is_best_relaxation from marts.mart_vacancy_doctor order by vacancy_id, filter_order"
    )
    assert found == sorted(expected)
    assert {row[2] for row in found if row[3] < pool} == {*FILTERS, "occupation_not_reached"}, "each keeps somebody out"
    assert any(row[7] for row in found), "a relaxation must bring somebody somewhere"
    assert any(row[6] for row in found), "a further one too"


def test_who_passes_everything_is_who_the_brute_force_ranks(warehouse: Warehouse, deliveries: city.Deliveries) -> None:
    members = [key for (key,) in warehouse.rows("select person_key from intermediate.int_match_person")]
    ranked = Counter(row[0] for row in brute_force.match(deliveries, members))
    last = dict(warehouse.rows(
        "select vacancy_id, passes_in_sequence from marts.mart_vacancy_doctor where filter_code = 'order_class'"
    ))  # fmt: skip
    assert {vacancy: min(50, people) for vacancy, people in last.items() if people} == dict(ranked)


def _doctor(vacancy: dict[str, Any], answer: dict[str, int], pool: int) -> list[tuple[object, ...]]:
    last = answer["after_order_class"]
    gains = {code: people - last for code, people in answer.items()}
    reached = answer["reached"]
    steps: dict[str, tuple[int, int, int | None, int | None]] = {
        "no_consent": (pool, pool, None, None),
        "occupation_not_reached": (reached, reached, gains["neighbouring_occupation"], None),
        **{code: (answer.get(f"alone_{code}", pool), answer[f"after_{code}"], None, None) for code in FILTERS},
    }
    steps["certificate_missing"] = (*steps["certificate_missing"][:2], gains.get("certificate_not_demanded"), None)
    steps["level_too_low"] = (
        *steps["level_too_low"][:2], gains.get("level_one_lower"), gains.get("level_not_demanded")
    )  # fmt: skip
    steps["not_available_yet"] = (
        *steps["not_available_yet"][:2], gains["start_30_days_later"], gains["start_90_days_later"]
    )  # fmt: skip
    most = max(gain or 0 for _, _, gain, _ in steps.values())
    best = next((code for code, step in steps.items() if most and step[2] == most), None)
    return [
        (vacancy["vacancy_id"], order, code, *step, code == best)
        for order, (code, step) in enumerate(steps.items(), start=1)
    ]


def _rows(warehouse: Warehouse, name: str) -> list[dict[str, Any]]:
    return warehouse.connection.table(f"intermediate.{name}").pl().to_dicts()


def _market(seed: int) -> dict[str, pl.DataFrame]:
    """One small market with what the doctor needs beside: groups of occupations, kinds, why an employer is met."""
    rng = np.random.default_rng(seed)
    market = {name: pl.DataFrame(columns) for name, columns in small_market(seed).items()}
    people = market["person"].with_columns(
        person_key=pl.format("p{}", "tie_no"), available_day=pl.Series(rng.integers(0, 330, market["person"].height))
    )
    codes = {1: "6-18-02-01", 2: "6-18-02-02", 3: "6-18-03-01", 4: "4-03-02-01", 5: "4-03-02-05", 6: "6-18-02-09"}
    occupations = pl.DataFrame({"occupation_seq": list(codes), "occupation_code": list(codes.values())})
    reach = market["reach"].drop("available_day").join(people, on="tie_no")
    # The sixth has no vacancy, and is a neighbour of the first two.
    beside = people.select("tie_no", "person_key", occupation_seq=pl.lit(6, pl.Int64)).with_columns(
        ladder_rank=pl.Series(rng.integers(0, 9, people.height))
    ).sample(fraction=0.3, seed=seed)  # fmt: skip
    held = pl.concat([reach.select(beside.columns), beside]).join(occupations, on="occupation_seq")
    offered = occupations.filter(pl.col("occupation_seq") < 6)
    demands = market["demand"].group_by("vacancy_seq").agg(certificate_needs=pl.len())
    # A second certificate of a kind may overlap the first, follow it on the next day, or leave a gap.
    permits = pl.concat([
        market["permit"],
        market["permit"].sample(fraction=0.4, seed=seed).select(
            "tie_no", "kind_seq", from_day=pl.col("to_day") + rng.integers(-20, 21, 1)[0],
            to_day=pl.col("to_day") + 60,
        ),
    ]).unique()  # fmt: skip
    blocks = market["employer_block"]
    flags = {f"is_{kind}_employer": pl.Series(rng.integers(0, 2, blocks.height)) for kind in ("present", "disputed")}
    return {
        "vacancy": market["vacancy"].join(demands, on="vacancy_seq", how="left").with_columns(
            pl.col("certificate_needs").fill_null(0), vacancy_id=pl.format("v{}", "vacancy_seq")
        ),
        "person": people,
        "occupation": offered,
        "certificate_kind": pl.DataFrame(
            {"kind_seq": [1, 2, 3], "cert_type": ["special_operation", "level", "special_equipment"]}
        ),
        "permit": permits,
        "employer_block": blocks.with_columns(**flags, is_blocked_employer=pl.lit(1)),
        "demand": market["demand"],
        "reach": reach,
        "int_person_occupation": held.select("person_key", "occupation_code", "ladder_rank"),
    }  # fmt: skip
