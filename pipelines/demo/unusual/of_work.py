"""What models should find in the working life of the city: posts, mentors, money, bases, problems, entitlements."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.demo.work.funds import Entry
from pipelines.demo.work.life import WorkingLife
from pipelines.demo.work.staff_certificates import BARRED_REFUSALS
from pipelines.demo.work.subsidies import Entitlement

_A_FEW = 5
_ODD_APPOINTMENTS = {
    "above_certificate_with_document": "appointment_above_certificate_with_document",
    "certificate_unknown": "appointment_with_unknown_certificate",
}
Found = Iterator[tuple[str, dict[str, Any]]]


def work_situations(life: WorkingLife) -> Found:
    """Yield a name and a place for each situation."""
    yield from _posts(life)
    yield from _money(life)
    yield from _training(life)


def _posts(life: WorkingLife) -> Found:
    for appointment in life.appointments:
        if appointment.oddity in _ODD_APPOINTMENTS:
            number = appointment.values["certificate_no"]
            place = {"uscc": appointment.workplace.uscc, "certificate_no": str(number)}
            yield _ODD_APPOINTMENTS[appointment.oddity], place
    for pairing in life.pairings:
        if pairing.is_one_too_many:
            yield "mentor_with_too_many_apprentices", {"pairing_id": pairing.number, "uscc": pairing.workplace.uscc}
    for application in life.applications:
        values = application.row.values
        reason = getattr(values.get("refusal_reason"), "code", "")
        if reason in BARRED_REFUSALS:
            yield f"appraisal_refused_for_{reason}", {"application_no": str(values["application_no"])}
    for employee in [e for w in life.workplaces for e in w.staff if len(e.known) > 1][:_A_FEW]:
        yield "certified_in_two_occupations", {"certificate_nos": [h.number for h in employee.known]}


def _money(life: WorkingLife) -> Found:
    entries = {e.entry_id: e for e in life.entries}
    for entry in life.entries:
        if entry.claims_again:
            yield (
                _claim_name(entry, entries),
                {
                    "voucher_no": entry.voucher,
                    "entry_ids": [entry.claims_again, entry.entry_id],
                    "usccs": [entries[entry.claims_again].workplace.uscc, entry.workplace.uscc],
                },
            )
    spent = Counter[str]()
    for entry in life.entries:
        spent[entry.plan.plan_id] += entry.amount
    for plan in life.plans:
        if spent[plan.plan_id] > plan.budget:
            place = {"plan_id": plan.plan_id, "budget_cny": plan.budget, "spent_cny": spent[plan.plan_id]}
            yield "plan_overspent", place
    for owed in [e for e in life.entitlements if not e.is_entered]:
        yield "entitlement_without_entry", _owed(owed)


def _training(life: WorkingLife) -> Found:
    used = Counter[tuple[str, int]]()
    for session in life.sessions:
        if session.base is not None:
            used[session.base.base_id, session.plan.year] += len(session.attended)
    for base in life.bases:
        for year in sorted({s.plan.year for s in life.sessions}):
            if used[base.base_id, year] > base.capacity:
                place = {"base_id": base.base_id, "year": year, "capacity_per_year": base.capacity}
                yield "base_over_capacity", place | {"attended": used[base.base_id, year]}
    for visit in life.inspections:
        if visit.stage == "end" and visit.rectify_by is not None and visit.rectified is None:
            place = {"plan_id": visit.plan.plan_id, "stage": visit.stage, "rectify_by": visit.rectify_by.isoformat()}
            yield "problem_overdue", place


def _claim_name(entry: Entry, entries: dict[str, Entry]) -> str:
    same = entry.workplace is entries[entry.claims_again].workplace
    return "voucher_claimed_in_two_years" if same else "voucher_claimed_by_two_enterprises"


def _owed(entitlement: Entitlement) -> dict[str, Any]:
    return {
        "scheme": entitlement.scheme,
        "certificate_no": entitlement.certificate_no,
        "due_date": entitlement.due.isoformat(),
        "amount_cny": entitlement.amount,
    }
