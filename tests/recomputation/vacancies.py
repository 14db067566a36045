"""Facts of vacancies: how many openings were filled, and in how many days; and which are open today.

Who could fill an open one belongs in `pool`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from tests.recomputation.cells import Fact
from tests.recomputation.days import quarter_end
from tests.recomputation.in_force import InForce
from tests.recomputation.people import city
from tests.recomputation.source import Row, code_table

TITLES = {row["title"]: row["occupation_code"] for row in code_table("job_titles")}


def occupation(row: Row) -> str | None:
    """Return the occupation as sent or coded on arrival, else what the code table says of the very title."""
    code: str | None = row["occupation_code"] or TITLES.get(row["title"])
    return code


def latest(force: InForce) -> list[Row]:
    """Return the latest version of each vacancy."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(force.rows("vacancy"), key=lambda row: (row["newest"], row["version"])):
        found[row["uscc"], row["vacancy_no"]] = row
    return list(found.values())


def open_today(force: InForce, today: dt.date) -> list[Row]:
    """Return the vacancies that are open for matching."""
    return [
        row
        for row in latest(force)
        if row["newest"] and row["status"] == "open" and occupation(row)
        and row["date_posted"] <= today and (row["valid_through"] is None or row["valid_through"] >= today)
    ]  # fmt: skip


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each closed vacancy adds to its quarter."""
    for row in latest(force):
        closed = row["closed_date"]
        if row["status"] not in ("filled", "closed") or closed is None or closed > today:
            continue
        cutoff = quarter_end(closed)
        cohort, running = str(cutoff.year), cutoff > today
        dims = {
            "occupation": occupation(row), "enterprise": row["uscc"], "region": city(row["work_region"]),
        }  # fmt: skip
        openings, filled = row["openings"], row["filled_count"]
        if filled is None and row["status"] == "filled":
            filled = openings
        unknown = openings if filled is None else 0
        yield Fact(
            "vacancy_fill_rate", cutoff, cohort, dims, min(filled or 0, openings), openings, unknown,
            provisional=running,
        )  # fmt: skip
        if filled is not None and filled >= openings:
            days = [(closed - row["date_posted"]).days] if row["date_posted"] else []
            measures = [Decimal(number) for number in days if number >= 0]
            yield Fact(
                "median_days_to_fill", cutoff, cohort, dims, len(measures), 1, 1 - len(measures), provisional=running,
                measures=measures,
            )  # fmt: skip
