"""Internships as they took place and as colleges report them.

All rows here keep the rules; breaches are planted by `breaches`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from data_contracts.code_tables import normalise_word, vocabulary
from pipelines.demo.chance import Chance
from pipelines.demo.hosts import HostBook
from pipelines.demo.organisations import Enterprise
from pipelines.demo.plan import AS_OF, AUTUMN, COHORTS
from pipelines.demo.reference import ELSEWHERE, Reference
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.students import Spell

_DAYS_OF_MONTHS = {5: 153, 6: 182, 7: 211}
_GOOD_AFFINITY = 7000


@dataclass(frozen=True)
class Internship:
    """One stay of one student at one host. `oddity` names what makes it a case for models, empty for the usual ones."""

    internship_id: str
    spell: Spell
    host: Enterprise
    kind: str
    occupation: str
    start: date
    end: date
    converted: bool
    oddity: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it had ended when the autumn files were written."""
        return self.end <= AUTUMN


def make_internships(seed: int, hosts: HostBook, spells: Sequence[Spell]) -> list[Internship]:
    """Send three in four final-year students to an employer, one in eight of them also for a visit."""
    chance = Chance(seed, "internships")
    found: list[Internship] = []
    for spell in spells:
        if spell.end_status in ("dropped", "transferred") or spell.employer_uscc or spell.on_leave:
            continue
        if chance.flip(0.12):
            found.append(_visit(chance, hosts, spell, len(found)))
        if chance.flip(0.74) or spell.is_late or spell.person.age_on(AUTUMN) < 16:
            found.append(_post(chance, hosts, spell, len(found)))
    return found


def internship_row(internship: Internship, chance: Chance, reference: Reference) -> Row:
    """Return what the college reports about an internship that kept every rule."""
    spell, host = internship.spell, internship.host
    affinity = dict(spell.major.occupations).get(internship.occupation, 0)
    region = chance.pick(ELSEWHERE) if chance.flip(0.02) else host.region
    own_choice = chance.flip(0.15)
    signed = internship.start - timedelta(days=chance.number(5, 40))
    values: dict[str, Value] = {
        "internship_id": internship.internship_id,
        "institution_code": spell.college.code,
        "student_no": spell.student_no,
        "internship_type": Choice("internship_type", internship.kind),
        "arrangement_type": Choice("arrangement_type", "self" if own_choice else "school"),
        "host_uscc": host.uscc,
        "host_name": host.name,
        "host_region": region,
        "post_name": _post_name(chance, reference, internship.occupation),
        "occupation_code": internship.occupation,
        "major_match": Choice("match_answer", "matched" if affinity >= _GOOD_AFFINITY else "basically_matched")
        if affinity
        else Choice("match_answer", "not_matched"),
        "start_date": internship.start,
        "end_date": internship.end,
        "agreement_no": f"XY{internship.internship_id[2:]}",
        "agreement_signed_date": signed,
        "signed_by_school": True,
        "signed_by_host": True,
        "signed_by_student": True,
        "student_consent": True,
        "guardian_consent": True,
        "cross_province_filing_no": f"KS{internship.internship_id[2:]}" if region != host.region else None,
        "organiser_type": Choice("organiser_type", "school"),
        "host_assessed_date": signed - timedelta(days=chance.number(10, 90)),
        "safety_training_date": internship.start - timedelta(days=chance.number(0, 5)),
        "status": Choice("internship_status", "completed" if internship.is_done else "active"),
        **_insurance(internship),
    }
    if internship.kind == "post":
        values |= _work(chance)
    if internship.is_done:
        values |= {
            "school_score": Decimal(chance.number(68, 97)),
            "host_score": Decimal(chance.number(65, 98)),
            "converted_to_hire": internship.converted if internship.kind == "post" else None,
        }
    return Row(values, is_reserved=bool(internship.oddity))


def _work(chance: Chance) -> dict[str, Value]:
    standard = chance.amount(4800, spread=0.18)
    pay = max(chance.amount(standard * 9 // 10, spread=0.08), -(-standard * 82 // 10000) * 100)
    return {
        "hours_per_day": Decimal(8) if chance.flip(0.9) else Decimal("7.5"),
        "hours_per_week": Decimal(40),
        "overtime_hours": Decimal(0),
        "night_shift": False,
        "rest_day_work": False,
        "pay_monthly": Decimal(pay),
        "post_wage_standard": Decimal(standard),
        "lowest_grade_wage": Decimal(standard * 93 // 10000 * 100),
        "pay_channel": Choice("pay_channel", "bank_to_student"),
        "pay_form": Choice("pay_form", "money"),
        "pay_interval_days": 30,
        "fees_charged": Decimal(0),
        "id_held": False,
        "guarantee_required": False,
        "labour_intensity": Choice("labour_intensity", chance.weighted({"I": 6, "II": 4})),
    }


def _insurance(internship: Internship) -> dict[str, Value]:
    return {
        "insurance_type": "实习责任险",
        "insurance_policy_no": f"BX{internship.internship_id[2:]}",
        "insurance_from": internship.start,
        "insurance_to": internship.end,
        "premium_payer": Choice("premium_payer", "school" if internship.kind == "familiarisation" else "host"),
    }


def _post(chance: Chance, hosts: HostBook, spell: Spell, number: int) -> Internship:
    final = spell.cohort == COHORTS[-1]
    opening = date(spell.cohort - 1, 7, 1)
    start = (
        chance.day(opening, AS_OF.date() - timedelta(days=25))
        if final
        else chance.day(opening, date(spell.cohort - 1, 12, 1))
    )
    if spell.is_late:
        start = min(start, date(spell.cohort - 1, 8, 3))
    months = chance.weighted({5: 2, 6: 7, 7: 1})
    host = hosts.sponsor(spell) or hosts.employer(chance, spell.major)
    return Internship(
        internship_id=f"SX{spell.cohort}{number:06d}",
        spell=spell,
        host=host,
        kind="post",
        occupation=hosts.occupation(chance, spell.major, host)[0],
        start=start,
        end=start + timedelta(days=_DAYS_OF_MONTHS[months]),
        converted=chance.flip(0.28) and spell.is_graduate,
    )


def _visit(chance: Chance, hosts: HostBook, spell: Spell, number: int) -> Internship:
    host = hosts.employer(chance, spell.major)
    start = chance.day(date(spell.cohort - 2, 10, 8), date(spell.cohort - 1, 5, 20))
    return Internship(
        internship_id=f"SX{spell.cohort}{number:06d}",
        spell=spell,
        host=host,
        kind="familiarisation",
        occupation=hosts.occupation(chance, spell.major, host)[0],
        start=start,
        end=start + timedelta(days=chance.number(4, 20)),
        converted=False,
    )


def _post_name(chance: Chance, reference: Reference, occupation: str) -> str:
    known = reference.occupations[occupation]
    titles = [title for title in known.titles if not _is_barred(title)]
    return chance.pick(titles) if titles and chance.flip(0.6) else known.name


def _is_barred(title: str) -> bool:
    """Whether a job title names a place where no intern may be sent."""
    return any(word in normalise_word(title) for word in vocabulary("barred_venue_words"))
