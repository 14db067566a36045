"""Decide on a delivery that waits: confirm or reject it."""

from __future__ import annotations

from datetime import datetime

from data_contracts.model import Text
from pipelines.intake.report.said import SaidError
from pipelines.store.ledger import Delivery, State
from pipelines.store.platform import Platform

_WAITING = ("checked", "held")


class DecisionError(SaidError):
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
        raise DecisionError(Text(f"there is no delivery {delivery_no}", f"没有编号为{delivery_no}的报送"))
    if found.state not in _WAITING:
        raise DecisionError(
            Text(
                f"delivery {delivery_no} is {found.state}: only a checked or held one can be decided",
                f"报送{delivery_no}当前为{found.state}状态，只有checked（已核验）或held（暂缓）的报送可以决定",
            )
        )
    state: State = "accepted" if accept else "rejected"
    if not deliveries.record_state(delivery_no, state, reason, at, actor, expected=found.state):
        raise DecisionError(
            Text(
                f"somebody else has just decided on delivery {delivery_no}; look at it again",
                f"报送{delivery_no}刚刚已由他人作出决定，请重新查看",
            )
        )
    return deliveries.require(delivery_no)
