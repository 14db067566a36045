"""Facts of the destination metrics: rates at the two cut-offs, match, retention in the region and starting pay.

The months after graduation belong in `months`, certificates in `certificates`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.recomputation.cells import Fact
from tests.recomputation.people import CODES, DIRECT, EMPLOYED, SETTLED, Graduate, Status
from tests.recomputation.source import code_table, threshold

ACCEPTED = {(row["destination_code"], row["evidence_type"]) for row in code_table("accepted_evidence")}
PARTS = {
    "contract_rate": {"10", "11", "27", "46", "50", "51"},
    "flexible_rate": {"12", "76"},
    "entrepreneurship_rate": {"75"},
    "further_study_rate": {"80", "81", "82", "85"},
    "seeking_rate": {"70"},
    "not_seeking_rate": {"71", "72"},
    "destination_rate": SETTLED,
}
PAY = ("median_starting_pay", "pay_p25", "pay_p75")


def cutoffs(graduate: Graduate) -> tuple[dt.date, dt.date]:
    """Return the two statistical days of a graduate's cohort."""
    return dt.date(graduate.cohort, 8, 31), dt.date(graduate.cohort, 12, 31)


def facts(graduates: list[Graduate], today: dt.date) -> Iterator[Fact]:
    """Return what each graduate adds at each cut-off."""
    home = threshold("HOME_CITY", today)
    for graduate in graduates:
        for cutoff in cutoffs(graduate):
            if not graduate.in_d(cutoff):
                continue
            now = graduate.status(cutoff)
            for metric, numerator, unknown in _rates(now):
                yield _fact(metric, graduate, cutoff, today, numerator=numerator, unknown=unknown)
            if now is not None and now.among(EMPLOYED):
                yield from _of_employed(graduate, now, cutoff, today, home)


def _rates(now: Status | None) -> Iterator[tuple[str, bool, bool]]:
    nothing = now is None or (now.code not in CODES and not now.disputed)
    disputed = now is not None and now.disputed
    unclear = nothing or disputed
    for metric, codes in PARTS.items():
        yield metric, now is not None and now.among(codes), unclear
    yield "destination_rate_reported", now is not None and now.code in SETTLED, nothing
    yield "disputed_rate", disputed, False
    yield "no_record_rate", nothing, False
    verified = now is not None and now.among(SETTLED) and now.row["verification_status"] == "verified"
    proven = now is not None and (now.code, now.row["evidence_type"]) in ACCEPTED
    yield "verified_destination_rate", verified and proven, unclear


def _of_employed(graduate: Graduate, now: Status, cutoff: dt.date, today: dt.date, home: str) -> Iterator[Fact]:
    region = now.row["work_region"]
    for metric, digits in (("local_retention_rate", 4), ("provincial_retention_rate", 2)):
        local = region is not None and region[:digits] == home[:digits]
        yield _fact(metric, graduate, cutoff, today, numerator=local, unknown=region is None)
    direct, answer = now.code in DIRECT, now.row["major_match"]
    known = direct and answer not in (None, "unknown")
    matched = direct and answer == "matched"
    yield _fact("major_match_rate", graduate, cutoff, today, matched, direct and not known, denominator=direct)
    left_out = int(direct and not known)
    yield _fact("major_match_rate_known", graduate, cutoff, today, matched, denominator=known, left_out=left_out)
    if now.row["full_time"] is not False:
        pay = now.row["pay_monthly"]
        stated = now.row["full_time"] is True and pay is not None and pay > 0
        for metric in PAY:
            fact = _fact(metric, graduate, cutoff, today, numerator=stated, unknown=not stated)
            fact.measures.extend([pay] if stated else [])
            yield fact


def _fact(
    metric: str, graduate: Graduate, cutoff: dt.date, today: dt.date, numerator: bool = False, unknown: bool = False,
    *, denominator: bool = True, left_out: int = 0,
) -> Fact:  # fmt: skip
    return Fact(
        metric, cutoff, str(graduate.cohort), graduate.dims, int(numerator), int(denominator), int(unknown), left_out,
        judged=cutoff <= today,
    )  # fmt: skip
