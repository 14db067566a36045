"""What the ledger knew at a moment, as tables that dbt reads: the deliveries that counted and stewards' decisions.

Exporting them for a run belongs in orchestration; `history` reads them for moments that had no run.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from data_contracts.raw_layout import DECISION, DELIVERY

if TYPE_CHECKING:
    from pipelines.store.platform import Platform


def deliveries_known(platform: Platform, as_of: datetime) -> pl.DataFrame:
    """Return the deliveries whose rows count with the knowledge of a moment, one row per delivery."""
    rows = [
        (
            d.delivery_no,
            d.feed,
            d.sender,
            d.period,
            d.mode,
            _plain(d.received_at),
            d.file_sha256,
            d.contract_version,
            d.rows_read,
            d.rows_accepted,
            d.rows_rejected,
        )
        for d in platform.ledger.deliveries.counting(as_of)
    ]
    return pl.DataFrame(rows, schema=DELIVERY, orient="row")


def decisions_known(platform: Platform, as_of: datetime) -> pl.DataFrame:
    """Return what stewards had decided about people up to a moment, without their words."""
    rows = [
        (d.decision_no, d.kind, d.old_person_key, d.new_person_key, _plain(d.recorded_at))
        for d in platform.ledger.decisions.events(as_of)
    ]
    return pl.DataFrame(rows, schema=DECISION, orient="row")


def _plain(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
