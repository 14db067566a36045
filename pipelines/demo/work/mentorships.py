"""Masters and apprentices at the workplaces: graduates who were hired there, and colleagues of low level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.careers import Career
from pipelines.demo.chance import Chance
from pipelines.demo.people import Person
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Note, Row, RowFault, Value
from pipelines.demo.work.workplaces import Employee, Workplace

APPRENTICES_ALLOWED = 5
_PAIRINGS = 9
_PER_MENTOR = 3
_HIRED = ("10", "11", "12")
_OVER, _RUNNING = (date(2025, 1, 6), date(2025, 7, 1)), (date(2025, 11, 3), date(2026, 8, 20))
_CROWDED_SINCE = date(2026, 3, 2)
_TOO_MANY = Note("A sixth apprentice at the same time.", "同时带第六名徒弟。")


@dataclass(frozen=True)
class Pairing:
    """One mentor and one apprentice. `is_one_too_many` is whether the mentor already has all that are allowed."""

    number: str
    workplace: Workplace
    mentor: Employee
    apprentice: Person
    level: int
    values: dict[str, Value]
    is_one_too_many: bool = False
    is_reserved: bool = False


def make_pairings(
    seed: int, reference: Reference, workplaces: Sequence[Workplace], careers: Sequence[Career]
) -> list[Pairing]:
    """Pair apprentices with mentors; the first mentor of the first workplace has one more than allowed."""
    chance = Chance(seed, "mentorships")
    found: list[Pairing] = []
    for index, workplace in enumerate(workplaces):
        mentors = [e for e in workplace.staff if e.level >= 4][:4]
        learners = _learners(workplace, careers, taken={m.person.id_number for m in mentors})
        crowded = index == 0
        if crowded:
            for nth, (person, level) in enumerate(learners[: APPRENTICES_ALLOWED + 1]):
                found.append(_pairing(chance, reference, workplace, mentors[0], person, level, len(found), nth=nth))
            learners, mentors = learners[APPRENTICES_ALLOWED + 1 :], mentors[1:]
        for nth, (person, level) in enumerate(learners[: min(_PAIRINGS, _PER_MENTOR * len(mentors))]):
            mentor = mentors[nth % len(mentors)]
            found.append(_pairing(chance, reference, workplace, mentor, person, level, len(found)))
    return found


def pairing_row(pairing: Pairing) -> Row:
    """Return what the enterprise reports; the crowded mentor's rows carry no other fault."""
    row = Row(dict(pairing.values), is_reserved=pairing.is_reserved)
    if pairing.is_one_too_many:
        row.faults.append(RowFault("mentor_has_too_many", "mentor_id_number", "compliance", _TOO_MANY))
    return row


def _learners(workplace: Workplace, careers: Sequence[Career], *, taken: set[str]) -> list[tuple[Person, int]]:
    """Return who may learn here, graduates and colleagues in turn, with the level they have."""
    hired = [c for c in careers if c.code in _HIRED and c.employer is workplace.enterprise and c.settled_on is not None]
    graduates = [(c.spell.person, 1) for c in sorted(hired, key=lambda c: c.spell.key)]
    colleagues = [(e.person, max(1, e.level)) for e in workplace.staff if e.level <= 3]
    in_turn = [pair for pairs in zip(graduates, colleagues, strict=False) for pair in pairs]
    rest = graduates[len(colleagues) :] + colleagues[len(graduates) :]
    return [(p, level) for p, level in in_turn + rest if p.id_number not in taken]


def _pairing(
    chance: Chance,
    reference: Reference,
    workplace: Workplace,
    mentor: Employee,
    apprentice: Person,
    level: int,
    number: int,
    *,
    nth: int = -1,
) -> Pairing:
    is_crowded = nth >= 0
    done = not is_crowded and chance.flip(0.45)
    first, last = _OVER if done else _RUNNING
    start = _CROWDED_SINCE if is_crowded else chance.day(first, last)
    ended = start + timedelta(days=chance.number(330, 400)) if done else None
    result = chance.weighted({"pass": 80, "fail": 8, "terminated": 12})
    if ended and result == "terminated":
        ended = start + timedelta(days=chance.number(200, 300))
    target = min(level + chance.pick([1, 1, 2]), mentor.level)
    checked = start + timedelta(days=180)
    has_check = checked <= date(2026, 8, 31)
    values: dict[str, Value] = {
        "pairing_id": f"ST-{start.year}-{number + 1:04d}",
        "uscc": workplace.uscc,
        "mentor_id_type": Choice("id_type", mentor.person.id_type),
        "mentor_id_number": mentor.person.id_number,
        "mentor_name": mentor.person.name,
        "apprentice_id_type": Choice("id_type", apprentice.id_type),
        "apprentice_id_number": apprentice.id_number,
        "apprentice_name": apprentice.name,
        "occupation_code": mentor.occupation,
        "mentor_level": Choice("ladder_rank", str(mentor.level)),
        "apprentice_level": Choice("ladder_rank", str(level)),
        "agreement_date": start - timedelta(days=chance.number(3, 30)),
        "start_date": start,
        "planned_end": start + timedelta(days=365),
        "ended_on": ended,
        "goals": f"能独立完成{reference.occupations[mentor.occupation].name}岗位工作",
        "target_level": Choice("ladder_rank", str(max(target, level + 1))),
        "mid_check_date": checked if has_check else None,
        "mid_check_result": Choice("mentorship_check", "pass" if chance.flip(0.9) else "fail") if has_check else None,
        "final_result": Choice("mentorship_result", result) if ended else None,
        "subsidy_cny": Decimal(chance.pick([1200, 2400, 3600])),
    }
    return Pairing(
        number=str(values["pairing_id"]),
        workplace=workplace,
        mentor=mentor,
        apprentice=apprentice,
        level=level,
        values=values,
        is_one_too_many=nth == APPRENTICES_ALLOWED,
        is_reserved=is_crowded,
    )
