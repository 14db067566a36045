"""Inspections of the plans: at the start, in the middle and at the end of each year, with the problems found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.demo.chance import Chance
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.training_plans import PLAN_YEARS, TrainingPlan

INSPECTOR = "云州市人力资源和社会保障局"
_PROBLEMS = (
    "实训设备到货晚，二期培训班未开班",
    "参训人数低于计划，部分班组未派员",
    "师资外请未落实，课时不足",
    "经费使用台账不全",
    "线上课程完成率偏低",
)
_STATUSES = {
    "start": {"on_track": 1},
    "mid": {"on_track": 70, "behind": 30},
    "end": {"done": 78, "failed": 12, "behind": 10},
}


@dataclass(frozen=True)
class Inspection:
    """One visit. A problem has an owner and a day to be mended by."""

    plan: TrainingPlan
    stage: str
    day: date
    status: str
    problem: str | None
    rectify_by: date | None
    rectified: date | None


def make_inspections(seed: int, plans: Sequence[TrainingPlan]) -> list[Inspection]:
    """Inspect every plan at each stage that has passed; in 2025 all three, in 2026 the first two."""
    chance = Chance(seed, "inspections")
    return [_inspection(chance, plan, stage) for plan in plans for stage in _stages(plan)]


def inspection_row(inspection: Inspection) -> Row:
    """Return what the office writes of a visit."""
    values: dict[str, Value] = {
        "plan_id": inspection.plan.plan_id,
        "stage": Choice("inspection_stage", inspection.stage),
        "inspected_date": inspection.day,
        "inspector_org": INSPECTOR,
        "status": Choice("inspection_status", inspection.status),
        "findings": inspection.problem,
        "owner_body": inspection.plan.body if inspection.problem else None,
        "rectify_by": inspection.rectify_by,
        "rectified_date": inspection.rectified,
    }
    return Row(values)


def _stages(plan: TrainingPlan) -> tuple[str, ...]:
    return ("start", "mid", "end") if plan.year == PLAN_YEARS[0] else ("start", "mid")


def _inspection(chance: Chance, plan: TrainingPlan, stage: str) -> Inspection:
    year = plan.year
    day = {
        "start": chance.day(date(year, 2, 3), date(year, 2, 20)),
        "mid": chance.day(date(year, 7, 6), date(year, 7, 24)),
        "end": chance.day(date(year + 1, 1, 5), date(year + 1, 1, 22)),
    }[stage]
    status = chance.weighted(_STATUSES[stage])
    if status in ("on_track", "done"):
        return Inspection(plan, stage, day, status, None, None, None)
    by = day + timedelta(days=chance.number(50, 80))
    is_mended = stage == "mid" and year == PLAN_YEARS[0]
    mended = day + timedelta(days=chance.number(15, 45)) if is_mended else None
    return Inspection(plan, stage, day, status, chance.pick(_PROBLEMS), by, mended)
