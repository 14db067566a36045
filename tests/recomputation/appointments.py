"""Facts of appointments: made with the certificate of the post and after a published notice, or not.

What graduates hold belongs in `certificates`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.recomputation.cells import Fact
from tests.recomputation.certificates import APPRAISED, held, valid
from tests.recomputation.in_force import InForce
from tests.recomputation.people import cities
from tests.recomputation.source import Row

LEAST = 2
EDITION = 2022


def facts(force: InForce, today: dt.date) -> Iterator[Fact]:
    """Return what each appointment to a level adds to its year."""
    where = cities(force, "enterprise", "uscc")
    register = [row for row in force.rows("certificate") if row["cert_type"] in APPRAISED]
    of_person, of_number = _by(register, "person_key"), _by(register, "certificate_key")
    for row in force.rows("appointment"):
        level, day = row["appointed_level"], row["appointed_date"]
        if level is None or level < LEAST or day > today:
            continue
        noticed = row["notice_published_date"] is not None and row["notice_published_date"] <= day
        shown = of_person.get(row["person_key"]) or of_number.get(row["certificate_key"]) or []
        answer = _answer(row, shown)
        if not register or (row["person_key"] is None and row["certificate_key"] is None):
            answer = None
        dims = {"occupation": row["occupation_code"], "enterprise": row["uscc"], "region": where.get(row["uscc"])}
        cutoff = dt.date(day.year, 12, 31)
        yield Fact(
            "appointment_integrity_rate", cutoff, str(day.year), dims, int(noticed and answer is True), 1,
            int(noticed and answer is None), provisional=cutoff > today,
        )  # fmt: skip


def _by(register: list[Row], name: str) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in register:
        if row[name] is not None:
            found[row[name]].append(row)
    return dict(found)


def _answer(row: Row, shown: list[Row]) -> bool | None:
    """Return whether a certificate carries the appointment; None where only an older edition has the level."""
    high = [
        one for one in shown
        if valid(one) and one["level"] is not None and one["level"] >= row["appointed_level"]
        and held(one, row["appointed_date"])
    ]  # fmt: skip
    current = [one for one in high if one["occupation_edition"] in (EDITION, None)]
    if any(one["occupation_code"] == row["occupation_code"] for one in current):
        return True
    return None if len(high) > len(current) else False
