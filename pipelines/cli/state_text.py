"""A delivery's state as a person reads it in a terminal."""

from __future__ import annotations

from pipelines.store.ledger import Delivery, State

_WORDS: dict[State, str] = {
    "received": "已收到",
    "checked": "已核验，待确认",
    "accepted": "已接受",
    "in_force": "已生效",
    "superseded": "已被取代",
    "rejected": "已退回",
    "held": "暂缓生效",
    "erased": "已清除",
}


def state_text(delivery: Delivery) -> str:
    """Return which state a delivery has, in both languages."""
    return f"delivery {delivery.delivery_no} is {delivery.state} 报送{delivery.delivery_no}{_WORDS[delivery.state]}"
