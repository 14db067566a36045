"""What a delivery changes in what is in force: rows added, changed, unchanged and withdrawn, by key.

Only what lies in raw is compared. Names, numbers, phones, e-mail and addresses lie sealed in the vault: another
phone is no difference here, another person in the row is one, since the pseudonym lies in raw. The cells of a field
are shown only where the field is public. What is in force is said in `in_force`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.model import CERTIFICATE_KEY, CERTIFICATE_NUMBER, Contract, Text
from data_contracts.raw_layout import PROVENANCE
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.intake.report.said import SaidError
from pipelines.store.ledger import Delivery
from pipelines.store.ledger.deliveries import COUNTING_STATES
from pipelines.store.platform import Platform

ChangeKind = Literal["added", "changed", "withdrawn"]

_WAITING = ("received", "checked", "held")
_BEFORE = ":before"
"""What the columns of the row before end in; no field's name holds a colon."""

_PLACE = ("delivery_no", "sheet", "row_no")


class DifferenceError(SaidError):
    """A delivery was refused or erased: it has no rows that could change anything."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How the state in force differs with a delivery from the one without it.

    Attributes:
        against: The deliveries that count beside it, by number.
        unchanged: How many rows in force stay as they are.
        rows: The other keys, one row each: `change`, the row after and (`...:before`) the row before.
    """

    delivery: Delivery
    against: tuple[int, ...]
    unchanged: int
    rows: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added, changed, unchanged and withdrawn."""
        found = dict(self.rows.group_by("change").len().iter_rows())
        return {
            "added": found.get("added", 0),
            "changed": found.get("changed", 0),
            "unchanged": self.unchanged,
            "withdrawn": found.get("withdrawn", 0),
        }

    def head(self) -> dict[str, Any]:
        """Return all but the rows, as JSON."""
        return {
            "delivery_no": self.delivery.delivery_no,
            "feed": self.delivery.feed,
            "period": self.delivery.period,
            "against": {"delivery_nos": list(self.against)},
            "counts": self.counts,
        }

    def as_json(self, start: int = 0, count: int | None = None) -> dict[str, Any]:
        """Return the difference as JSON, or the part of its rows that begins at `start`."""
        contract = load_contract(self.delivery.feed)
        lists: dict[str, list[dict[str, Any]]] = {"added": [], "changed": [], "withdrawn": []}
        for row in self.rows.slice(start, count).iter_rows(named=True):
            lists[row["change"]].append(_item(row, contract))
        return self.head() | lists


def difference_of(platform: Platform, delivery: Delivery, *, at: datetime) -> Difference:
    """Return what a delivery changes: one that waits against what is in force, another against what was.

    Args:
        platform: The data folder.
        delivery: A delivery that waits or counts.
        at: The knowledge time for one that waits.

    Raises:
        DifferenceError: it was refused or erased.
    """
    if delivery.state not in (*_WAITING, *COUNTING_STATES):
        raise DifferenceError(
            Text(
                f"delivery {delivery.delivery_no} is {delivery.state}: it changes nothing",
                f"报送{delivery.delivery_no}已退回或清除，不产生任何变更",
            )
        )
    return compare(platform, delivery, counting_beside(platform, delivery, at=at))


def counting_beside(platform: Platform, delivery: Delivery, *, at: datetime) -> list[Delivery]:
    """Return the sender's deliveries that count for its feed beside this one: now, or when it began to count."""
    others = _others(platform, delivery)
    if delivery.state in _WAITING:
        return others(at)
    events = platform.ledger.deliveries.events(delivery.delivery_no)
    began = min(event.recorded_at for event in events if event.state in COUNTING_STATES)
    # Two that are accepted at the same moment begin to count in the order of their numbers.
    same_moment = [d for d in others(began) if d.delivery_no < delivery.delivery_no]
    earlier = [d for d in others(began - timedelta(microseconds=1)) if d.delivery_no > delivery.delivery_no]
    return same_moment + earlier


def compare(
    platform: Platform, delivery: Delivery, beside: list[Delivery], *, files: Mapping[int, Path] | None = None
) -> Difference:
    """Compare the state without a delivery and with it; `files` says where rows lie that are not in raw yet."""
    contract = load_contract(delivery.feed)

    def state(deliveries: list[Delivery]) -> pl.DataFrame:
        return rows_in_force(platform.paths, contract, deliveries, period=delivery.period, files=files)

    before, after = state(beside), state([*beside, delivery])
    key = list(contract.raw_key)
    joined = after.join(before, on=key, how="full", suffix=_BEFORE, nulls_equal=True, coalesce=False)
    differs = [pl.col(name).ne_missing(pl.col(name + _BEFORE)) for name in _compared(after.columns)]
    change = (
        pl.when(pl.col("delivery_no" + _BEFORE).is_null())
        .then(pl.lit("added"))
        .when(pl.col("delivery_no").is_null())
        .then(pl.lit("withdrawn"))
        .when(pl.any_horizontal(differs))
        .then(pl.lit("changed"))
    )
    marked = joined.with_columns(change.alias("change"))
    rows = marked.filter(pl.col("change").is_not_null())
    place = [pl.coalesce(name, name + _BEFORE) for name in _PLACE]
    numbers = tuple(sorted(d.delivery_no for d in beside))
    return Difference(delivery, numbers, marked.height - rows.height, rows.sort("change", *place))


def _others(platform: Platform, delivery: Delivery) -> Callable[[datetime], list[Delivery]]:
    def at(moment: datetime) -> list[Delivery]:
        counting = platform.ledger.deliveries.counting(moment, feed=delivery.feed, sender=delivery.sender)
        return [d for d in counting if d.delivery_no != delivery.delivery_no]

    return at


def _compared(columns: list[str]) -> list[str]:
    return [name for name in columns if name not in PROVENANCE]


def _item(row: dict[str, Any], contract: Contract) -> dict[str, Any]:
    """Return one row of a difference: where it lies, its key if that is public, and the fields that changed."""
    gone = row["change"] == "withdrawn"
    item = _place(row, _BEFORE if gone else "") | _key(row, contract, _BEFORE if gone else "")
    if row["change"] != "changed":
        return item
    changed = [n for n in row if n + _BEFORE in row and n not in PROVENANCE and row[n] != row[n + _BEFORE]]
    return item | {"before": _place(row, _BEFORE), "fields": [_field(name, row, contract) for name in changed]}


def _place(row: dict[str, Any], suffix: str) -> dict[str, Any]:
    return {"delivery_no": row["delivery_no" + suffix], "sheet": row["sheet" + suffix], "row": row["row_no" + suffix]}


def _key(row: dict[str, Any], contract: Contract, suffix: str) -> dict[str, Any]:
    if not all(contract.fields[name].public for name in contract.primary_key):
        return {}
    return {"key": {name: _shown(row[name + suffix]) for name in contract.primary_key}}


def _field(column: str, row: dict[str, Any], contract: Contract) -> dict[str, Any]:
    sealed = {person.key: person.id_number for person in contract.persons} | {CERTIFICATE_KEY: CERTIFICATE_NUMBER}
    field = contract.fields[sealed.get(column, column)]
    said: dict[str, Any] = {"field": field.name, "title": field.title.as_dict()}
    if not field.public:
        return said
    return said | {"before": _shown(row[column + _BEFORE]), "after": _shown(row[column])}


def _shown(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value
