"""What the register of enterprises says of one, and where organisations lie: asked of the registers in force, in raw.

The register has no table in an edition, and an edition is as old as its run: what was delivered since counts at once.
Approving a client belongs in `store.ledger.clients`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.model import Text
from data_contracts.thresholds import limit
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.store.ledger import RegisterCheck
from pipelines.store.platform import Platform

_COLLEGES, _ENTERPRISES = "college", "enterprise"
REGISTERS = (_COLLEGES, _ENTERPRISES)
"""The feeds that say where organisations lie."""

EVER = datetime.max.replace(tzinfo=UTC)
"""Later than anything on record."""
_NOT_THERE = Text("the register does not know this enterprise", "企业名录中没有该企业")
_STATES = {
    "revoked": Text("its licence is revoked in the register", "该企业在名录中为吊销状态"),
    "deregistered": Text("it is deregistered", "该企业已注销"),
}
_BLACKLISTED = Text("it stands on the list of serious breaches", "该企业被列入失信名单")
_NO_WORD = Text(
    "the register does not say whether it is in business and on no list of breaches",
    "名录未写明该企业是否存续、是否列入失信名单",
)


@dataclass(frozen=True, slots=True)
class RegisterWord:
    """What the register says of an enterprise, and why that is not good enough, if it is not."""

    check: RegisterCheck
    objection: Text | None

    @property
    def is_against(self) -> bool:
        """Whether the register speaks against the enterprise; knowing nothing of it is another thing."""
        return self.check.blacklisted or self.check.status in _STATES


def register_word(platform: Platform, uscc: str, *, on: date) -> RegisterWord:
    """Return what the register in force says of one enterprise.

    Args:
        platform: The data folder.
        uscc: The enterprise's code.
        on: The day that is judged; a word much older says nothing about it.
    """
    return register_words(platform, on=on).get(uscc, _word(None, on=on))


def register_words(platform: Platform, *, on: date) -> dict[str, RegisterWord]:
    """Return what the register in force says of every enterprise that is in it, by code."""
    columns = ("uscc", "status", "blacklisted", "_said_on")
    return {row["uscc"]: _word(row, on=on) for row in _in_force(platform, _ENTERPRISES, columns)}


def regions_of_organisations(platform: Platform) -> dict[str, str]:
    """Return the region of every college and enterprise that is in the registers, by code."""
    colleges = _in_force(platform, _COLLEGES, ("institution_code", "region"))
    enterprises = _in_force(platform, _ENTERPRISES, ("uscc", "region"))
    found = {row["institution_code"]: row["region"] for row in colleges}
    found |= {row["uscc"]: row["region"] for row in enterprises}
    return {code: region for code, region in found.items() if region}


def _word(row: dict[str, Any] | None, *, on: date) -> RegisterWord:
    if row is None:
        return RegisterWord(RegisterCheck("unknown", "", blacklisted=False), _NOT_THERE)
    said_on: date = row["_said_on"]
    status, listed = row["status"], row["blacklisted"]
    if status not in ("active", *_STATES):
        status = "unknown"
    check = RegisterCheck(status, said_on.isoformat(), blacklisted=bool(listed))
    if status in _STATES:
        return RegisterWord(check, _STATES[status])
    if listed:
        return RegisterWord(check, _BLACKLISTED)
    unknown = RegisterCheck("unknown", said_on.isoformat(), blacklisted=False)
    if status == "unknown" or listed is None:
        return RegisterWord(unknown, _NO_WORD)
    most = int(limit("register_max_age_days"))
    if on - said_on > timedelta(days=most):
        return RegisterWord(unknown, _too_old(said_on, most))
    return RegisterWord(check, None)


def _too_old(said_on: date, most: int) -> Text:
    return Text(
        f"the register last spoke of it on {said_on}, more than {most} days ago; deliver a newer one",
        f"名录中该企业的信息为{said_on}，已超过{most}天，请报送新的企业名录",
    )


def _in_force(platform: Platform, feed: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the rows in force of a register, of all its senders, what came last coming last."""
    contract = load_contract(feed)
    # Whatever is on record counts, also what a demo city dates after today.
    counting = platform.ledger.deliveries.counting(EVER, feed=feed)
    received = {d.delivery_no: d.received_at.astimezone(UTC).date() for d in counting}
    frames = [
        rows_in_force(platform.paths, contract, own)
        for _, own in groupby(sorted(counting, key=lambda d: (d.sender, d.delivery_no)), key=lambda d: d.sender)
    ]
    if not frames:
        return
    rows = pl.concat(frames).sort("delivery_no", "row_no")
    said_on = pl.col("delivery_no").replace_strict(received, return_dtype=pl.Date).alias("_said_on")
    yield from rows.with_columns(said_on).select(columns).iter_rows(named=True)
