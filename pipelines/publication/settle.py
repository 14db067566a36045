"""After publication: record which deliveries are in force and which a later one superseded. No figure reads this."""

from __future__ import annotations

from datetime import datetime

from pipelines.store.ledger import Delivery, State
from pipelines.store.platform import Platform

_ACTOR = "run"


def settle_deliveries(platform: Platform, as_of: datetime) -> None:
    """Record `in_force` or `superseded` for every delivery whose state changed with the run."""
    counting = platform.ledger.deliveries.counting(as_of)
    for delivery in counting:
        state: State = "superseded" if _is_superseded(delivery, counting) else "in_force"
        if delivery.state != state:
            platform.ledger.deliveries.record_state(delivery.delivery_no, state, "", as_of, _ACTOR)


def _is_superseded(delivery: Delivery, counting: list[Delivery]) -> bool:
    """Return whether a later replacement of the same sender, feed and period counts."""
    return any(
        later.mode == "replace"
        and later.delivery_no > delivery.delivery_no
        and (later.feed, later.sender, later.period) == (delivery.feed, delivery.sender, delivery.period)
        for later in counting
    )
