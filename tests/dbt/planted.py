"""One breach of every rule of conduct, planted in the hand-made city: what the door says of the rule's bad example.

The city itself belongs in `city.py`; this adds one row of each feed it lacks, so that every breach has a row in force.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from data_contracts.code_tables import code_table
from data_contracts.loader import load_contracts
from data_contracts.model import Contract, Rule
from tests.dbt.city import E1, WELDER, A, Deliveries, person
from tests.dbt.raw_files import Row
from tests.intake.example_rows import judge_examples

OFFICE = "office"
ABOUT_INTERNSHIP = "I2"
LOST_RULE = "INT-000"
"""A check of an older contract: its findings stay, though no contract lists it any more."""

_HOLDER = person("planted")
_DAY = dt.date(2026, 3, 2)

ONE_ROW: dict[str, tuple[str, Row]] = {
    "appointment": (E1, {
        "uscc": E1, "post_name": "welder", "occupation_code": WELDER, "job_sequence": "skilled", "appointed_level": 3,
        "selection_method": "direct", "appointed_date": _DAY, "person_key": _HOLDER,
    }),
    "award": (A, {
        "competition_id": "W-1", "item": "welding", "institution_code": A, "award_tier": "city", "event_date": _DAY,
        "award_role": "contestant", "person_key": _HOLDER,
    }),
    "inspection": (OFFICE, {
        "plan_id": "P-1", "stage": "mid", "inspected_date": _DAY, "inspector_org": "o", "status": "behind",
        "owner_body": "the bureau", "rectify_by": _DAY,
    }),
    "mentorship": (E1, {
        "pairing_id": "M-1", "uscc": E1, "occupation_code": WELDER, "mentor_level": 5, "apprentice_level": 2,
        "start_date": _DAY, "planned_end": dt.date(2027, 3, 1), "mentor_key": person("mentor"),
        "apprentice_key": _HOLDER,
    }),
    "partnership": (A, {
        "institution_code": A, "uscc": E1, "partnership_type": "internship", "start_date": dt.date(2025, 1, 1),
    }),
    "subsidy": (OFFICE, {
        "scheme": "skill_upgrade", "entry_no": "S-1", "due_date": _DAY, "amount_cny": Decimal(1000),
        "person_key": _HOLDER,
    }),
    "training_base": (A, {
        "base_id": "B-1", "base_name": "b", "base_type": "school", "host_org": "h", "institution_code": A,
        "workstations": 10, "capacity_per_year": 100,
    }),
    "training_fund": (E1, {
        "entry_id": "F-1", "uscc": E1, "plan_id": "P-1", "fund_source": "employer", "fund_category": "trainer",
        "amount_cny": Decimal(100), "entry_date": _DAY,
    }),
    "training_plan": (E1, {
        "plan_id": "P-1", "uscc": E1, "plan_year": 2026, "plan_date": _DAY, "occupation_code": WELDER,
        "target_level": 3, "planned_people": 10, "budget_cny": Decimal(10000),
    }),
    "training_record": (E1, {
        "session_id": "T-1", "uscc": E1, "employer_uscc": E1, "age_band": "26_30", "attended_hours": 8, "passed": True,
        "person_key": _HOLDER,
    }),
    "training_session": (E1, {
        "session_id": "T-1", "plan_id": "P-1", "base_id": "B-1", "uscc": E1, "start_date": _DAY,
        "end_date": _DAY, "training_hours": 8, "enrolled_count": 1, "attended_count": 1, "passed_count": 1,
    }),
    "workforce": (E1, {
        "uscc": E1, "occupation_code": WELDER, "post_name": "welder", "job_sequence": "skilled", "staff_level": "3",
        "age_band": "26_30", "employment_form": "regular", "staff_count": 10, "coverage": "all_staff",
    }),
}  # fmt: skip


def conduct_rules() -> list[tuple[Contract, Rule]]:
    """Every rule of conduct of every feed."""
    return [
        (contract, rule)
        for contract in load_contracts().values()
        for rule in contract.rules
        if rule.finding_kind == "compliance"
    ]


def add_missing_feeds(deliveries: Deliveries) -> None:
    """Deliver one row of each feed that the city lacks and that some rule of conduct is about."""
    feeds = {contract.feed for contract, _ in conduct_rules()}
    assert feeds <= deliveries.rows.keys() | ONE_ROW.keys(), "a rule of conduct of a feed without a row"
    for feed in sorted(feeds - deliveries.rows.keys()):
        sender, row = ONE_ROW[feed]
        deliveries.add(feed, sender, "2026-10", [row])


def planted_findings(deliveries: Deliveries) -> list[Row]:
    """What the door says of the bad example of each rule of conduct, as if a row in force were that row."""
    found = []
    for contract, rule in conduct_rules():
        findings = judge_examples(contract, list(rule.bad)).findings
        about = _row_in_force(deliveries, contract.feed)
        [first, *_] = [finding for finding in findings if finding.rule == rule.code]
        found.append(_finding(about, contract.feed, first.rule, first.kind, first.severity))
    return found


def replaced_findings(deliveries: Deliveries) -> list[Row]:
    """A data finding and a breach about I1 (in force) and about the first version of IC1 (replaced by a newer one)."""
    about = [r for r in deliveries.rows["internship"] if r["internship_id"] == "I1" or r.get("post_name") == "old"]
    return [
        _finding(row, "internship", rule, kind, "error")
        for row in about
        for rule, kind in ((LOST_RULE, "compliance"), ("INT-002", "data"))
    ]


def rule_tables() -> dict[str, list[dict[str, Any]]]:
    """The register of internship rules and what goes with it, as the platform ships them."""
    return {
        name: code_table(name).to_dicts()
        for name in ("internship_rules", "internship_industries", "internship_barred_work")
    }


def _row_in_force(deliveries: Deliveries, feed: str) -> Row:
    rows = deliveries.rows[feed]
    if feed == "internship":
        return next(row for row in rows if row["internship_id"] == ABOUT_INTERNSHIP)
    return rows[0]


def _finding(row: Row, feed: str, rule: str, kind: str, severity: str) -> Row:
    return {
        "delivery_no": row["delivery_no"], "feed": feed, "rule": rule, "kind": kind, "severity": severity,
        "sheet": row["sheet"], "row_no": row["row_no"],
    }  # fmt: skip
