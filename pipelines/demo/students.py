"""Who studies where and when: spells at colleges, with transfers, drop-outs and second spells.

What a college writes about them belongs in `enrolment`.
"""

from dataclasses import dataclass, replace
from datetime import date

from pipelines.demo.chance import Chance
from pipelines.demo.organisations import College, Enterprise
from pipelines.demo.people import Person, Registrar
from pipelines.demo.plan import COHORTS, CityPlan
from pipelines.demo.reference import Major, Reference

STUDY_YEARS = 3
_SCHOOL_AGE = {"secondary": 16, "higher": 19}
_COHORT_SHARES = {2025: 0.31, 2026: 0.33, 2027: 0.36}
_CONTINUES_SHARE = 0.16


@dataclass(frozen=True)
class Spell:
    """One person at one college for one programme. `ended` is when and how it really ended, if it has.

    A late one is registered by its college in autumn only, although it began long before.
    """

    person: Person
    college: College
    student_no: str
    major: Major
    cohort: int
    start: date
    expected_end: date
    years: int
    ended: date | None
    end_status: str
    order_uscc: str | None = None
    employer_uscc: str | None = None
    on_leave: bool = False
    path: str = "plain"
    is_late: bool = False

    def status_on(self, day: date) -> str:
        """Return the status a college reports on a day."""
        if self.ended is not None and self.ended <= day:
            return self.end_status
        return "leave" if self.on_leave else "active"

    @property
    def key(self) -> tuple[str, str]:
        """The institution and its student number."""
        return self.college.code, self.student_no

    @property
    def is_graduate(self) -> bool:
        """Whether the spell has ended with a diploma."""
        return self.end_status == "graduated" and self.ended is not None


class StudentBody:
    """Fills the colleges with students."""

    def __init__(
        self, plan: CityPlan, reference: Reference, colleges: tuple[College, ...], enterprises: tuple[Enterprise, ...]
    ) -> None:
        self._plan = plan
        self._colleges = colleges
        self._sponsors = [e.uscc for e in enterprises if e.status == "active" and not e.hr_agency][:8]
        self._chance = Chance(plan.seed, "students")
        self._registrar = Registrar(Chance(plan.seed, "people"), reference)
        self._early = 0
        self._serials: dict[tuple[str, int], int] = {}

    def spells(self) -> list[Spell]:
        """Return every spell of every person, in order of college and student number."""
        found: list[Spell] = []
        shares = {c: c.share for c in self._colleges}
        for _ in range(self._plan.students):
            first = self._spell(self._chance.weighted(shares), self._chance.weighted(_COHORT_SHARES))
            found.extend(self._life(first))
        return sorted(found, key=lambda s: (s.key, s.start))

    def _life(self, first: Spell) -> list[Spell]:
        chance = self._chance
        if first.college.tier == "secondary" and first.cohort == COHORTS[0] and chance.flip(_CONTINUES_SHARE):
            return [replace(first, path="three_plus_two"), self._second_spell(first)]
        if chance.flip(0.015):
            return self._transfer(first)
        if chance.flip(0.025):
            out = chance.day(date(first.cohort - 2, 9, 20), date(first.cohort, 5, 20))
            out = min(out, date(2026, 9, 25))
            return [replace(first, ended=out, end_status="dropped", path="drop_out")]
        return [first]

    def _spell(self, college: College, cohort: int) -> Spell:
        chance = self._chance
        popularity = {m: 1.0 / (rank + 1) for rank, m in enumerate(college.majors)}
        start = date(cohort - STUDY_YEARS, 9, 1)
        born = start.year - _SCHOOL_AGE[college.tier] + self._age_shift(college, cohort)
        person = self._registrar.person(birth_year=born, near=college.region)
        ended, end_status = self._end(cohort)
        in_service = college.tier == "higher" and chance.flip(0.01)
        return Spell(
            person=person,
            college=college,
            student_no=self._student_no(college, start.year),
            major=chance.weighted(popularity),
            cohort=cohort,
            start=start,
            expected_end=date(cohort, 6, 30),
            years=STUDY_YEARS,
            ended=ended,
            end_status=end_status,
            order_uscc=chance.pick(self._sponsors) if chance.flip(0.05) else None,
            employer_uscc=chance.pick(self._sponsors) if in_service else None,
            on_leave=ended is None and chance.flip(0.006),
        )

    def _age_shift(self, college: College, cohort: int) -> int:
        """Let one in a hundred start four years late, and a few pupils so early that they are interns at 15."""
        if college.tier == "secondary" and cohort == COHORTS[-1] and (self._early == 0 or self._chance.flip(0.004)):
            self._early += 1
            return 2
        return -4 if self._chance.flip(0.01) else 0

    def _end(self, cohort: int) -> tuple[date | None, str]:
        if cohort == COHORTS[-1] or self._chance.flip(0.008):
            return None, ""
        status = self._chance.weighted({"graduated": 985, "completed_no_diploma": 15})
        return date(cohort, 6, self._chance.pick([20, 25, 30])), status

    def _second_spell(self, first: Spell) -> Spell:
        higher = [c for c in self._colleges if c.tier == "higher"]
        college = self._chance.weighted({c: c.share for c in higher})
        same = [m for m in college.majors if m.category == first.major.category]
        return replace(
            first,
            college=college,
            student_no=self._student_no(college, COHORTS[0]),
            major=self._chance.pick(same or college.majors),
            cohort=COHORTS[-1],
            start=date(COHORTS[0], 9, 1),
            expected_end=date(COHORTS[-1], 6, 30),
            years=2,
            ended=None,
            end_status="",
            order_uscc=None,
            employer_uscc=None,
            path="three_plus_two",
        )

    def _transfer(self, first: Spell) -> list[Spell]:
        others = [c for c in self._colleges if c.tier == first.college.tier and c != first.college]
        college = self._chance.pick(others)
        left = date(first.cohort - 2, 1, 15)
        arrived = date(first.cohort - 2, 2, 24)
        same = [m for m in college.majors if m.code == first.major.code]
        second = replace(
            first,
            college=college,
            student_no=self._student_no(college, arrived.year),
            major=self._chance.pick(same or college.majors[:3]),
            start=arrived,
            order_uscc=None,
            on_leave=False,
            path="transfer",
        )
        return [replace(first, ended=left, end_status="transferred", on_leave=False, path="transfer"), second]

    def _student_no(self, college: College, year: int) -> str:
        serial = self._serials.get((college.code, year), 0) + 1
        self._serials[college.code, year] = serial
        prefix = "0" if college.style in (1, 4) else ""
        return f"{prefix}{year % 100:02d}{college.style + 1:02d}{serial:05d}"
