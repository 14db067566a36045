"""Appointments to posts by certified level, with the unusual ones that a document or nothing backs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.demo.chance import Chance
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.workplaces import Employee, Workplace

_APPOINTED_SHARE = 0.75
_METHODS = {"internal_competition": 6, "open_competition": 2, "recommendation": 2, "direct": 1}
_REASONS = {"term_ended": 4, "moved": 3, "resigned": 3, "retired": 1}
_SPECIAL_GRADE = 7
_GRADE_OF_LEVEL = 3


@dataclass(frozen=True)
class Appointment:
    """One appointment; `oddity` names what a model should find in it, empty for the usual ones."""

    workplace: Workplace
    employee: Employee
    values: dict[str, Value] = field(hash=False)
    oddity: str = ""


def make_appointments(seed: int, reference: Reference, workplaces: Sequence[Workplace]) -> list[Appointment]:
    """Appoint most certified staff at their level, and one of each workplace above it with a document."""
    found: list[Appointment] = []
    for workplace in workplaces:
        chance = Chance(seed, "appointments", workplace.uscc)
        for number, employee in enumerate(workplace.staff):
            if employee.held is None or (number > 5 and not chance.flip(_APPOINTED_SHARE)):
                continue
            found.append(_appointment(chance, reference, workplace, employee, number))
        found.append(_manager(chance, workplace))
    return found


def appointment_row(appointment: Appointment) -> Row:
    """Return what the enterprise reports; those that models should find carry no other fault."""
    return Row(dict(appointment.values), is_reserved=appointment.oddity not in ("", "special_grade"))


def _appointment(
    chance: Chance, reference: Reference, workplace: Workplace, employee: Employee, number: int
) -> Appointment:
    held = employee.held
    if held is None:
        raise ValueError("only certified staff are appointed to a level")
    level, oddity, document = held.level, "", None
    if number == 0:
        level, oddity, document = _SPECIAL_GRADE, "special_grade", f"聘字〔2026〕{chance.number(1, 99)}号"
    elif number == 3:
        level, oddity = held.level + 1, "above_certificate_with_document"
        document = f"聘字〔2026〕{chance.number(1, 99)}号"
    elif not held.is_known:
        oddity = "certificate_unknown"
    appointed = chance.day(max(held.issued, date(2021, 3, 1)), date(2026, 8, 31))
    values = _values(chance, workplace, employee.person.id_type, employee.person.id_number, appointed) | {
        "name": employee.person.name,
        "post_name": f"{reference.occupations[employee.occupation].name}岗",
        "occupation_code": employee.occupation,
        "job_sequence": Choice("job_sequence", "skilled"),
        "appointed_level": Choice("ladder_rank", str(level)),
        "certificate_no": held.number,
        "certified_level": Choice("ladder_rank", str(held.level)),
        "appointment_doc_no": document,
        "pay_grade": _GRADE_OF_LEVEL + level,
    }
    if not oddity and chance.flip(0.08) and appointed < date(2026, 6, 1):
        values["dismissed_date"] = chance.day(appointed + timedelta(days=30), date(2026, 8, 31))
        values["dismissal_reason"] = Choice("dismissal_reason", chance.weighted(_REASONS))
    return Appointment(workplace, employee, values, oddity)


def _manager(chance: Chance, workplace: Workplace) -> Appointment:
    """Return the appointment of somebody without a level to manage a workshop."""
    employee = min(workplace.staff, key=lambda e: (e.level, -e.years, e.person.number))
    values = _values(
        chance,
        workplace,
        employee.person.id_type,
        employee.person.id_number,
        chance.day(date(2023, 1, 9), date(2026, 8, 31)),
    ) | {
        "name": employee.person.name,
        "post_name": "车间主任",
        "occupation_code": employee.occupation,
        "job_sequence": Choice("job_sequence", "management"),
        "pay_grade": 10,
    }
    return Appointment(workplace, employee, values)


def _values(chance: Chance, workplace: Workplace, id_type: str, id_number: str, appointed: date) -> dict[str, Value]:
    return {
        "uscc": workplace.uscc,
        "id_type": Choice("id_type", id_type),
        "id_number": id_number,
        "job_spec_ref": f"GW-{appointed.year}-{chance.number(1, 120):03d}",
        "selection_method": Choice("selection_method", chance.weighted(_METHODS)),
        "notice_published_date": appointed - timedelta(days=chance.number(8, 25)),
        "appointed_date": appointed,
    }
