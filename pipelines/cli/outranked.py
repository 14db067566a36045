"""Which newer deliveries outrank one, and what to say when it therefore changes nothing, or only an older month."""

from __future__ import annotations

from collections.abc import Sequence

from data_contracts.loader import load_contract
from data_contracts.model import Text
from pipelines.intake.delivery.difference import Difference
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform


def outranked_by(platform: Platform, difference: Difference) -> list[Delivery]:
    """Return the deliveries that keep one from changing what is in force now; none where it counts."""
    own = difference.delivery
    beside = [platform.ledger.deliveries.require(number) for number in difference.against]
    newer = [d for d in beside if (d.period, d.delivery_no) > (own.period, own.delivery_no)]
    if load_contract(own.feed).delivery == "snapshot":
        later = [d for d in newer if d.period > own.period and d.mode == "replace"]
        if later:
            return later
    return [] if difference.rows.height else newer


def outranked_text(difference: Difference, newer: Sequence[Delivery]) -> Text:
    """Return what to tell whoever decides on a delivery that newer ones outrank."""
    numbers = [str(d.delivery_no) for d in newer]
    en, zh = ", ".join(numbers), "、".join(numbers)
    if difference.rows.height:
        month = difference.delivery.period
        return Text(
            f"Newer deliveries outrank it ({en}): it changes the month {month} only, not what is in force now",
            f"已有更新的报送（编号{zh}）优先，只改变{month}月的数据，不影响当前生效数据",
        )
    return Text(
        f"Newer deliveries outrank it ({en}): nothing changes in what is in force",
        f"已有更新的报送（编号{zh}）优先，生效数据不发生任何变更",
    )
