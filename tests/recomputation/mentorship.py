"""Facts of mentorship: which of the pairs due in a year passed.

Other events of enterprises belong in `appointments` and `plans`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.recomputation.cells import Fact
from tests.recomputation.in_force import InForce
from tests.recomputation.people import cities


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each pair that is due adds to its year."""
    where = cities(force, "enterprise", "uscc")
    for row in force.rows("mentorship"):
        due = min((day for day in (row["planned_end"], row["ended_on"]) if day is not None), default=None)
        if due is None or due > today:
            continue
        dims = {"occupation": row["occupation_code"], "enterprise": row["uscc"], "region": where.get(row["uscc"])}
        result, cutoff = row["final_result"], dt.date(due.year, 12, 31)
        yield Fact(
            "mentorship_completion_rate", cutoff, str(due.year), dims, int(result == "pass"), 1, int(result is None),
            provisional=cutoff > today,
        )  # fmt: skip
