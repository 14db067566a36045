"""Every metric against numbers worked out by hand from the rows of `city.py`."""

from decimal import Decimal

import pytest

from tests.dbt.city import A, B
from tests.dbt.conftest import Warehouse
from tests.dbt.introduced import MATURE_ON

FIRST = "2026-08-31"

# numerator, denominator, unknown, value, status on 31 August 2026 for the whole city
HAND_WORKED = {
    "destination_rate": (6, 10, 2, "0.600000", "ok"),
    "destination_rate_reported": (7, 10, 1, "0.700000", "ok"),
    "contract_rate": (2, 10, 2, "0.200000", "ok"),
    "flexible_rate": (2, 10, 2, "0.200000", "ok"),
    "entrepreneurship_rate": (1, 10, 2, "0.100000", "ok"),
    "further_study_rate": (1, 10, 2, "0.100000", "ok"),
    "seeking_rate": (1, 10, 2, "0.100000", "ok"),
    "not_seeking_rate": (1, 10, 2, "0.100000", "ok"),
    "disputed_rate": (1, 10, 0, "0.100000", "ok"),
    "no_record_rate": (1, 10, 0, "0.100000", "ok"),
    "verified_destination_rate": (4, 10, 2, "0.400000", "ok"),
    "major_match_rate": (1, 3, 1, "0.333333", "ok"),
    # One of three directly employed has no known match: a third, so there is a value.
    "major_match_rate_known": (1, 2, 0, "0.500000", "ok"),
    "local_retention_rate": (3, 5, 1, "0.600000", "ok"),
    # G2 works in another city of the province.
    "provincial_retention_rate": (4, 5, 1, "0.800000", "ok"),
    # G1 and G3; of them only G1 holds national level 3.
    "certificate_attainment_rate": (2, 10, 0, "0.200000", "provisional"),
    "senior_certificate_attainment_rate": (1, 10, 0, "0.100000", "provisional"),
    "pay_p25": (3, 5, 2, "4500.000000", "ok"),
    "median_starting_pay": (3, 5, 2, "5000.000000", "ok"),
    "pay_p75": (3, 5, 2, "5500.000000", "ok"),
}


DIMENSIONS = (
    "college_code", "major_class", "tier", "region_code", "occupation_code", "enterprise_uscc", "gender"
)  # fmt: skip


CELL = """
    select numerator, denominator, unknown, value, status from marts.mart_metric
    where metric_id = ? and cutoff_date = cast(? as date) and college_code = ? and major_class = ? and tier = ?
        and region_code = ? and occupation_code = ? and enterprise_uscc = ? and gender = ?"""


def cell(warehouse: Warehouse, metric: str, cutoff: str, college: str = "*", **by: str) -> tuple[object, ...]:
    codes = {"college_code": college, **by}
    [row] = warehouse.rows(CELL, metric, cutoff, *(codes.get(name, "*") for name in DIMENSIONS))
    return row


@pytest.mark.parametrize("metric", HAND_WORKED)
def test_city_value_is_the_one_worked_out_by_hand(warehouse: Warehouse, metric: str) -> None:
    *counts, value, status = HAND_WORKED[metric]
    assert cell(warehouse, metric, FIRST) == (*counts, Decimal(value), status)


def test_intern_conversion_counts_only_internships_whose_six_months_are_over(warehouse: Warehouse) -> None:
    # I1 hired by its host; I2 by another; I3 nobody knows; I4 still runs; the rest is not a completed post internship.
    assert cell(warehouse, "intern_conversion_rate", "2027-06-30") == (1, 3, 1, Decimal("0.333333"), "provisional")


def test_a_match_is_accepted_when_the_hire_was_told_within_ninety_days(warehouse: Warehouse) -> None:
    # Of five asked for in July one was hired in time, one a minute too late; one is still at the interview.
    assert cell(warehouse, "match_acceptance_rate", MATURE_ON) == (1, 5, 1, Decimal("0.200000"), "ok")
    assert cell(warehouse, "match_acceptance_rate", MATURE_ON, region_code="990100")[:3] == (1, 5, 1)
    assert cell(warehouse, "match_acceptance_rate", "2027-02-28") == (1, 1, 0, None, "not_mature")


def test_a_cutoff_after_the_run_is_not_mature_and_has_no_value(warehouse: Warehouse) -> None:
    assert cell(warehouse, "destination_rate", "2026-12-31") == (7, 10, 1, None, "not_mature")


def test_a_transferred_student_counts_once_and_where_they_graduated(warehouse: Warehouse) -> None:
    assert cell(warehouse, "destination_rate", FIRST, A)[:2] == (5, 9)
    assert cell(warehouse, "destination_rate", FIRST, B)[:2] == (1, 1)


def test_more_than_forty_percent_unknown_gives_no_value(warehouse: Warehouse) -> None:
    # At college A two of the four employed and not part-time have no known pay: half.
    assert cell(warehouse, "median_starting_pay", FIRST, A) == (2, 4, 2, None, "too_uncertain")


def test_parts_sum_to_the_denominator_in_every_cell(warehouse: Warehouse) -> None:
    wrong = warehouse.rows(
        "select cohort, cutoff_date, college_code, major_class, tier, region_code, gender from marts.mart_metric "
        "where metric_id in "
        "('contract_rate', 'flexible_rate', 'entrepreneurship_rate', 'further_study_rate', 'seeking_rate', "
        "'not_seeking_rate', 'disputed_rate', 'no_record_rate') group by all having sum(numerator) <> max(denominator)"
    )
    assert wrong == []


def test_every_breakdown_by_one_dimension_sums_to_the_city(warehouse: Warehouse) -> None:
    cells = warehouse.rows(
        "select metric_id, cohort, cutoff_date, denominator, college_code, major_class, tier, region_code, "
        "occupation_code, enterprise_uscc, gender from marts.mart_metric where unit = 'share' and cohort <> '*'"
    )
    sums: dict[tuple[object, ...], int] = {}
    for metric, cohort, cutoff, people, *codes in cells:
        by = tuple(name for name, code in zip(DIMENSIONS, codes, strict=True) if code != "*")
        key = (metric, cohort, cutoff, by)
        sums[key] = sums.get(key, 0) + people
    assert sums
    assert [key for key, people in sums.items() if people != sums[(*key[:3], ())]] == []


def test_a_figure_by_gender_counts_people_and_names_nobody(warehouse: Warehouse) -> None:
    # All graduates of the city are men; nobody is put beside them.
    assert cell(warehouse, "destination_rate", FIRST, gender="male")[:3] == (6, 10, 2)
    assert warehouse.rows("select distinct gender from marts.mart_metric where gender <> '*'") == [("male",)]


def test_nobody_is_multiplied_by_a_second_spell(warehouse: Warehouse) -> None:
    spells = warehouse.rows("select count(*) from intermediate.int_enrolment_spell where person_key = md5('G12')")
    people = warehouse.rows("select count(*) from marts.mart_reserve_talent_pool where person_key = md5('G12')")
    graduations = warehouse.rows("select count(*) from intermediate.int_graduate where person_key = md5('G12')")
    assert (spells, people, graduations) == ([(2,)], [(1,)], [(1,)])


def test_no_figure_is_floating_point(warehouse: Warehouse) -> None:
    floating = warehouse.rows(
        "select table_name, column_name from information_schema.columns "
        "where table_schema in ('staging', 'intermediate', 'marts') and data_type in ('DOUBLE', 'FLOAT')"
    )
    assert floating == []
