"""Subsidies, allowances and rewards that the office owes and pays, tied to certificates and awards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.people import Person
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.awards import Award
from pipelines.demo.work.workplaces import Employee, Held, Workplace

SINCE = date(2025, 1, 1)
_LAST_DUE = date(2026, 9, 30)
_UPGRADE = {2: 1000, 3: 1500, 4: 2000, 5: 3000, 6: 4000}
_ALLOWANCE = {5: 3600, 6: 6000}
_ALLOWANCE_DAYS = (date(2025, 6, 20), date(2025, 11, 20), date(2026, 6, 22))
_FORGOTTEN_EVERY = 12


@dataclass(frozen=True)
class Entitlement:
    """What somebody is owed. `is_entered` is False where no entry was ever made, so that nothing was paid."""

    scheme: str
    person: Person
    certificate_no: str | None
    due: date
    amount: int
    is_entered: bool = True


def make_entitlements(workplaces: Sequence[Workplace], awards: Sequence[Award]) -> list[Entitlement]:
    """Return what certificates since 2025, levels of technicians and awards of staff entitle to."""
    found: list[Entitlement] = []
    for workplace in workplaces:
        for employee in workplace.staff:
            found += [u for u in (_upgrade(employee, h) for h in employee.known) if u]
            found += _allowances(employee)
    found += [a for a in (_reward(award) for award in awards) if a]
    return [
        Entitlement(e.scheme, e.person, e.certificate_no, e.due, e.amount, is_entered=n % _FORGOTTEN_EVERY != 3)
        for n, e in enumerate(found)
    ]


def subsidy_rows(seed: int, entitlements: Sequence[Entitlement], *, period: str, first: date, last: date) -> list[Row]:
    """Return the entries that fell due between two days; those due in the month of the file are still to be paid."""
    chance = Chance(seed, "subsidies", first.isoformat())
    due = [e for e in entitlements if e.is_entered and first <= e.due <= last]
    return [
        _row(chance, e, n, period) for n, e in enumerate(sorted(due, key=lambda e: (e.due, e.person.number, e.scheme)))
    ]


def _row(chance: Chance, entitlement: Entitlement, number: int, period: str) -> Row:
    paid = entitlement.due + timedelta(days=chance.number(3, 28))
    is_open = f"{entitlement.due:%Y-%m}" == period
    person = entitlement.person
    values: dict[str, Value] = {
        "scheme": Choice("subsidy_scheme", entitlement.scheme),
        "entry_no": f"BT{period[:4]}-{number + 1:06d}",
        "id_type": Choice("id_type", person.id_type),
        "id_number": person.id_number,
        "name": person.name,
        "certificate_no": entitlement.certificate_no,
        "due_date": entitlement.due,
        "amount_cny": Decimal(entitlement.amount),
        "paid_date": None if is_open else paid,
        "payer": "云州市就业服务中心",
    }
    return Row(values)


def _upgrade(employee: Employee, held: Held) -> Entitlement | None:
    due = held.issued + timedelta(days=30)
    if held.issued < SINCE or due > _LAST_DUE:
        return None
    return Entitlement("skill_upgrade", employee.person, held.number, due, _UPGRADE[held.level])


def _allowances(employee: Employee) -> list[Entitlement]:
    held = employee.held
    if held is None or held.level not in _ALLOWANCE or not held.is_known:
        return []
    days = [d for d in _ALLOWANCE_DAYS if d > held.issued]
    return [Entitlement("technician_allowance", employee.person, held.number, d, _ALLOWANCE[held.level]) for d in days]


def _reward(award: Award) -> Entitlement | None:
    amount, day = award.values["allowance_cny"], award.values["event_date"]
    if award.workplace is None or not isinstance(amount, Decimal) or not isinstance(day, date) or day < SINCE:
        return None
    due = day + timedelta(days=40)
    return Entitlement("achievement", award.person, None, due, int(amount)) if due <= _LAST_DUE else None
