"""What the ledger knew at a moment of introductions and of withdrawals from the pool, as the internal feeds say it.

Of deliveries and decisions the same is said in `known`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from data_contracts.raw_layout import INTRODUCTION, POOL_WITHDRAWAL
from pipelines.store.platform import Platform


def introductions_known(platform: Platform, as_of: datetime) -> pl.DataFrame:
    """Return every step of every introduction recorded up to a moment; looks at a contact are no step."""
    rows = [
        (
            step.event_no,
            step.introduction_no,
            step.event,
            step.reason,
            found.uscc,
            found.vacancy_id,
            found.person_key,
            found.institution_code,
            _utc(step.recorded_at),
        )
        for found, step in platform.ledger.introductions.known(as_of)
        if step.event != "contact_viewed" and found.person_key
    ]
    return pl.DataFrame(rows, schema=INTRODUCTION, orient="row")


def pool_withdrawals_known(platform: Platform, as_of: datetime) -> pl.DataFrame:
    """Return every withdrawal from the pool, and every return, recorded up to a moment."""
    rows = [
        (event.event_no, event.person_key, event.institution_code, event.event, _utc(event.recorded_at))
        for event in platform.ledger.pool_withdrawals.known(as_of)
    ]
    return pl.DataFrame(rows, schema=POOL_WITHDRAWAL, orient="row")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
