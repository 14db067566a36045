"""What colleges write about enrolment, once a term."""

from datetime import date

from pipelines.demo.plan import TERMS, Term
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.students import Spell

_GONE_FROM_AUTUMN = (1, 2)
"""Styles of colleges that leave the oldest cohort out of the autumn file: their rows have ended."""


def enrolment_rows(spells: list[Spell], term: Term) -> list[Row]:
    """Return the rows of one college's spells that its registrar sends in a term."""
    return [enrolment_row(s, term.day) for s in spells if s.start <= term.day and not _left_out(s, term)]


def enrolment_row(spell: Spell, day: date) -> Row:
    """Return one spell as it stood on a day."""
    person, status = spell.person, spell.status_on(day)
    ended = spell.ended if status not in ("active", "leave") else None
    values: dict[str, Value] = {
        "institution_code": spell.college.code,
        "student_no": spell.student_no,
        "name": person.name,
        "id_type": Choice("id_type", person.id_type),
        "id_number": person.id_number,
        "national_student_no": f"G{person.id_number}" if person.id_type == "resident_id" else None,
        "gender": Choice("gender", person.gender),
        "birth_date": person.birth_date,
        "home_region": person.home_region,
        "difficulty_class": Choice("difficulty_class", person.difficulty) if person.difficulty != "0" else None,
        "department": spell.major.class_name.removesuffix("类") + "系",
        "tier": Choice("tier", spell.major.tier),
        "major_code": spell.major.code,
        "catalogue_year": 2021,
        "major_name": spell.major.name,
        "study_length": spell.years,
        "grade": spell.start.year,
        "class_name": f"{spell.major.name}{spell.start.year % 100:02d}{spell.person.number % 3 + 1:02d}班",
        "programme_start": spell.start,
        "expected_end": spell.expected_end,
        "actual_end": ended,
        "status": Choice("enrolment_status", status),
        "order_class_uscc": spell.order_uscc,
        "learner_kind": Choice("learner_kind", "in_service" if spell.employer_uscc else "full_time"),
        "employer_uscc": spell.employer_uscc,
        "phone": person.phone,
        "email": person.email if person.number % 3 else None,
    }
    return Row(values, sheet=f"{spell.start.year}级")


def _left_out(spell: Spell, term: Term) -> bool:
    if spell.is_late and term is TERMS[0]:
        return True
    old = spell.ended is not None and spell.ended.year < TERMS[0].day.year
    return term is TERMS[-1] and old and spell.college.style in _GONE_FROM_AUTUMN
