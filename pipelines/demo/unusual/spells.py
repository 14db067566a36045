"""Unusual spells: people whom two colleges claim, whom a college registers late, whom an employer sends."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.demo.organisations import College
from pipelines.demo.plan import COHORTS
from pipelines.demo.students import Spell
from pipelines.demo.work.workplaces import Workplace

LATE_COLLEGE = 1
_LATE, _SENT = 2, 3
_CLAIMS = ((0, 2, COHORTS[1]), (1, 3, COHORTS[2]))
"""Who claims whose student: the real college, the other one, and the cohort."""


def with_unusual_spells(
    spells: Sequence[Spell], colleges: Sequence[College], workplaces: Sequence[Workplace]
) -> list[Spell]:
    """Return the spells with two claimed ones added, two registered late and three sent by an employer."""
    late = {s.key for s in _plain(spells, colleges[LATE_COLLEGE], COHORTS[-1])[-_LATE:]}
    sent = {s.key: w.uscc for s, w in zip(_plain(spells, colleges[0], COHORTS[-1])[-_SENT:], workplaces, strict=False)}
    found = [replace(s, is_late=s.key in late, employer_uscc=sent.get(s.key, s.employer_uscc)) for s in spells]
    for number, (own, other, cohort) in enumerate(_CLAIMS):
        found.append(_claimed(_plain(spells, colleges[own], cohort)[0], colleges[other], number))
    return sorted(found, key=lambda s: (s.key, s.start))


def _plain(spells: Sequence[Spell], college: College, cohort: int) -> list[Spell]:
    """Return spells without anything unusual, of people old enough for any internship."""
    return [
        s
        for s in spells
        if s.college is college
        and s.cohort == cohort
        and s.path == "plain"
        and s.end_status in ("", "graduated")
        and (s.ended is None) == (cohort == COHORTS[-1])
        and not (s.on_leave or s.employer_uscc or s.order_uscc)
        and s.person.id_type == "resident_id"
        and s.person.age_on(s.start) >= 15
        and s.person.age_on(s.start) < 21
    ]


def _claimed(spell: Spell, other: College, number: int) -> Spell:
    same = [m for m in other.majors if m.category == spell.major.category]
    return replace(
        spell,
        college=other,
        student_no=f"{spell.start.year % 100:02d}{other.style + 1:02d}9999{number}",
        major=(same or list(other.majors))[0],
        path="claimed",
    )
