"""Decide on a delivery that waits: confirm or reject it."""

from __future__ import annotations

from datetime import datetime

from pipelines.store.ledger import Delivery, State
from pipelines.store.platform import Platform

_WAITING = ("checked", "held")


class DecisionError(Exception):
    """The delivery does not exist or does not wait for a decision."""


def confirm(platform: Platform, delivery_no: int, *, actor: str, at: datetime) -> Delivery:
    """Accept a checked or held delivery.

    Raises:
        DecisionError: it does not exist or does not wait.
    """
    return _decide(platform, delivery_no, accept=True, reason="", actor=actor, at=at)


def reject(platform: Platform, delivery_no: int, *, reason: str, actor: str, at: datetime) -> Delivery:
    """Refuse a checked or held delivery, saying why.

    Raises:
        DecisionError: it does not exist or does not wait.
    """
    return _decide(platform, delivery_no, accept=False, reason=reason, actor=actor, at=at)


def _decide(platform: Platform, delivery_no: int, *, accept: bool, reason: str, actor: str, at: datetime) -> Delivery:
    deliveries = platform.ledger.deliveries
    found = deliveries.get(delivery_no)
    if found is None:
        raise DecisionError(f"there is no delivery {delivery_no}")
    if found.state not in _WAITING:
        raise DecisionError(f"delivery {delivery_no} is {found.state}: only a checked or held one can be decided")
    state: State = "accepted" if accept else "rejected"
    if not deliveries.record_state(delivery_no, state, reason, at, actor, expected=found.state):
        raise DecisionError(f"somebody else has just decided on delivery {delivery_no}; look at it again")
    return deliveries.require(delivery_no)
