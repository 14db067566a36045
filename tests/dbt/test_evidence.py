"""Destinations by evidence (report R1) and the false-report checks, against the hand-made city."""

from decimal import Decimal
from pathlib import Path

import pytest

from data_contracts.loader import load_contract
from tests.dbt import city
from tests.dbt.conftest import Warehouse
from tests.dbt.person_city import first_day

R1 = """
    select graduates, agreement_contract, flexible, entrepreneurship, further_study, seeking, not_seeking, disputed,
        no_record, rate_reported, rate_undisputed, rate_verified, evidence_contract, evidence_insurance,
        evidence_employer, evidence_self, evidence_none, status
    from marts.mart_destination_evidence
    where cohort = '2026' and cutoff_date = cast(? as date) and institution_code = ? and tier = '*'"""


@pytest.fixture(scope="module")
def built(shared_temp: Path) -> Warehouse:
    return first_day(shared_temp)


def test_the_row_of_the_city_is_the_one_worked_out_by_hand(built: Warehouse) -> None:
    # G1 10, G2 11, G3 12, G4 75, G5 80, G6 70, G7 71, G8 disputed, G9 nothing yet, G12 76 without any evidence.
    counts = (10, 2, 2, 1, 1, 1, 1, 1, 1)
    rates = (Decimal("0.700000"), Decimal("0.600000"), Decimal("0.400000"))
    assert built.rows(R1, "2026-08-31", "*") == [(*counts, *rates, 4, 0, 1, 0, 1, "ok")]


def test_a_cutoff_to_come_has_counts_and_no_rate(built: Warehouse) -> None:
    # G9 signed in September, without evidence.
    [row] = built.rows(R1, "2026-12-31", "*")
    assert row == (10, 3, 2, 1, 1, 1, 1, 1, 0, None, None, None, 4, 0, 1, 0, 2, "not_mature")


def test_it_agrees_with_the_metrics_of_the_same_name(built: Warehouse) -> None:
    [(settled, graduates)] = built.rows(
        "select sum(case when is_settled then 1 else 0 end), count(*) from intermediate.int_destination_at_cutoff"
        " where in_denominator and cutoff_date = date '2026-08-31'"
    )
    assert built.rows(
        "select numerator, denominator from marts.mart_destination_evidence"
        " where institution_code = '*' and cutoff_date = date '2026-08-31'"
    ) == [(settled, graduates)]


def test_an_employer_whose_licence_was_revoked_is_a_finding_about_it(built: Warehouse) -> None:
    assert built.rows(
        "select check_id, reason, subject_kind, subject_code, cohort, row_count, severity, cast(first_seen as text)"
        " from marts.mart_destination_finding"
    ) == [("D04", "employer_not_active", "employer", city.E2, "2026", 3, "warning", "2026-10-01")]


def test_a_finding_names_no_person(built: Warehouse) -> None:
    columns = {name for (name,) in built.rows("select column_name from (describe marts.mart_destination_finding)")}
    assert not columns & {"person_key", "student_no", "row_key", "graduate_key", "destination_key"}


def test_what_the_contract_checks_in_one_file_is_not_checked_again() -> None:
    intents = " ".join(rule.intent.en for rule in load_contract("destination").rules)
    assert [check for check in ("D01", "D02", "D12") if f"check {check}" not in intents] == []
