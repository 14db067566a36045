"""What colleges report about their graduates at each statistical day. The truth behind it belongs in `careers`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.careers import EMPLOYED, SEEKING, Career
from pipelines.demo.chance import Chance
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Note, Row, RowFault, Value

_GOOD_AFFINITY = 7000
_FIRST_PAYMENT = timedelta(days=60)
_UNIVERSITIES = ("示范理工学院", "云州大学", "海州应用技术大学", "示范职业技术大学")
_SCHOOLS = ("云州职业技术学院", "海州工业职业学院", "示范交通职业技术学院")
_ONE_EMPLOYER = Note("One employer takes a sixth of the graduates.", "同一单位吸纳本校过多毕业生。")
_ABROAD = ("Demo Polytechnic", "Example University of Applied Sciences")


@dataclass(frozen=True)
class Cutoff:
    """A statistical day, the period it is reported in, and the cohorts asked about."""

    period: str
    day: date
    cohorts: tuple[int, ...]
    tiers: tuple[str, ...]


CUTOFFS = (
    Cutoff("2025-09", date(2025, 8, 31), (2025,), ("higher", "secondary")),
    Cutoff("2026-01", date(2025, 12, 31), (2025,), ("higher",)),
    Cutoff("2026-09", date(2026, 8, 31), (2025, 2026), ("higher", "secondary")),
)


def destination_rows(careers: Sequence[Career], cutoff: Cutoff, chance: Chance, reference: Reference) -> list[Row]:
    """Return one college's rows at a cut-off; an older cohort is followed up only where something changed."""
    return [destination_row(c, cutoff.day, chance, reference) for c in careers if _is_reported(c, cutoff)]


def destination_row(career: Career, day: date, chance: Chance, reference: Reference) -> Row:
    """Return what the college says about one graduate on a day."""
    spell, code = career.spell, career.code_on(day)
    values: dict[str, Value] = {
        "institution_code": spell.college.code,
        "student_no": spell.student_no,
        "graduation_year": spell.cohort,
        "status_date": day,
        "diploma_type": Choice("diploma_type", "graduate" if spell.is_graduate else "completion"),
        "destination_code": code,
        "evidence_type": Choice("evidence_type", _evidence(code, chance, reference)),
        "verification_status": Choice("verification_status", "unverified" if code == SEEKING else career.verification),
        "graduate_confirmed": Choice("graduate_confirmed", _confirmed(career, code, chance)),
    }
    if code in EMPLOYED and career.employer is not None:
        values |= _work(career, day, chance)
    elif code == "75":
        values |= {"employer_uscc": career.employer_uscc, "employer_name": "云州市个体工商户", "work_region": "990101"}
    elif code in ("80", "85"):
        values |= _study(career, code, chance)
    if values["evidence_type"] != Choice("evidence_type", "none"):
        values["evidence_ref"] = f"ZM{spell.cohort}{chance.digits(6)}"
    row = Row(values)
    if career.is_concentrated and code in EMPLOYED:
        row.faults.append(RowFault("employer_share_too_large", "employer_uscc", "compliance", _ONE_EMPLOYER))
    return row


def _is_reported(career: Career, cutoff: Cutoff) -> bool:
    if (
        not career.is_recorded
        or career.spell.cohort not in cutoff.cohorts
        or career.spell.college.tier not in cutoff.tiers
    ):
        return False
    is_follow_up = cutoff.day.year > career.spell.cohort
    settled_late = career.settled_on is not None and career.settled_on > date(career.spell.cohort, 8, 31)
    return settled_late or not is_follow_up


def _evidence(code: str, chance: Chance, reference: Reference) -> str:
    accepted = [e for e in reference.accepted_evidence.get(code, ()) if e != "none"]
    if not accepted or code == SEEKING:
        return "none"
    if code in EMPLOYED and chance.flip(0.03):
        others = ("tripartite_agreement", "labour_contract", "employer_certificate", "income_record")
        return chance.pick([e for e in others if e not in accepted] or accepted)
    return chance.pick(accepted)


def _confirmed(career: Career, code: str, chance: Chance) -> str:
    if career.verification == "disputed" and code != SEEKING:
        return "no"
    return "yes" if chance.flip(0.82) else "no_reply"


def _work(career: Career, day: date, chance: Chance) -> dict[str, Value]:
    if career.employer is None or career.settled_on is None:
        raise ValueError("an employed graduate has an employer and a first day")
    signed = career.settled_on - timedelta(days=chance.number(1, 30))
    matched = "not_matched"
    if career.affinity:
        matched = "matched" if career.affinity >= _GOOD_AFFINITY else "basically_matched"
    return {
        "employer_uscc": career.employer.uscc,
        "employer_name": career.employer.name,
        "employer_nature": Choice("employer_nature", _nature(career.employer.ownership)),
        "industry_code": career.employer.industry,
        "occupation_code": career.occupation,
        "work_region": career.employer.region,
        "start_date": career.settled_on,
        "signed_date": career.signed_on or signed,
        "contract_months": chance.weighted({12: 3, 24: 2, 36: 4}),
        "pay_monthly": Decimal(career.pay) if career.pay and chance.flip(0.95) else None,
        "full_time": None if chance.flip(0.04) else chance.flip(0.96),
        "major_match": Choice("match_answer", "unknown" if chance.flip(0.07) else matched),
        "match_source": Choice("match_source", chance.weighted({"declared": 3, "self_report": 1})),
        "channel": Choice("channel", chance.weighted({"school": 6, "self": 3, "other": 1, "agency": 0.3})),
        "social_insurance_seen": _insured(career.settled_on, day, chance),
    }


def _insured(settled_on: date, day: date, chance: Chance) -> bool | None:
    """Return whether social insurance was seen: a "no" is honest in the first weeks only, later nobody looked."""
    if chance.flip(0.88):
        return True
    return False if day < settled_on + _FIRST_PAYMENT else None


def _study(career: Career, code: str, chance: Chance) -> dict[str, Value]:
    if code == "85":
        return {"study_institution": chance.pick(_ABROAD), "study_tier": Choice("tier", "bachelor")}
    higher = career.spell.college.tier == "higher"
    return {
        "study_institution": chance.pick(_UNIVERSITIES if higher else _SCHOOLS),
        "study_tier": Choice("tier", "bachelor" if higher else "higher"),
    }


def _nature(ownership: str) -> str:
    return {"state": "31", "foreign": "32", "joint": "32"}.get(ownership, "39")
