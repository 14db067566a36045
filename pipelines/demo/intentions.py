"""What students and recent graduates agreed to and look for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.demo.careers import Career
from pipelines.demo.chance import Chance
from pipelines.demo.organisations import Enterprise
from pipelines.demo.places import city_of, county
from pipelines.demo.plan import AUTUMN, COHORTS, SPRING, Term
from pipelines.demo.reference import ELSEWHERE, Reference
from pipelines.demo.rows import Choice, Note, Row, RowFault, Value
from pipelines.demo.students import Spell

UNKNOWN_SKILLS = ("会开叉车倒车入库", "抖音运营小能手", "吃苦耐劳", "打字飞快")
_ANSWERS_SHARE = {2025: 0.55, 2026: 0.72, 2027: 0.86}
_UNKNOWN_SKILL = Note("A skill nobody lists.", "技能词表中没有的词。")


@dataclass(frozen=True)
class Intention:
    """One answer, as it stands now; who was hired for a vacancy sought work until signing."""

    spell: Spell
    given_on: date
    consents: bool
    guardian_informed: bool | None
    withdrawn_on: date | None
    values: dict[str, Value]
    has_unknown_skill: bool
    signed_on: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether the person may be shown today: consent not withdrawn, and the guardian's under 18."""
        guarded = self.guardian_informed is True or not self.spell.person.is_minor
        return self.consents and self.withdrawn_on is None and guarded


def make_intentions(
    seed: int,
    reference: Reference,
    spells: Sequence[Spell],
    careers: Mapping[tuple[str, str], Career],
    enterprises: Sequence[Enterprise],
) -> list[Intention]:
    """Ask everyone with a live or recent spell; some do not answer."""
    chance = Chance(seed, "intentions")
    latest = {s.person.number: s for s in sorted(spells, key=lambda s: s.start)}
    asked = [s for s in spells if latest[s.person.number] is s and s.end_status not in ("dropped", "transferred")]
    return [
        _intention(chance, reference, spell, careers.get(spell.key), enterprises)
        for spell in asked
        if chance.flip(_ANSWERS_SHARE[spell.cohort])
    ]


def intention_rows(intentions: Sequence[Intention], term: Term) -> list[Row]:
    """Return one college's answers that were given before a term's file was written."""
    return [_row(i, term) for i in intentions if i.given_on <= term.day]


def _row(intention: Intention, term: Term) -> Row:
    values = dict(intention.values)
    if intention.withdrawn_on is not None and intention.withdrawn_on <= term.day:
        values["withdrawn_date"] = intention.withdrawn_on
    confirmed = values["seeking_confirmed_on"]
    if isinstance(confirmed, date) and confirmed > term.day:
        values["seeking_confirmed_on"] = intention.given_on
    if intention.signed_on is not None and term.day < intention.signed_on:
        values |= {"seeking": Choice("seeking", "seeking"), "seeking_confirmed_on": intention.given_on}
    row = Row(values)
    if intention.has_unknown_skill:
        row.faults.append(RowFault("skills_known", "skills", "warning", _UNKNOWN_SKILL))
    return row


def _intention(
    chance: Chance, reference: Reference, spell: Spell, career: Career | None, enterprises: Sequence[Enterprise]
) -> Intention:
    given = chance.day(SPRING - timedelta(days=120), SPRING) if chance.flip(0.5) else chance.day(SPRING, AUTUMN)
    given = max(given, spell.start + timedelta(days=20))
    minor = spell.person.is_minor
    informed = chance.flip(0.82) if minor else None
    skills, unknown = _skills(chance, reference, spell)
    seeking = _seeking(chance, career)
    recent = chance.day(max(given, date(2026, 7, 1)), AUTUMN) if chance.flip(0.75) else given
    values: dict[str, Value] = {
        "institution_code": spell.college.code,
        "student_no": spell.student_no,
        "pool_consent": chance.flip(0.84),
        "consent_version": "2026-1" if given.year == SPRING.year else "2025-2",
        "consent_date": given,
        "consent_evidence": f"TY{spell.college.style + 1:02d}{chance.digits(7)}",
        "guardian_informed": informed,
        "guardian_consent_date": given if informed else None,
        "seeking": Choice("seeking", seeking),
        "skills": skills,
        "wish_occupations": tuple(_wishes(chance, spell)),
        "wish_regions": tuple(_regions(chance, reference, spell)),
        "pay_floor": chance.amount(4500, spread=0.2, step=500) if chance.flip(0.7) else None,
        "available_from": _available(chance, spell),
        "honour_roll_consent": chance.flip(0.5),
        "blocked_usccs": tuple(e.uscc for e in chance.sample(enterprises, 2)) if chance.flip(0.012) else None,
        "seeking_confirmed_on": recent if seeking == "seeking" else None,
    }
    withdrawn = chance.flip(0.02) and given < AUTUMN
    return Intention(
        spell=spell,
        given_on=given,
        consents=bool(values["pool_consent"]),
        guardian_informed=informed,
        withdrawn_on=chance.day(given, AUTUMN) if withdrawn else None,
        values=values,
        has_unknown_skill=unknown,
        signed_on=career.signed_on if career else None,
    )


def _seeking(chance: Chance, career: Career | None) -> str:
    if career is None:
        return chance.weighted({"seeking": 70, "unknown": 15, "not_seeking": 15})
    if career.code == "70":
        return chance.weighted({"seeking": 92, "unknown": 8})
    return chance.weighted({"seeking": 6, "unknown": 9, "not_seeking": 85})


def _skills(chance: Chance, reference: Reference, spell: Spell) -> tuple[tuple[str, ...], bool]:
    core = chance.sample(spell.major.skills, chance.number(0, 5))
    wider = [s for code, _ in spell.major.occupations[:3] for s in reference.occupations[code].skills]
    codes = dict.fromkeys([*core, *chance.sample(sorted(set(wider)), chance.number(0, 3))])
    words = [chance.pick(reference.skill_words[c]) for c in codes]
    unknown = bool(words) and chance.flip(0.02)
    return tuple(words + ([chance.pick(UNKNOWN_SKILLS)] if unknown else [])), unknown


def _wishes(chance: Chance, spell: Spell) -> list[str]:
    weights = {code: float(affinity) for code, affinity in spell.major.occupations}
    return sorted({chance.weighted(weights) for _ in range(chance.number(0, 3))})


def _regions(chance: Chance, reference: Reference, spell: Spell) -> list[str]:
    found = []
    for _ in range(chance.number(0, 3)):
        place = county(chance, reference, near=spell.person.home_region)
        found.append(city_of(place) if chance.flip(0.5) else place)
    if chance.flip(0.06):
        found.append(chance.pick(ELSEWHERE))
    return list(dict.fromkeys(found))


def _available(chance: Chance, spell: Spell) -> date | None:
    if spell.cohort == COHORTS[-1]:
        return chance.pick([date(2027, 6, 15), date(2027, 7, 1), date(2027, 7, 1), date(2027, 3, 1)])
    return chance.day(date(2026, 9, 1), date(2026, 11, 15)) if chance.flip(0.6) else None
