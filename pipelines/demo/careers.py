"""What became of every graduate, as it truly was. What a college reports of it belongs in `destinations`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.demo import identity
from pipelines.demo.chance import Chance
from pipelines.demo.hosts import HostBook
from pipelines.demo.internships import Internship
from pipelines.demo.organisations import Enterprise
from pipelines.demo.plan import COHORTS
from pipelines.demo.students import Spell

EMPLOYED = frozenset({"10", "11", "12", "27", "50", "51"})
SEEKING = "70"
UNRECORDED_SHARE = 0.04
_CODES = {
    "higher": {
        "10": 22,
        "11": 25,
        "12": 11,
        "27": 0.8,
        "46": 2,
        "50": 1,
        "51": 1,
        "75": 1.6,
        "76": 3,
        "80": 17,
        "85": 0.8,
        "70": 9,
        "71": 3.5,
        "72": 2.3,
    },
    "secondary": {
        "10": 8,
        "11": 17,
        "12": 9,
        "46": 1,
        "51": 0.6,
        "75": 1,
        "76": 2.4,
        "80": 49,
        "85": 0.4,
        "70": 8,
        "71": 2,
        "72": 1.6,
    },
}
_PAY = {"higher": 5200, "secondary": 4200}


@dataclass(frozen=True)
class Career:
    """The first year after one spell. `settled_on` is None while nothing is settled.

    `signed_on` is when somebody hired for a vacancy signed; others sign shortly before their first day.

    A concentrated one leads to the employer that takes too large a share of the college's graduates.
    """

    spell: Spell
    code: str
    settled_on: date | None
    is_recorded: bool
    employer: Enterprise | None = None
    employer_uscc: str | None = None
    occupation: str | None = None
    affinity: int = 0
    pay: int | None = None
    verification: str = "verified"
    is_conversion: bool = False
    is_concentrated: bool = False
    signed_on: date | None = None

    def code_on(self, day: date) -> str:
        """Return the destination as it stood on a day."""
        if self.code in ("65", "70", "71", "72") or (self.settled_on and self.settled_on <= day):
            return self.code
        return SEEKING


def make_careers(
    seed: int, hosts: HostBook, spells: Sequence[Spell], internships: Sequence[Internship]
) -> list[Career]:
    """Settle, or fail to settle, everyone whose programme was due to end before `as_of`."""
    chance = Chance(seed, "careers")
    kept_on = {i.spell.key: i for i in internships if i.converted}
    continues = {s.person.number for s in spells if s.path == "three_plus_two" and s.cohort == COHORTS[-1]}
    due = [s for s in spells if s.cohort in COHORTS[:2] and s.end_status not in ("dropped", "transferred")]
    return [_career(chance, hosts, s, kept_on.get(s.key), continues=s.person.number in continues) for s in due]


def _career(chance: Chance, hosts: HostBook, spell: Spell, internship: Internship | None, *, continues: bool) -> Career:
    if spell.ended is None:
        return Career(spell, "65", None, is_recorded=chance.flip(0.9))
    recorded = not chance.flip(UNRECORDED_SHARE)
    if continues:
        return Career(spell, "80", date(spell.cohort, 8, 20), is_recorded=recorded)
    code = chance.weighted(_CODES[spell.college.tier])
    if internship is not None:
        code = chance.weighted({"10": 3, "11": 7})
    settled = None if code in ("70", "71", "72") else _settled_on(chance, spell.ended, code)
    if code not in EMPLOYED:
        own = identity.credit_code("92", "990101", identity.organisation_code(chance)) if code == "75" else None
        return Career(spell, code, settled, is_recorded=recorded, employer_uscc=own, verification=_verification(chance))
    return _employed(chance, hosts, Career(spell, code, settled, is_recorded=recorded), internship)


def _employed(chance: Chance, hosts: HostBook, career: Career, internship: Internship | None) -> Career:
    spell = career.spell
    employer = internship.host if internship else hosts.employer(chance, spell.major)
    occupation = internship.occupation if internship else hosts.occupation(chance, spell.major, employer)[0]
    affinity = dict(spell.major.occupations).get(occupation, 0)
    boost = 108 if affinity else 96
    return Career(
        spell=spell,
        code=career.code,
        settled_on=career.settled_on,
        is_recorded=career.is_recorded,
        employer=employer,
        employer_uscc=employer.uscc,
        occupation=occupation,
        affinity=affinity,
        pay=chance.amount(_PAY[spell.college.tier] * boost // 100, spread=0.24),
        verification=_verification(chance),
        is_conversion=internship is not None,
    )


def _settled_on(chance: Chance, ended: date, code: str) -> date:
    if code in ("80", "85", "46") or chance.flip(0.8):
        return chance.day(ended + timedelta(days=1), date(ended.year, 8, 28))
    return chance.day(date(ended.year, 9, 2), date(ended.year + 1, 5, 30))


def _verification(chance: Chance) -> str:
    return chance.weighted({"verified": 80, "unverified": 15, "disputed": 3, "rejected": 2})
