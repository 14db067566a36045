"""Introductions in the hand-made city, step by step as the ledger exports them, with the figures they make.

Whom the city has and what was delivered stands in `city.py`.
"""

import datetime as dt

from tests.dbt.city import E1, E2, A, person
from tests.dbt.raw_files import Row

JULY, MATURE_ON = dt.datetime(2026, 7, 1, 17), "2026-10-29"  # noqa: DTZ001 - the warehouse holds UTC without a zone
"""The 2nd of July of the city, whose 90th day is the 30th of September; and the cut-off of July."""

_BY_TURNS = (
    # Hired in the last minute of the 90th day, and one minute later.
    ("P01", E1, JULY, [("consented", 1, 0), ("hired", 91, 16 * 60 - 1)]),
    ("P02", E1, JULY, [("consented", 1, 0), ("hired", 91, 16 * 60)]),
    ("P03", E1, JULY, [("refused", 2, 0)]),
    ("P04", E2, JULY, [("consented", 2, 0), ("interview", 9, 0)]),
    ("P05", E2, JULY, [("consented", 2, 0), ("declined", 9, 0)]),
    # The three months of November are not over.
    ("P06", E2, dt.datetime(2026, 11, 2), [("consented", 1, 0), ("hired", 2, 0)]),  # noqa: DTZ001 - as above
)


def steps() -> list[Row]:
    """Return every step of every introduction, numbered in the order of their moments."""
    taken = []
    for number, (name, uscc, asked, later) in enumerate(_BY_TURNS, start=1):
        about: Row = {
            "introduction_no": number, "uscc": uscc, "vacancy_id": f"v_{number}", "person_key": person(name),
            "institution_code": A,
        }  # fmt: skip
        taken += [{**about, "event": event, "recorded_at": at} for event, at in _moments(asked, later)]
    taken.sort(key=lambda step: step["recorded_at"])
    return [{**step, "event_no": number, "reason": "pay" * (step["event"] == "declined")}
            for number, step in enumerate(taken, start=1)]  # fmt: skip


def _moments(asked: dt.datetime, later: list[tuple[str, int, int]]) -> list[tuple[str, dt.datetime]]:
    day = asked.replace(hour=0)
    return [("asked", asked), *((event, day + dt.timedelta(days=days, minutes=m)) for event, days, m in later)]
