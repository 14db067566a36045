"""Money spent on training, by voucher. A few vouchers are claimed twice, in files of different senders or years."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.demo.chance import Chance
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.sessions import Session
from pipelines.demo.work.training_plans import PLAN_YEARS, TrainingPlan
from pipelines.demo.work.workplaces import Workplace

_CATEGORIES = ("appraisal", "course", "materials", "trainee_allowance", "trainer", "travel", "venue")
_SOURCES = {"employer": 68, "government": 20, "union": 5, "insurance": 7}
_ENTRIES = 3
OVERSPENT_SHARE = 130
"""Per cent of its budget that the overspent plan costs."""


@dataclass(frozen=True)
class Entry:
    """One entry in the books of a workplace. `claims_again` names the entry whose voucher it uses again.

    A reserved one carries no other fault: a model should find it.
    """

    entry_id: str
    workplace: Workplace
    plan: TrainingPlan
    source: str
    category: str
    amount: int
    day: date
    voucher: str
    people: int
    front_line: bool
    claims_again: str = ""
    is_reserved: bool = False


def make_entries(seed: int, sessions: Sequence[Session], workplaces: Sequence[Workplace]) -> list[Entry]:
    """Spend most of each plan's budget on its sessions; the first plan of each year costs more than it may."""
    chance = Chance(seed, "training funds")
    by_plan: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        by_plan[session.plan.plan_id].append(session)
    found: list[Entry] = []
    years: set[int] = set()
    for plan_id in sorted(by_plan):
        held = by_plan[plan_id]
        plan = held[0].plan
        spent = OVERSPENT_SHARE if plan.year not in years else chance.number(55, 98)
        years.add(plan.year)
        share = plan.budget * spent // 100 // (len(held) * _ENTRIES)
        for session in held:
            for category in chance.sample(_CATEGORIES, _ENTRIES):
                found.append(_entry(chance, session, category, share, len(found)))
    again = _claimed_again(found, workplaces)
    claimed = {e.claims_again for e in again}
    return [replace(e, is_reserved=True) if e.entry_id in claimed else e for e in found] + again


def entry_row(entry: Entry) -> Row:
    """Return what the enterprise writes of an entry; what a voucher is claimed twice for carries no other fault."""
    values: dict[str, Value] = {
        "entry_id": entry.entry_id,
        "uscc": entry.workplace.uscc,
        "plan_id": entry.plan.plan_id,
        "fund_source": Choice("fund_source", entry.source),
        "fund_category": Choice("fund_category", entry.category),
        "amount_cny": entry.amount,
        "entry_date": entry.day,
        "voucher_no": entry.voucher,
        "beneficiary_count": entry.people,
        "target_level": Choice("ladder_rank", str(entry.plan.level)),
        "front_line": entry.front_line,
    }
    return Row(values, is_reserved=entry.is_reserved)


def _entry(chance: Chance, session: Session, category: str, amount: int, number: int) -> Entry:
    return Entry(
        entry_id=f"JF{session.plan.year}-{number + 1:05d}",
        workplace=session.workplace,
        plan=session.plan,
        source=chance.weighted(_SOURCES),
        category=category,
        amount=max(100, amount),
        day=min(session.end + timedelta(days=chance.number(0, 12)), date(session.plan.year, 12, 25)),
        voucher=f"FP99{session.plan.year % 100:02d}{number + 1:06d}",
        people=len(session.attended),
        front_line=chance.flip(0.72),
    )


def _claimed_again(entries: Sequence[Entry], workplaces: Sequence[Workplace]) -> list[Entry]:
    """Return second claims: two by another enterprise in the same year, one by the same enterprise a year later."""
    first, second, last = workplaces[0], workplaces[1], workplaces[-1]
    found = []
    held, after = PLAN_YEARS
    for number, (owner, other) in enumerate(((first, last), (second, first), (first, first))):
        original = [e for e in entries if e.workplace is owner and e.plan.year == held][number]
        if owner is other:
            plan, day = next((e.plan, e.day) for e in entries if e.workplace is owner and e.plan.year == after)
        else:
            plan, day = next(e.plan for e in entries if e.workplace is other and e.plan.year == held), original.day
        found.append(
            replace(
                original,
                entry_id=f"JF{plan.year}-9{number + 1:04d}",
                workplace=other,
                plan=plan,
                day=day,
                claims_again=original.entry_id,
                is_reserved=True,
            )
        )
    return found
