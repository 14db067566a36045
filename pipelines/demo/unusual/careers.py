"""Unusual destinations: one employer that takes a sixth of a college's graduates, a college with flexible work only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.demo.careers import EMPLOYED, Career
from pipelines.demo.organisations import College, Enterprise
from pipelines.demo.plan import COHORTS

CONCENTRATED_COLLEGE, FLEXIBLE_COLLEGE = 0, 3
COHORT = COHORTS[1]
_CUTOFF = date(COHORT, 8, 31)
_PER_CENT = 19
"""Graduates per hundred who go to the one employer, well over the 15 that are usual."""
_LEFT_AS_IS = 7
"""Every seventh of the flexible college keeps the contract."""


def with_unusual_careers(careers: Sequence[Career], colleges: Sequence[College], employer: Enterprise) -> list[Career]:
    """Return the careers of a city, some of them turned to one employer and some to flexible work."""
    moved = _concentrated(careers, colleges[CONCENTRATED_COLLEGE], employer)
    return _flexible(moved, colleges[FLEXIBLE_COLLEGE])


def _concentrated(careers: Sequence[Career], college: College, employer: Enterprise) -> list[Career]:
    own = [c for c in careers if c.spell.college is college and c.spell.cohort == COHORT and c.is_recorded]
    hired = [c for c in own if c.code in EMPLOYED and c.settled_on is not None and c.settled_on <= _CUTOFF]
    there = {c.spell.key for c in hired if c.employer is employer}
    able = [c.spell.key for c in hired if not c.is_conversion and c.spell.key not in there]
    wanted = len(own) * _PER_CENT // 100 + 2
    chosen = there | set(able[: max(0, wanted - len(there))])
    return [
        replace(c, employer=employer, employer_uscc=employer.uscc, is_concentrated=True) if c.spell.key in chosen else c
        for c in careers
    ]


def _flexible(careers: Sequence[Career], college: College) -> list[Career]:
    own = [c.spell.key for c in careers if c.spell.college is college and c.spell.cohort == COHORT]
    kept = set(own[::_LEFT_AS_IS])
    turned = {k for k in own if k not in kept}
    return [replace(c, code="12") if c.spell.key in turned and c.code in ("10", "11") else c for c in careers]
