"""The matcher in SQL against the brute force, number by number."""

from collections import Counter

import duckdb

from tests.dbt import brute_force, city
from tests.dbt.code_rows import SALT
from tests.dbt.conftest import Warehouse


def test_matches_are_those_of_the_brute_force(warehouse: Warehouse, deliveries: city.Deliveries) -> None:
    members = [
        key for (key,) in warehouse.rows("select person_key from marts.mart_reserve_talent_pool where is_member")
    ]
    expected = brute_force.match(deliveries, members)
    matched = warehouse.rows(
        "select vacancy_id, rank, person_key, score, skills_covered, skills_missing, skills_assumed, reach, tie "
        "from marts.mart_match order by vacancy_id, rank"
    )
    assert matched == expected
    assert {row[7] for row in matched} == {"major", "certificate", "internship"}, "the city must exercise every way"
    awards = {points for (points,) in warehouse.rows("select distinct awards_points from marts.mart_match")}
    assert awards == {0, 3000, 5000, 9000, 10000}, "and every rule of awards"


def test_vacancies_that_are_not_matched_say_why(warehouse: Warehouse) -> None:
    reasons = warehouse.rows("select vacancy_no, unmatched_reason from marts.mart_vacancy where not is_matched")
    assert Counter(reasons) == {("V-closed", "not_open"): 3, ("V-uncoded", "no_occupation"): 3}


def test_the_newest_version_of_a_vacancy_is_matched(warehouse: Warehouse) -> None:
    assert warehouse.rows("select distinct vacancy_version, title from marts.mart_vacancy where vacancy_no = 'V1'") == [
        (2, "newer version")
    ]


def test_people_whose_tie_numbers_collide_get_others_in_order_of_their_key(warehouse: Warehouse) -> None:
    # With a small modulus the sixty members do collide; the compiled SQL is run again with it.
    small = 499
    path = warehouse.compiled / "models" / "intermediate" / "matching" / "int_match_tie.sql"
    sql = path.read_text(encoding="utf-8").replace(str(brute_force.P), str(small))
    with duckdb.connect() as other:
        for table in ("int_pool_person", "int_match_parameter"):
            frame = warehouse.connection.table(f"intermediate.{table}").to_arrow_table()
            other.register(f"{table}_rows", frame)
            sql = sql.replace(f'"warehouse"."intermediate"."{table}"', f"{table}_rows")
        numbers = dict(other.execute(sql).fetchall())
    assert numbers == _tie_numbers(sorted(numbers), small)
    first = Counter(brute_force.hash_mod(small, SALT, key) for key in numbers)
    assert max(first.values()) > 1, "the modulus must make numbers collide"


def _tie_numbers(people: list[str], modulus: int) -> dict[str, int]:
    settled: dict[str, int] = {}
    for attempt in ("", "1", "2", "3"):
        taken = set(settled.values())
        for key in people:
            texts = (SALT, key, attempt) if attempt else (SALT, key)
            number = brute_force.hash_mod(modulus, *texts)
            if key not in settled and number not in taken:
                settled[key] = number
                taken.add(number)
    return settled
