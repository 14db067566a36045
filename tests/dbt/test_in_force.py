"""Which rows count (design.md, "In force"), as a function of the deliveries that count."""

from tests.dbt.city import C
from tests.dbt.conftest import Warehouse


def test_later_replace_patch_and_period_decide_the_state(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select student_no, is_current from staging.stg_enrolment where institution_code = ? order by student_no", C
    )
    # C2 was deleted by a patch, C3 was not in the later replace, C9 came with a delivery that is held.
    assert rows == [("C1", False), ("C4", True)]


def test_a_row_gone_from_the_newest_period_keeps_its_last_state(warehouse: Warehouse) -> None:
    [(delivery_no, period)] = warehouse.rows(
        "select delivery_no, period from staging.stg_enrolment where student_no = 'C1'"
    )
    second = warehouse.rows("select min(delivery_no) from staging.stg_enrolment where student_no = 'C4'")[0][0] - 2
    assert (delivery_no, period) == (second, "2026-03")


def test_a_student_gone_without_an_end_is_listed(warehouse: Warehouse) -> None:
    assert warehouse.rows("select student_no, is_due from intermediate.int_enrolment_vanished") == [("C1", False)]


def test_of_events_the_newest_month_wins_over_a_late_correction_of_an_older_one(warehouse: Warehouse) -> None:
    assert warehouse.rows("select post_name from staging.stg_internship where internship_id = 'IC1'") == [("new",)]


def test_a_deleted_event_is_gone(warehouse: Warehouse) -> None:
    assert warehouse.rows("select * from staging.stg_internship where internship_id = 'IC2'") == []
