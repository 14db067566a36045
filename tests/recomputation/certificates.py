"""Facts of the certificate attainment metrics.

Appointments and training that ask for certificates belong in their own families.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.recomputation.cells import Fact
from tests.recomputation.destination import cutoffs
from tests.recomputation.in_force import InForce
from tests.recomputation.people import Graduate
from tests.recomputation.source import Row, threshold

LEAST = {"certificate_attainment_rate": 3, "senior_certificate_attainment_rate": 4}
APPRAISED = ("level", "qualification")


def valid(row: Row) -> bool:
    """Whether a certificate was passed and not revoked."""
    return bool(row["result"] == "pass" and row["status"] != "revoked")


def held(row: Row, day: dt.date) -> bool:
    """Whether a certificate was issued by a day and has not expired on it."""
    issued, expiry = row["issue_date"], row["expiry"]
    return issued is not None and issued <= day and (expiry is None or expiry >= day)


def facts(force: InForce, graduates: list[Graduate], today: dt.date) -> Iterator[Fact]:
    """Return what each graduate adds at each cut-off."""
    window = dt.timedelta(days=int(threshold("CERTIFICATE_WINDOW_DAYS", today)))
    levels: dict[str, list[Row]] = defaultdict(list)
    for row in force.rows("certificate"):
        if row["cert_type"] in APPRAISED and valid(row) and row["level"] is not None and row["person_key"]:
            levels[row["person_key"]].append(row)
    for graduate in graduates:
        for cutoff in cutoffs(graduate):
            if not graduate.in_d(cutoff):
                continue
            last = min(cutoff, graduate.ended + window)
            own = levels[graduate.person_key] if graduate.person_key else []
            best = max((r["level"] for r in own if held(r, last) and r["issue_date"] <= today), default=0)
            unseen = graduate.person_key is None or not force.delivered("certificate")
            for metric, least in LEAST.items():
                yield Fact(
                    metric, cutoff, str(graduate.cohort), graduate.dims, int(best >= least),
                    unknown=int(best < least and unseen), judged=cutoff <= today,
                    provisional=graduate.ended + window > cutoff,
                )  # fmt: skip
