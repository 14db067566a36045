"""Facts of the months after graduation: employed at 6 and 12 months, the same employer, a sustained destination.

The status at the two cut-offs of the year belongs in `destination`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from tests.recomputation.cells import Fact
from tests.recomputation.days import month_end
from tests.recomputation.people import CODES, DIRECT, EMPLOYED, SETTLED, Graduate, Status

SERVICE = {"46"}


def facts(graduates: list[Graduate], today: dt.date) -> Iterator[Fact]:
    """Return what each graduate adds."""
    for graduate in graduates:
        year = graduate.cohort + 1
        yield from _employed("employed_at_6_months", graduate, 6, dt.date(year, 6, 30), today)
        yield from _employed("employed_at_12_months", graduate, 12, dt.date(year, 12, 31), today)
        yield from _same_employer(graduate, dt.date(year, 12, 31), today)
        yield from _sustained(graduate, dt.date(year, 8, 31), today)


def _last(graduate: Graduate, month: int) -> dt.date:
    return month_end(graduate.ended, month)


def _known(graduate: Graduate, month: int) -> Status | None:
    last = _last(graduate, month)
    now = graduate.status(last)
    if now is None or now.disputed or now.code not in CODES:
        return None
    return now if now.day > month_end(last, -2) else None


def _employed(metric: str, graduate: Graduate, month: int, cutoff: dt.date, today: dt.date) -> Iterator[Fact]:
    last = _last(graduate, month)
    if not graduate.in_d(last):
        return
    over = last <= today
    now = _known(graduate, month)
    counted = over and not (now is not None and now.among(SERVICE))
    yield Fact(
        metric, cutoff, str(graduate.cohort), graduate.dims,
        numerator=int(counted and now is not None and now.among(EMPLOYED)), denominator=int(counted),
        unknown=int(counted and now is None), judged=over, provisional=not over,
    )  # fmt: skip


def _same_employer(graduate: Graduate, cutoff: dt.date, today: dt.date) -> Iterator[Fact]:
    last = _last(graduate, 12)
    if not (graduate.in_d(_last(graduate, 6)) and graduate.in_d(last)):
        return
    over = last <= today
    before, after = _known(graduate, 6), _known(graduate, 12)
    counted = over and before is not None and before.among(EMPLOYED)
    same = unknown = False
    if counted and before is not None:
        codes = [status.row["employer_uscc"] for status in (before, after) if status is not None]
        working = after is not None and after.among(EMPLOYED)
        unknown = after is None or (working and None in codes)
        same = working and not unknown and codes[0] == codes[1]
    yield Fact(
        "same_employer_retention", cutoff, str(graduate.cohort), graduate.dims, int(same), int(counted), int(unknown),
        left_out=int(over and before is None), judged=over, provisional=not over,
    )  # fmt: skip


def _sustained(graduate: Graduate, cutoff: dt.date, today: dt.date) -> Iterator[Fact]:
    last = _last(graduate, 8)
    if not graduate.in_d(last):
        return
    over = last <= today
    known = [status for month in range(3, 9) if (status := _known(graduate, month)) is not None]
    nowhere = any(status.code in DIRECT and status.row["employer_uscc"] is None for status in known)
    unknown = len(known) < 6 or nowhere
    places = [(s.code in DIRECT, s.row["employer_uscc"] if s.code in DIRECT else s.code) for s in known]
    switches = sum(one != other for one, other in pairwise(places))
    stayed = not unknown and all(s.code in SETTLED for s in known) and switches <= 1
    yield Fact(
        "sustained_destination_rate", cutoff, str(graduate.cohort), graduate.dims, int(over and stayed), int(over),
        int(over and unknown), judged=over, provisional=not over,
    )  # fmt: skip
