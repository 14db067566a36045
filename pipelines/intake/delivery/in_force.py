"""What is in force of one sender and feed, read from raw: the state that a delivery is compared with.

The warehouse computes the same for everybody in `dbt_project/macros/in_force.sql`; a test holds the two together.
Comparing two states belongs in `difference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from data_contracts.model import Contract
from pipelines.store.ledger import Delivery
from pipelines.store.paths import DataPaths
from pipelines.store.raw import scan_rows

_NEWEST_FIRST = [("period", True), ("delivery_no", True), ("row_no", True), ("sheet", False)]
"""Of the rows of one key the first in this order counts: column, and whether the greatest comes first."""


def rows_in_force(
    paths: DataPaths,
    contract: Contract,
    deliveries: Iterable[Delivery],
    *,
    period: str | None = None,
    files: Mapping[int, Path] | None = None,
) -> pl.DataFrame:
    """Return the rows in force of one sender, one per key, in the columns of raw.

    Args:
        paths: The data folder.
        contract: The feed's contract.
        deliveries: The sender's deliveries of this feed that count.
        period: Of a snapshot, the period whose state is asked; one from the newest replaced period on, or none, asks
            the current state. The state of events is one over all periods.
        files: Where the rows of a delivery lie that are not in raw yet.
    """
    counting = _not_replaced(list(deliveries))
    if contract.delivery == "snapshot":
        counting = _of_one_state(counting, period)
    keeps = pl.col("row_action").fill_null("upsert") != "delete"
    return (
        scan_rows(_kept(paths, counting, files or {}), contract)
        .sort([name for name, _ in _NEWEST_FIRST], descending=[down for _, down in _NEWEST_FIRST])
        .unique(subset=list(contract.raw_key), keep="first", maintain_order=True)
        .filter(keeps)
        .collect()
    )


def _not_replaced(deliveries: list[Delivery]) -> list[Delivery]:
    """Leave out what a later `replace` of the same period took the place of."""
    last: dict[str, int] = {}
    for delivery in deliveries:
        if delivery.mode == "replace":
            last[delivery.period] = max(delivery.delivery_no, last.get(delivery.period, 0))
    return [d for d in deliveries if d.delivery_no >= last.get(d.period, 0)]


def _of_one_state(deliveries: list[Delivery], period: str | None) -> list[Delivery]:
    """Return the deliveries that make the current state of a snapshot, or that of an older period."""
    newest = max((d.period for d in deliveries if d.mode == "replace"), default="")
    if period is not None and period < newest:
        return [d for d in deliveries if d.period == period]
    return [d for d in deliveries if d.period >= newest]


def _kept(paths: DataPaths, deliveries: list[Delivery], files: Mapping[int, Path]) -> list[Path]:
    places = [files.get(d.delivery_no) or paths.raw_file(d.feed, d.delivery_no) for d in deliveries]
    return [path for path in places if path.exists()]
