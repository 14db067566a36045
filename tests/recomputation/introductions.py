"""Facts of match acceptance: which of the people asked for were hired in time.

Who else graduated, found work or belongs to the pool belongs in the other families.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.recomputation.cells import Fact
from tests.recomputation.days import month_end
from tests.recomputation.in_force import InForce
from tests.recomputation.people import cities, person_keys
from tests.recomputation.source import CHINA, Row, threshold

OVER = {"hired", "declined", "refused", "expired", "withdrawn"}
LEFT = ("dropped", "transferred")


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each introduction adds to the month in which it was asked for."""
    where, newest = cities(force, "college", "institution_code"), _programmes(force)
    within = dt.timedelta(days=int(threshold("match_acceptance_days", today)))
    steps: dict[int, list[Row]] = defaultdict(list)
    for step in force.source.introductions:
        steps[step["introduction_no"]].append(step)
    for taken in steps.values():
        days = {step["event"]: (step["recorded_at"] + CHINA).date() for step in taken}
        asked, hired = days["asked"], days.get("hired")
        cutoff = month_end(asked) + within
        person, college = newest.get(force.kept(taken[0]["person_key"]), {}), taken[0]["institution_code"]
        dims = {"gender": person.get("gender"), "tier": person.get("tier"), "region": where.get(college)}
        yield Fact(
            "match_acceptance_rate", cutoff, str(asked.year), dims, int(hired is not None and hired <= asked + within),
            1, int(not OVER & days.keys()), judged=cutoff <= today,
        )  # fmt: skip


def _programmes(force: InForce) -> dict[str, Row]:
    """Return the newest programme of each person, one that was not left before one that was."""
    keys = person_keys(force)
    found: dict[str, Row] = {}
    for row in sorted(force.rows("enrolment"), key=_preference):
        key = row["person_key"] or keys.get((row["institution_code"], row["student_no"]))
        if key is not None:
            found.setdefault(key, row)
    return found


def _preference(row: Row) -> tuple[bool, bool, int, str, str]:
    started = row["programme_start"]
    order = -started.toordinal() if started else 0
    return row["status"] in LEFT, not row["newest"], order, row["institution_code"], row["student_no"]
