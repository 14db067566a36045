"""Two enterprises and a college that train, employ and appoint, row by row, with the figures these rows make.

The city of graduates is `city.py`; here nobody studies. What the rows make stands in `test_metrics_programme.py`.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from data_contracts.code_tables import code_table
from tests.dbt.city import E1, E2, FITTER, WELDER, A, Deliveries, person
from tests.dbt.raw_files import Row

EXPORT = "20261015T000000Z"
AS_OF = "2026-10-15 00:00:00"

ANNA, BEN, CARL, DORA = (person(name) for name in ("anna", "ben", "carl", "dora"))


def build() -> Deliveries:
    """Everything delivered: the old workforce report, and one training record that was sent twice, among it."""
    deliveries = Deliveries()
    _register(deliveries)
    _workforce(deliveries)
    _plans(deliveries)
    _people(deliveries)
    _vacancies(deliveries)
    return deliveries


def codes() -> dict[str, list[dict[str, Any]]]:
    """The code tables as shipped, but for the retirement ages: men at 60 years, women at 50, whatever may be edited."""
    shipped = {name: code_table(name).to_dicts() for name in ("thresholds", "skill_levels", "bands")}
    ages = [
        {"gender": gender, "job_sequence": "skilled", "valid_from": dt.date(2020, 1, 1), "age_months": months}
        for gender, months in (("male", 720), ("female", 600))
    ]
    return {**shipped, "retirement_ages": ages}


def _register(deliveries: Deliveries) -> None:
    for uscc, region in ((E1, "990103"), (E2, "990201")):
        deliveries.add("enterprise", uscc, "2026-09", [{"uscc": uscc, "region": region, "status": "active"}])
    deliveries.add("certificate", "office", "2026-04", [
        {
            "application_no": "C-1", "certificate_key": "k1", "cert_type": "level", "occupation_code": WELDER,
            "level": 3, "body_code": "b", "result": "pass", "issue_date": dt.date(2026, 4, 1), "person_key": ANNA,
        }
    ])  # fmt: skip


def _staff(uscc: str, level: str, band: str, count: int, men: int | None = None) -> Row:
    return {
        "uscc": uscc, "occupation_code": WELDER, "post_name": "p", "job_sequence": "skilled", "staff_level": level,
        "age_band": band, "employment_form": "regular", "staff_count": count, "male_count": men,
        "coverage": "all_staff",
    }  # fmt: skip


def _workforce(deliveries: Deliveries) -> None:
    deliveries.add("workforce", E1, "2026-06", [_staff(E1, "2", "26_30", 40)])
    deliveries.add("workforce", E1, "2026-09", [
        _staff(E1, "0", "26_30", 10), _staff(E1, "2", "26_30", 4), _staff(E1, "3", "41_45", 2),
        _staff(E1, "4", "56_and_over", 6, men=6),
    ])  # fmt: skip
    deliveries.add("workforce", E2, "2026-09", [_staff(E2, "5", "31_35", 2), _staff(E2, "2", "46_50", 6, men=6)])


def _plan(number: str, owner: Row, occupation: str, people: int, budget: int) -> Row:
    return {
        "plan_id": number, **owner, "plan_year": 2026, "plan_date": dt.date(2026, 1, 20), "occupation_code": occupation,
        "target_level": 3, "planned_people": people, "budget_cny": Decimal(budget),
    }  # fmt: skip


def _session(number: str, plan: str, last_day: dt.date, attended: int, passed: int) -> Row:
    return {
        "session_id": number, "plan_id": plan, "uscc": E1, "start_date": last_day, "end_date": last_day,
        "enrolled_count": attended, "attended_count": attended, "passed_count": passed,
    }  # fmt: skip


def _record(session: str, who: str, *, passed: bool, certificate: str | None = None) -> Row:
    return {
        "session_id": session, "uscc": E1, "attended_hours": Decimal(8), "passed": passed, "person_key": who,
        "certificate_key": certificate,
    }  # fmt: skip


def _entry(number: str, plan: str | None, amount: str, day: dt.date, voucher: str | None) -> Row:
    return {
        "entry_id": number, "uscc": E1, "plan_id": plan, "fund_source": "employer", "amount_cny": Decimal(amount),
        "entry_date": day, "voucher_no": voucher,
    }  # fmt: skip


def _plans(deliveries: Deliveries) -> None:
    own = {"uscc": E1}
    deliveries.add(
        "training_plan", E1, "2026-01", [_plan("P-1", own, WELDER, 10, 10000), _plan("P-2", own, FITTER, 10, 5000)]
    )
    deliveries.add("training_plan", "office", "2026-01", [_plan("P-3", {"institution_code": A}, WELDER, 5, 1000)])
    deliveries.add("training_session", E1, "2026-05", [
        _session("T-1", "P-1", dt.date(2026, 3, 6), 3, 2), _session("T-2", "P-1", dt.date(2026, 5, 8), 2, 2),
        _session("T-3", "P-2", dt.date(2026, 5, 9), 4, 4), _session("T-4", "P-1", dt.date(2026, 7, 1), 9, 9),
    ])  # fmt: skip
    anna = _record("T-1", ANNA, passed=True, certificate="k1")
    deliveries.add(
        "training_record", E1, "2026-03", [anna, _record("T-1", BEN, passed=False), _record("T-1", CARL, passed=True)]
    )
    deliveries.add("training_record", E1, "2026-04", [anna])
    deliveries.add("training_record", E1, "2026-05", [
        _record("T-2", ANNA, passed=True), _record("T-2", DORA, passed=True, certificate="not in the register"),
    ])  # fmt: skip
    deliveries.add("training_fund", E1, "2026-07", [
        _entry("F-1", "P-1", "1000.50", dt.date(2026, 2, 10), "v1"),
        _entry("F-2", "P-2", "1000.50", dt.date(2026, 2, 11), "v1"),
        _entry("F-3", "P-2", "500", dt.date(2026, 2, 12), None), _entry("F-4", None, "300", dt.date(2026, 3, 1), "v4"),
        _entry("F-5", "P-1", "999", dt.date(2026, 7, 2), "v5"),
    ])  # fmt: skip


def _people(deliveries: Deliveries) -> None:
    pairs = (
        ("M-1", dt.date(2025, 12, 31), "pass"),
        ("M-2", dt.date(2026, 5, 1), "terminated"),
        ("M-3", dt.date(2026, 6, 1), None),
    )
    deliveries.add("mentorship", E1, "2026-09", [
        {
            "pairing_id": number, "uscc": E1, "occupation_code": WELDER, "start_date": dt.date(2025, 1, 1),
            "planned_end": due, "final_result": result, "mentor_key": DORA, "apprentice_key": ANNA,
        }
        for number, due, result in pairs
    ])  # fmt: skip
    deliveries.add("appointment", E1, "2026-05", [
        {
            "uscc": E1, "post_name": "p", "occupation_code": WELDER, "job_sequence": "skilled",
            "appointed_level": level, "selection_method": "open_competition",
            "notice_published_date": dt.date(2026, 4, 20), "appointed_date": dt.date(2026, 5, 1), "person_key": who,
        }
        for who, level in ((ANNA, 3), (BEN, 3), (CARL, 1))
    ])  # fmt: skip


def _vacancies(deliveries: Deliveries) -> None:
    deliveries.add("vacancy", E1, "2026-09", [
        {
            "uscc": E1, "vacancy_no": number, "version": 1, "title": "t", "occupation_code": WELDER,
            "openings": openings, "date_posted": dt.date(2026, 7, 1), "employment_type": "full_time",
            "work_region": "990103", "status": status, "closed_date": closed, "filled_count": filled,
        }
        for number, openings, status, closed, filled in (
            ("V-1", 5, "closed", dt.date(2026, 9, 30), 3), ("V-2", 2, "filled", dt.date(2026, 8, 1), None),
        )
    ])  # fmt: skip
