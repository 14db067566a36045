"""Training sessions that carry the plans out, and who attended them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.bases import Base
from pipelines.demo.work.training_plans import TrainingPlan
from pipelines.demo.work.workplaces import Employee, Workplace, age_band

METHODS = ("classroom", "on_job", "mentor", "online", "competition", "observation", "master_studio")
_CERTIFIED_WITHIN = timedelta(days=240)


@dataclass(frozen=True)
class Attendance:
    """One employee at one session."""

    employee: Employee
    hours: int
    passed: bool


@dataclass(frozen=True)
class Session:
    """One class of one plan, with those who attended."""

    session_id: str
    plan: TrainingPlan
    workplace: Workplace
    base: Base | None
    method: str
    start: date
    end: date
    hours: int
    enrolled: int
    attended: tuple[Attendance, ...]


def make_sessions(seed: int, plans: Sequence[TrainingPlan], bases: Sequence[Base]) -> list[Session]:
    """Hold one or two sessions for most plans, in all methods in turn; the first base gets more than it can take."""
    chance = Chance(seed, "sessions")
    found: list[Session] = []
    for plan in plans:
        if plan.workplace is None:
            continue
        for nth in range(1 if plan.year == 2026 and chance.flip(0.4) else 2):
            found.append(_session(chance, plan, plan.workplace, bases, len(found), nth))
    return found


def session_row(session: Session, reference: Reference) -> Row:
    """Return what the enterprise reports of a session."""
    values: dict[str, Value] = {
        "session_id": session.session_id,
        "session_name": f"{reference.occupations[session.plan.occupation].name}培训班",
        "plan_id": session.plan.plan_id,
        "base_id": session.base.base_id if session.base else None,
        "uscc": session.workplace.uscc,
        "start_date": session.start,
        "end_date": session.end,
        "training_hours": Decimal(session.hours),
        "enrolled_count": session.enrolled,
        "attended_count": len(session.attended),
        "passed_count": sum(a.passed for a in session.attended),
        "training_method": Choice("training_method", session.method),
        "standard_version": "2022年版",
    }
    return Row(values)


def record_rows(session: Session) -> list[Row]:
    """Return what the enterprise reports of everybody who attended a session."""
    return [_record(session, a) for a in session.attended]


def _record(session: Session, attendance: Attendance) -> Row:
    person, held = attendance.employee.person, attendance.employee.held
    certified = held is not None and attendance.passed and session.end <= held.issued <= session.end + _CERTIFIED_WITHIN
    values: dict[str, Value] = {
        "session_id": session.session_id,
        "id_type": Choice("id_type", person.id_type),
        "id_number": person.id_number,
        "name": person.name,
        "uscc": session.workplace.uscc,
        "employer_uscc": session.workplace.uscc,
        "age_band": Choice("age_band", age_band(person, session.start)),
        "attended_hours": Decimal(attendance.hours),
        "passed": attendance.passed,
        "certificate_no": held.number if held is not None and certified else None,
    }
    return Row(values)


def _session(
    chance: Chance, plan: TrainingPlan, workplace: Workplace, bases: Sequence[Base], number: int, nth: int
) -> Session:
    method = METHODS[number % len(METHODS)]
    start = date(plan.year, 2 + 4 * nth, 10) + timedelta(days=chance.number(0, 80))
    end = start + timedelta(days=chance.number(9, 16))
    fitting = [e for e in workplace.staff if e.occupation == plan.occupation] or list(workplace.staff)
    others = [e for e in workplace.staff if e not in fitting]
    people = chance.sample(fitting, 6) + chance.sample(others, chance.number(1, 4))
    hours = min(plan.hours, 80)
    attended = tuple(_attendance(chance, e, hours) for e in people)
    base = bases[0] if method in ("classroom", "master_studio") and number % 2 == 0 else chance.pick(bases[1:])
    return Session(
        session_id=f"PXB-{plan.year}-{number + 1:04d}",
        plan=plan,
        workplace=workplace,
        base=base if method in ("classroom", "on_job", "competition", "master_studio") else None,
        method=method,
        start=start,
        end=end,
        hours=hours,
        enrolled=len(people) + chance.number(0, 3),
        attended=attended,
    )


def _attendance(chance: Chance, employee: Employee, hours: int) -> Attendance:
    full = chance.flip(0.8)
    return Attendance(employee, hours if full else max(4, hours * chance.number(30, 90) // 100), chance.flip(0.86))
