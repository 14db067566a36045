"""One person is one person: after a steward's decision, over several spells, and only with a parent that is known."""

from pathlib import Path

import pytest

from tests.dbt import city
from tests.dbt.conftest import Warehouse
from tests.dbt.person_city import (
    LATE,
    LEFT_LATER,
    LEFT_NEW_CONSENT,
    LEFT_OLD_CONSENT,
    OLD_IDENTITY,
    STRAY,
    first_day,
    second_day,
)

LEVEL = "select best_ladder_rank from marts.mart_reserve_talent_pool where person_key = ?"


@pytest.fixture(scope="module")
def before(shared_temp: Path) -> Warehouse:
    return first_day(shared_temp)


@pytest.fixture(scope="module")
def after(shared_temp: Path) -> Warehouse:
    return second_day(shared_temp)


def test_what_stood_under_an_old_identity_is_the_persons_after_the_decision(
    before: Warehouse, after: Warehouse
) -> None:
    person, old = city.person("P00"), OLD_IDENTITY
    known = "select certificate_count from intermediate.int_person where person_key = ?"
    own = before.rows(known, person)[0][0]
    assert before.rows(known, old) == [(1,)]
    assert before.rows(LEVEL, person)[0][0] != 6
    assert after.rows(known, old) == []
    assert after.rows(known, person) == [(own + 1,)]
    assert after.rows(LEVEL, person) == [(6,)]


def test_no_model_below_staging_knows_the_old_pseudonym(after: Warehouse) -> None:
    columns = after.rows(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where column_name in ('person_key', 'mentor_key', 'apprentice_key')"
    )
    assert len(columns) > 20
    holders = [
        (table, column)
        for schema, table, column in columns
        if after.connection.table(f"{schema}.{table}").filter(f"{column} = '{OLD_IDENTITY}'").shape[0]
    ]
    assert holders == []


def test_a_person_of_two_colleges_stands_once(before: Warehouse) -> None:
    # G12 left college A for B: two spells, one person, one row in the pool.
    assert before.rows("select spell_count from intermediate.int_person where person_key = ?", city.person("G12")) == [
        (2,)
    ]
    assert before.rows(
        "select institution_code from marts.mart_reserve_talent_pool where person_key = ?", city.person("G12")
    ) == [(city.B,)]


def test_people_alike_in_everything_are_listed_and_stay_apart(before: Warehouse) -> None:
    # The city's learners were all born on two days, in no known region: without an origin nobody is alike.
    assert before.rows("select * from marts.mart_suspicious_person_pair") == []


def test_a_row_without_its_enrolment_is_held_for_seven_days_then_quarantined(before: Warehouse) -> None:
    held = before.rows(
        "select feed, parent_feed, sender, status, row_count, cast(first_held_until as text)"
        " from marts.mart_late_parent where feed = 'destination' order by status"
    )
    assert held == [
        ("destination", "enrolment", city.A, "held", 1, "2026-11-23 00:00:00"),
        ("destination", "enrolment", city.A, "quarantined", 1, "2026-11-22 00:00:00"),
    ]


def test_the_row_is_released_when_its_enrolment_comes(before: Warehouse, after: Warehouse) -> None:
    counted = (
        "select graduates, agreement_contract from marts.mart_destination_evidence"
        " where institution_code = '*' and cutoff_date = date '2026-08-31' and cohort = '2026'"
    )
    assert before.rows(counted) == [(10, 2)]
    assert after.rows(counted) == [(11, 3)]
    assert after.rows("select status, row_count from marts.mart_late_parent where feed = 'destination'") == [
        ("quarantined", 1)
    ]


def test_what_is_held_or_quarantined_counts_for_nobody(before: Warehouse, after: Warehouse) -> None:
    spells = "select student_no from intermediate.int_enrolment_spell where student_no in (?, ?)"
    sent = "select student_no from staging.stg_destination where student_no in (?, ?) order by student_no"
    assert before.rows(spells, LATE, STRAY) == []
    assert before.rows(sent, LATE, STRAY) == [(LATE,), (STRAY,)]
    assert after.rows(spells, LATE, STRAY) == [(LATE,)]


def test_a_student_gone_without_an_end_is_counted_by_college(before: Warehouse) -> None:
    assert before.rows(
        "select institution_code, major_class, spell_count, due_count from marts.mart_enrolment_vanished"
    ) == [(city.C, "6603", 1, 0)]


WHY_OUT = "select exclusion_codes from marts.mart_reserve_talent_pool where person_key = ?"


def test_who_left_the_pool_is_out_until_a_newer_consent_comes(before: Warehouse, after: Warehouse) -> None:
    out: list[tuple[list[str]]] = [(["withdrawn_from_pool"],)]
    inside: list[tuple[list[str]]] = [([],)]
    said = {name: (before.rows(WHY_OUT, city.person(name)), after.rows(WHY_OUT, city.person(name)))
            for name in (LEFT_OLD_CONSENT, LEFT_NEW_CONSENT, LEFT_LATER)}  # fmt: skip
    assert said == {
        LEFT_OLD_CONSENT: (out, out),
        LEFT_NEW_CONSENT: (out, inside),
        LEFT_LATER: (inside, out),
    }, "the first day is as it was, whatever was recorded since"
