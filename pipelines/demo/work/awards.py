"""Skills competitions, titles and technical achievements of students and staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.people import Person
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.students import Spell
from pipelines.demo.work.workplaces import Workplace

_STUDENT_SHARE = 0.03
_LEAST_STUDENTS = 8
_STAFF_PER_WORKPLACE = 2
_GRADES = {"first": 1, "second": 2, "third": 3, "excellence": 2}
_PLACES = {"first": 1, "second": 3, "third": 6, "excellence": 12}


@dataclass(frozen=True)
class Competition:
    """A competition, and the level that its first prize promotes to."""

    number: str
    name: str
    tier: str
    organiser: str
    day: date
    promotes_to: int | None


COMPETITIONS = (
    Competition("JS-2024-011", "2024年云州市职业技能大赛", "city", "云州市人力资源和社会保障局", date(2024, 9, 21), 4),
    Competition("JS-2025-003", "2025年示范省职业院校技能大赛", "provincial", "示范省教育厅", date(2025, 5, 17), 4),
    Competition("JS-2025-017", "2025年云州市职业技能大赛", "city", "云州市人力资源和社会保障局", date(2025, 9, 20), 3),
    Competition("JS-2025-020", "全国职业院校技能大赛", "national-2", "示范主管部门", date(2025, 11, 8), 5),
    Competition("JS-2026-006", "2026年示范省职业院校技能大赛", "provincial", "示范省教育厅", date(2026, 5, 16), 4),
    Competition("JS-2026-012", "2026年企业岗位练兵比武", "enterprise", "云州市总工会", date(2026, 7, 11), None),
)
_WEIGHTS = {0: 2, 1: 2, 2: 4, 3: 1, 4: 3, 5: 3}


@dataclass(frozen=True)
class Award:
    """What one person did at one competition. `spell` is that of a student, `workplace` that of an employee."""

    person: Person
    values: dict[str, Value]
    spell: Spell | None = None
    workplace: Workplace | None = None


def make_awards(
    seed: int, reference: Reference, spells: Sequence[Spell], workplaces: Sequence[Workplace]
) -> list[Award]:
    """Let a few students and two employees of each workplace compete, or be honoured."""
    chance = Chance(seed, "awards")
    able = [s for s in spells if s.major.occupations and s.end_status not in ("dropped", "transferred")]
    able = [s for s in able if s.path == "plain"]
    students = chance.sample(able, max(_LEAST_STUDENTS, round(len(able) * _STUDENT_SHARE)))
    found = [_student(chance, reference, s) for s in sorted(students, key=lambda s: s.key)]
    for workplace in workplaces:
        for employee in workplace.staff_of(least=4)[:_STAFF_PER_WORKPLACE]:
            kind = chance.weighted({"award": 5, "honour": 3, "technical_achievement": 3})
            event = COMPETITIONS[chance.pick([0, 2, 5])]
            values = _values(chance, reference, employee.person, kind, event, employee.occupation)
            values |= {"employer_uscc": workplace.uscc, "front_line": True}
            found.append(Award(employee.person, values, workplace=workplace))
    return found


def award_row(award: Award) -> Row:
    """Return what is reported of an award."""
    return Row(dict(award.values))


def _student(chance: Chance, reference: Reference, spell: Spell) -> Award:
    kind = chance.weighted({"award": 68, "event": 26, "honour": 6})
    events = [n for n, c in enumerate(COMPETITIONS) if c.day > spell.start and c.tier != "enterprise"]
    event = COMPETITIONS[chance.weighted({n: _WEIGHTS[n] for n in events})]
    values = _values(chance, reference, spell.person, kind, event, spell.major.occupations[0][0])
    values |= {"institution_code": spell.college.code, "front_line": False}
    return Award(spell.person, values, spell=spell)


def _values(
    chance: Chance, reference: Reference, person: Person, kind: str, event: Competition, occupation: str
) -> dict[str, Value]:
    grade = chance.weighted(_GRADES) if kind == "award" else None
    promotes = grade == "first" and event.promotes_to is not None
    return {
        "competition_id": event.number,
        "item": reference.occupations[occupation].name[:20],
        "id_type": Choice("id_type", person.id_type),
        "id_number": person.id_number,
        "name": person.name,
        "competition_name": event.name,
        "organiser": event.organiser,
        "award_tier": Choice("award_tier", event.tier),
        "award_kind": Choice("award_kind", kind),
        "occupation_code": occupation,
        "event_date": event.day,
        "award_rank": _PLACES[grade] if grade else None,
        "award_grade": Choice("award_grade", grade) if grade else None,
        "award_role": Choice("award_role", "contestant"),
        "promoted_level": Choice("ladder_rank", str(event.promotes_to)) if promotes else None,
        "proof_ref": f"HJ-{event.day.year}-{chance.digits(5)}" if kind != "event" else None,
        "entrants": chance.number(3, 9) * 10,
        "allowance_cny": Decimal(chance.pick([1000, 2000, 3000])) if kind != "event" else None,
    }
