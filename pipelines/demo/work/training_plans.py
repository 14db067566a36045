"""Yearly training plans of the workplaces and of two colleges. How they were carried out belongs in `sessions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.organisations import College
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.workplaces import Workplace

PLAN_YEARS = (2025, 2026)
_PLANS_A_YEAR = 2
_COLLEGES_THAT_PLAN = 2


@dataclass(frozen=True)
class TrainingPlan:
    """One plan of one body for one year. `college` is set where a college planned, `workplace` elsewhere."""

    plan_id: str
    year: int
    occupation: str
    level: int
    people: int
    hours: int
    budget: int
    planned_on: date
    workplace: Workplace | None = None
    college: College | None = None

    @property
    def body(self) -> str:
        """The name of the body that planned."""
        if self.workplace is not None:
            return self.workplace.enterprise.name
        return self.college.name if self.college else ""


def make_training_plans(seed: int, workplaces: Sequence[Workplace], colleges: Sequence[College]) -> list[TrainingPlan]:
    """Let every workplace plan two trainings a year, and two colleges one each."""
    chance = Chance(seed, "training plans")
    found: list[TrainingPlan] = []
    for year in PLAN_YEARS:
        for workplace in workplaces:
            for nth in range(_PLANS_A_YEAR):
                found.append(_plan(chance, year, len(found), workplace.trades[nth], workplace, None))
        for college, workplace in zip(colleges[:_COLLEGES_THAT_PLAN], workplaces, strict=False):
            found.append(_plan(chance, year, len(found), workplace.trades[0], None, college))
    return found


def training_plan_row(plan: TrainingPlan) -> Row:
    """Return what a body writes of its plan."""
    values: dict[str, Value] = {
        "plan_id": plan.plan_id,
        "uscc": plan.workplace.uscc if plan.workplace else None,
        "institution_code": plan.college.code if plan.college else None,
        "plan_year": plan.year,
        "plan_date": plan.planned_on,
        "occupation_code": plan.occupation,
        "target_level": Choice("ladder_rank", str(plan.level)),
        "planned_people": plan.people,
        "planned_hours": plan.hours,
        "budget_cny": Decimal(plan.budget),
    }
    return Row(values)


def _plan(
    chance: Chance, year: int, number: int, occupation: str, workplace: Workplace | None, college: College | None
) -> TrainingPlan:
    people = chance.number(3, 8) * 4
    return TrainingPlan(
        plan_id=f"PX{year}-{number + 1:04d}",
        year=year,
        occupation=occupation,
        level=chance.weighted({3: 3, 4: 4, 5: 1}),
        people=people,
        hours=chance.pick([40, 60, 80, 120]),
        budget=people * chance.number(8, 20) * 100,
        planned_on=chance.day(date(year, 1, 5), date(year, 1, 28)),
        workplace=workplace,
        college=college,
    )
