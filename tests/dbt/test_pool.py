"""Who is in the pool and why not, and what of a member may be shown."""

from collections import Counter

import pytest

from tests.dbt.city import person
from tests.dbt.conftest import Warehouse

EXCLUDED = {
    "X_minor": ["no_guardian_consent"],
    "X_consent": ["no_consent"],
    "X_withdrawn": ["consent_withdrawn"],
    "X_none": ["no_intention"],
    "X_not_seeking": ["not_seeking"],
    "X_first_year": ["no_entry_route"],
    "X_in_service": ["in_service"],
    "G1": ["in_service", "no_entry_route"],
}


@pytest.mark.parametrize("name", EXCLUDED)
def test_every_failed_condition_is_named(warehouse: Warehouse, name: str) -> None:
    rows = warehouse.rows(
        "select is_member, exclusion_codes from marts.mart_reserve_talent_pool where person_key = ?", person(name)
    )
    assert rows == [(False, EXCLUDED[name])]


def test_a_person_without_pseudonym_is_kept_out(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select is_member from marts.mart_reserve_talent_pool where exclusion_codes = ['no_pseudonym']"
    )
    assert rows == [(False,)]


def test_unsettled_graduates_the_final_year_and_those_who_seek_are_in(warehouse: Warehouse) -> None:
    routes = warehouse.rows(
        "select entry_route, count(*) from marts.mart_reserve_talent_pool where is_member group by 1 order by 1"
    )
    assert routes == [("graduating", 60), ("seeking", 1), ("unsettled_graduate", 2)]


def test_no_mart_has_a_column_about_the_person(warehouse: Warehouse) -> None:
    forbidden = {"gender", "birth_date", "home_region", "difficulty_class", "student_no", "name", "phone", "email"}
    columns = warehouse.rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'marts' "
        "and table_name <> 'mart_metric'"
    )
    assert columns
    assert {column for _, column in columns} & forbidden == set()


def test_every_shown_profile_is_shared_by_ten_people(warehouse: Warehouse) -> None:
    shown = warehouse.rows(
        "select major_class, major_category, tier, grad_year, level_band, region_province, region_city "
        "from intermediate.int_pool_profile where is_shown"
    )
    assert shown
    assert min(Counter(shown).values()) >= 10


def test_a_member_stands_on_the_first_rung_that_holds_ten(warehouse: Warehouse) -> None:
    members = warehouse.rows(
        "select person_key, major_class, cast(major_category as varchar), tier, "
        "cast(grad_year as varchar), level_band, wish_city, wish_province "
        "from marts.mart_reserve_talent_pool where is_member"
    )
    rungs: tuple[list[int], ...] = ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6], [2, 3, 4, 7], [2, 3], [])
    expected: dict[str, int | None] = {}
    waiting = list(members)
    for number, columns in enumerate(rungs, start=1):
        shared = Counter(tuple(row[c] for c in columns) for row in waiting)
        placed = [row for row in waiting if shared[tuple(row[c] for c in columns)] >= 10]
        expected |= {row[0]: number for row in placed}
        waiting = [row for row in waiting if row not in placed]
    expected |= {row[0]: None for row in waiting}
    assert dict(warehouse.rows("select person_key, rung from intermediate.int_pool_profile")) == expected
    assert len(set(expected.values())) > 1, "the city must exercise more than one rung"
