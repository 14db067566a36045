"""Appraisals of the students: passed, failed, missed and refused ones, from the bodies through the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo import identity
from pipelines.demo.chance import Chance
from pipelines.demo.plan import AUTUMN, SPRING
from pipelines.demo.reference import Occupation, Reference
from pipelines.demo.rows import Choice, Note, Row, RowFault, Value
from pipelines.demo.students import Spell

BODIES = ("S000099000001", "S000099000002", "S000099000003", "Y000199010203")
_SPECIAL_TRADES = {"6-31-01-03": "低压电工作业", "6-18-02-04": "熔化焊接与热切割作业"}
_TRADE_SHARE = {"higher": 0.62, "secondary": 0.48}
_PASS_SCORE = 60
_BARRED_GROUNDS = frozenset({"quota", "seniority", "identity"})
BARRED_NOTE = Note("Refused on a ground that appraisal must not use.", "以名额、资历或身份为由不予受理。")


@dataclass(frozen=True)
class Application:
    """One application for one certificate and the day its result was known."""

    known_on: date
    row: Row


def make_applications(seed: int, reference: Reference, spells: Sequence[Spell]) -> list[Application]:
    """Let students apply in trades their major reaches, in order of the day the result was known."""
    chance = Chance(seed, "certificates")
    found: list[Application] = []
    for spell in spells:
        trades = {reference.occupations[c]: float(a) for c, a in spell.major.occupations if c[0] in "456"}
        if not trades or not chance.flip(_TRADE_SHARE[spell.college.tier]):
            continue
        trade = chance.weighted(trades)
        found.append(_level(chance, spell, trade, len(found)))
        if chance.flip(0.08):
            found.append(_level(chance, spell, chance.weighted(trades), len(found)))
        if trade.code in _SPECIAL_TRADES and chance.flip(0.6):
            found.append(_special(chance, spell, trade, len(found)))
    return sorted((a for a in found if a.known_on <= AUTUMN), key=lambda a: str(a.row.values["application_no"]))


def application_rows(applications: Sequence[Application], *, until_spring: bool) -> list[Row]:
    """Return the rows of the spring file, or those that became known after it."""
    return [a.row for a in applications if (a.known_on <= SPRING) == until_spring]


def _level(chance: Chance, spell: Spell, trade: Occupation, number: int) -> Application:
    exam = _exam_day(chance, spell)
    ladder = chance.weighted({2: 18, 3: 56, 4: 26} if spell.college.tier == "higher" else {2: 40, 3: 55, 4: 5})
    values = _application(chance, spell, trade, number) | {
        "cert_type": Choice("cert_type", "level"),
        "level": Choice("ladder_rank", str(ladder)),
        "applied_on": exam - timedelta(days=chance.number(20, 60)),
    }
    result = chance.weighted({"pass": 84, "fail": 9, "absent": 4, "refused": 3})
    values |= _outcome(chance, result, exam)
    if result == "pass":
        issued = exam + timedelta(days=chance.number(10, 35))
        values |= {
            "certificate_no": identity.level_certificate_number(chance, year=issued.year, national_level=7 - ladder),
            "issue_date": issued,
            "status": Choice("cert_status", "revoked" if chance.flip(0.012) else "valid"),
        }
    row = Row(values)
    if _refusal_ground(values) in _BARRED_GROUNDS:
        row.faults.append(RowFault("refusal_ground_barred", "refusal_reason", "compliance", BARRED_NOTE))
    return Application(_known(values, exam), row)


def _special(chance: Chance, spell: Spell, trade: Occupation, number: int) -> Application:
    exam = _exam_day(chance, spell) - timedelta(days=chance.pick([0, 0, 0, 1400]))
    exam = max(exam, date(2021, 3, 1))
    issued = exam + timedelta(days=chance.number(10, 30))
    values = _application(chance, spell, trade, number) | {
        "cert_type": Choice("cert_type", "special_operation"),
        "work_type": _SPECIAL_TRADES[trade.code],
        "applied_on": exam - timedelta(days=30),
        "issue_date": issued,
        "expiry": issued + timedelta(days=3 * 365),
        "status": Choice("cert_status", "valid"),
    }
    values |= _outcome(chance, "pass", exam)
    return Application(_known(values, exam), Row(values))


def _application(chance: Chance, spell: Spell, trade: Occupation, number: int) -> dict[str, Value]:
    return {
        "application_no": f"SQ{number + 1:07d}",
        "id_type": Choice("id_type", spell.person.id_type),
        "id_number": spell.person.id_number,
        "name": spell.person.name,
        "occupation_code": trade.code,
        "occupation_edition": 2022,
        "occupation_name": trade.name,
        "body_code": chance.pick(BODIES),
        "years_of_service": 0,
        "education": Choice(
            "education", "higher_vocational" if spell.college.tier == "higher" else "secondary_vocational"
        ),
    }


def _outcome(chance: Chance, result: str, exam: date) -> dict[str, Value]:
    values: dict[str, Value] = {"result": Choice("cert_result", result)}
    if result == "refused":
        reasons = {"quota": 2, "seniority": 3, "identity": 2, "qualification": 3, "other": 1}
        return values | {
            "refusal_reason": Choice("refusal_reason", chance.weighted(reasons)),
            "employment_form": Choice("employment_form", chance.weighted({"dispatch": 1, "fixed_term": 1})),
        }
    values["exam_date"] = exam
    if result == "absent":
        return values
    low, high = (_PASS_SCORE, 96) if result == "pass" else (25, _PASS_SCORE - 1)
    theory, skill = chance.number(low, high), chance.number(low, high)
    return values | {
        "theory_score": Decimal(theory),
        "skill_score": Decimal(skill),
        "overall_score": Decimal((theory + skill) // 2),
    }


def _refusal_ground(values: dict[str, Value]) -> str:
    reason = values.get("refusal_reason")
    return reason.code if isinstance(reason, Choice) else ""


def _exam_day(chance: Chance, spell: Spell) -> date:
    last = min(date(spell.cohort, 5, 31), AUTUMN - timedelta(days=40))
    return chance.day(max(spell.start, date(spell.cohort - 2, 10, 15)), last)


def _known(values: dict[str, Value], exam: date) -> date:
    issued = values.get("issue_date")
    return issued if isinstance(issued, date) else exam + timedelta(days=20)
