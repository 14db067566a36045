"""Facts of training plans at each stage of their year: people and money.

What is known of the sessions belongs in `training`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tests.recomputation.cells import Fact, half_up
from tests.recomputation.in_force import InForce
from tests.recomputation.people import cities
from tests.recomputation.source import Row, threshold
from tests.recomputation.training import Item, certificates, items

METRICS = ("plan_trained_rate", "plan_passed_rate", "plan_certified_rate", "plan_spent_rate", "cost_per_certificate")
# The threshold of each stage's day, that of the day its report is due, and how many years later that is.
STAGES = (
    ("TRAINING_PLAN_DUE", "TRAINING_START_REPORT_DUE", 0),
    ("TRAINING_MID_YEAR_DAY", "TRAINING_MID_REPORT_DUE", 0),
    ("TRAINING_YEAR_END_DAY", "TRAINING_END_REPORT_DUE", 1),
)


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each plan item and each payer adds at each stage."""
    known = items(force)
    for year in sorted({item.row["plan_year"] for item in known}):
        for cutoff, due in _stages(year):
            if cutoff <= today:
                yield from _at_stage(force, [i for i in known if i.row["plan_year"] == year], cutoff, today, due)


def _stages(year: int) -> Iterator[tuple[dt.date, dt.date]]:
    plan_day = dt.date(year, 1, 31)
    for day, due, later in STAGES:
        yield _day(year, threshold(day, plan_day)), _day(year + later, threshold(due, plan_day))


def _day(year: int, month_and_day: str) -> dt.date:
    return dt.date(year, *divmod(int(month_and_day), 100))


def _at_stage(force: InForce, known: list[Item], cutoff: dt.date, today: dt.date, due: dt.date) -> Iterator[Fact]:
    spent, astray = _spent(force, cutoff)
    colleges, enterprises = cities(force, "college", "institution_code"), cities(force, "enterprise", "uscc")
    for item in known:
        row = item.row
        if row["plan_date"] is not None and row["plan_date"] > cutoff:
            continue
        uscc = row["uscc"]
        region = enterprises.get(uscc) if uscc else colleges.get(row["institution_code"])
        dims = {"occupation": row["occupation_code"], "enterprise": uscc or "none", "region": region}
        yield from _of_item(force, item, (cutoff, today, due), dims, _whole(spent[row["plan_id"]]))
    for uscc, amount in astray.items():
        dims = {"occupation": None, "enterprise": uscc, "region": enterprises.get(uscc)}
        for metric in METRICS:
            left_out = _whole(amount) if metric == "plan_spent_rate" else 0
            yield Fact(metric, cutoff, str(cutoff.year), dims, 0, 0, 0, left_out, provisional=today < due)


def _of_item(
    force: InForce, item: Item, days: tuple[dt.date, dt.date, dt.date], dims: dict[str, str | None], spent: int
) -> Iterator[Fact]:
    cutoff, today, due = days
    register = certificates(force)
    planned, budget = item.row["planned_people"], _whole(item.row["budget_cny"])
    paid, recorded = force.delivered("training_fund"), force.delivered("training_record")
    held = recorded or force.delivered("training_session")
    absent, failed = item.absent_unknown(cutoff), item.result_unknown(cutoff)
    certified, unseen = len(item.certified(cutoff, register, today)), item.unseen(cutoff, register, today)
    seen = recorded and force.delivered("certificate")
    figures = (
        (item.trained(cutoff), planned, min(absent, planned) if held else planned, 0),
        (item.passed(cutoff), planned, min(absent + failed, planned) if held else planned, 0),
        (certified, planned, min(unseen, planned) if seen else planned, 0),
        (spent, budget, 0 if paid else budget, 0),
        (spent, certified if paid else 0, 0, unseen),
    )
    for metric, numbers in zip(METRICS, figures, strict=True):
        yield Fact(metric, cutoff, str(cutoff.year), dims, *numbers, provisional=today < due)


def _spent(force: InForce, cutoff: dt.date) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return the money spent up to a day by plan, and that of the year under no known plan by payer."""
    plans = {row["plan_id"] for row in force.rows("training_plan")}
    spent: dict[str, Decimal] = defaultdict(Decimal)
    astray: dict[str, Decimal] = defaultdict(Decimal)
    for row in _once(force.rows("training_fund")):
        if row["entry_date"] > cutoff:
            continue
        if row["plan_id"] in plans:
            spent[row["plan_id"]] += row["amount_cny"]
        elif row["entry_date"].year == cutoff.year:
            astray[row["uscc"]] += row["amount_cny"]
    return spent, astray


def _once(entries: list[Row]) -> Iterator[Row]:
    """Yield the entries without those whose voucher was claimed before."""
    seen: set[tuple[str, str]] = set()
    for row in sorted(entries, key=lambda row: (row["entry_date"], row["entry_id"])):
        voucher = (row["uscc"], row["voucher_no"])
        if row["voucher_no"] is None or voucher not in seen:
            seen.add(voucher)
            yield row


def _whole(amount: Decimal) -> int:
    return int(half_up(Fraction(amount)))
