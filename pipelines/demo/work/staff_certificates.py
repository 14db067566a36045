"""Appraisals of staff: the certificates the city's employees hold, and applications that were refused."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.certificates import BARRED_NOTE, BODIES, Application
from pipelines.demo.chance import Chance
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Row, RowFault, Value
from pipelines.demo.work.workplaces import Employee, Held, Workplace, exam_of

BARRED_REFUSALS = ("quota", "seniority")
"""The first employees that are refused are refused on these grounds, so that each occurs in every city."""


def staff_applications(seed: int, reference: Reference, workplaces: Sequence[Workplace]) -> list[Application]:
    """Return the applications of staff that the office knows of, in order of their numbers."""
    chance = Chance(seed, "staff certificates")
    found: list[Application] = []
    for workplace in workplaces:
        for employee in workplace.staff:
            found += [_passed(chance, reference, employee, h, len(found) + n) for n, h in enumerate(employee.known)]
    for number, employee in enumerate(refused_staff(workplaces)):
        found.append(_refused(chance, reference, employee, BARRED_REFUSALS[number % 2], len(found)))
    return found


def refused_staff(workplaces: Sequence[Workplace]) -> list[Employee]:
    """Return the dispatched or lowest members of the first four workplaces, who asked for more and were refused."""
    return [min(w.staff, key=lambda e: (e.form != "dispatch", e.level, e.person.number)) for w in workplaces[:4]]


def _passed(chance: Chance, reference: Reference, employee: Employee, held: Held, number: int) -> Application:
    exam = exam_of(held)
    theory, skill = chance.number(60, 96), chance.number(60, 96)
    values = _application(chance, reference, employee, held.occupation, held.level, number) | {
        "applied_on": exam - timedelta(days=chance.number(20, 60)),
        "exam_date": exam,
        "result": Choice("cert_result", "pass"),
        "theory_score": Decimal(theory),
        "skill_score": Decimal(skill),
        "overall_score": Decimal((theory + skill) // 2),
        "certificate_no": held.number,
        "issue_date": held.issued,
        "status": Choice("cert_status", "valid"),
    }
    return Application(held.issued, Row(values, is_reserved=True))


def _refused(chance: Chance, reference: Reference, employee: Employee, ground: str, number: int) -> Application:
    applied = chance.day(date(2026, 3, 20), date(2026, 8, 31))
    values = _application(chance, reference, employee, employee.occupation, max(3, employee.level + 1), number) | {
        "applied_on": applied,
        "result": Choice("cert_result", "refused"),
        "refusal_reason": Choice("refusal_reason", ground),
    }
    row = Row(values, [RowFault("refusal_ground_barred", "refusal_reason", "compliance", BARRED_NOTE)])
    return Application(applied + timedelta(days=10), row)


def _application(
    chance: Chance, reference: Reference, employee: Employee, occupation: str, level: int, number: int
) -> dict[str, Value]:
    return {
        "application_no": f"ZG{number + 1:07d}",
        "id_type": Choice("id_type", employee.person.id_type),
        "id_number": employee.person.id_number,
        "name": employee.person.name,
        "occupation_code": occupation,
        "occupation_edition": 2022,
        "occupation_name": reference.occupations[occupation].name,
        "cert_type": Choice("cert_type", "level"),
        "level": Choice("ladder_rank", str(min(level, 6))),
        "body_code": chance.pick(BODIES),
        "years_of_service": employee.years,
        "education": Choice("education", chance.weighted({"secondary_vocational": 5, "higher_vocational": 4})),
        "employment_form": Choice("employment_form", employee.form),
    }
