"""After publication: record which deliveries are in force and which a later one superseded. No figure reads this."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from pipelines.store.ledger import Delivery, State
from pipelines.store.platform import Platform

_ACTOR = "run"
_Report: TypeAlias = tuple[str, str, str]


def settle_deliveries(platform: Platform, as_of: datetime) -> None:
    """Record `in_force` or `superseded` for every delivery whose state changed with the run.

    A delivery on which somebody decided otherwise after `as_of` keeps that state.
    """
    deliveries = platform.ledger.deliveries
    counting = deliveries.counting(as_of)
    newest = _newest_replacements(counting)
    for delivery in counting:
        superseded = delivery.delivery_no < newest.get(_report(delivery), 0)
        state: State = "superseded" if superseded else "in_force"
        if delivery.state != state:
            deliveries.record_state(delivery.delivery_no, state, "", as_of, _ACTOR, expected=delivery.state)


def _newest_replacements(counting: list[Delivery]) -> dict[_Report, int]:
    """Return the number of the newest replacement of each feed, sender and period."""
    newest: dict[_Report, int] = {}
    for delivery in counting:
        if delivery.mode == "replace":
            report = _report(delivery)
            newest[report] = max(delivery.delivery_no, newest.get(report, 0))
    return newest


def _report(delivery: Delivery) -> _Report:
    return delivery.feed, delivery.sender, delivery.period
