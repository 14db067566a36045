"""Take one file in as its sender sent it, and decide its first state. Checking and keeping belongs in `checking`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from filelock import FileLock

from data_contracts.loader import load_contract
from data_contracts.model import Text
from pipelines.intake.delivery.checking import check_and_keep, receive
from pipelines.intake.delivery.kept import report_of
from pipelines.intake.delivery.request import (
    DeliveryError,
    DeliveryRequest,
    SenderRole,
    refuse_no_period,
    refuse_wrong_call,
    role_of,
    shown_name,
)
from pipelines.intake.delivery.sent_before import sent_before
from pipelines.intake.report.report import CheckReport
from pipelines.intake.report.said import both
from pipelines.store.landing import file_sha256
from pipelines.store.ledger import Delivery, NewDelivery, State
from pipelines.store.platform import Platform

__all__ = [
    "DeliveryError",
    "DeliveryOutcome",
    "DeliveryRequest",
    "SenderRole",
    "deliver",
    "refuse_no_period",
    "report_of",
    "role_of",
]

_NO_ROW = Text("no row could be accepted", "没有任何一行可以采纳")


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What became of a file; `repeated` when it had been sent before and nothing changed."""

    delivery: Delivery
    report: CheckReport
    repeated: bool


def deliver(platform: Platform, request: DeliveryRequest) -> DeliveryOutcome:
    """Take in one file; the same file sent twice changes nothing.

    Raises:
        DeliveryError: the request names an unknown feed, a wrong sender or period, or no file.
    """
    refuse_wrong_call(request)
    contract = load_contract(request.feed)
    new = NewDelivery(
        feed=request.feed,
        sender=request.sender,
        sender_role=request.sender_role,
        period=request.period,
        mode=request.mode,
        file_name=shown_name(request.file_name),
        file_sha256=file_sha256(request.file),
        received_at=request.received_at,
        contract_version=contract.version,
        mapping=f"{request.mapping.name}@{request.mapping.version}" if request.mapping else "",
    )
    # Another worker may be taking in the very same file: whether it is one is known when that is done.
    with FileLock(platform.paths.delivery_lock(new.file_sha256)):
        before = sent_before(platform, new)
        if before is not None:
            return DeliveryOutcome(before, report_of(platform, before), repeated=True)
        delivery = receive(platform, new, request.file)
        report = check_and_keep(platform, delivery, request)
        _record_first_states(platform, delivery, report, request)
    return DeliveryOutcome(platform.ledger.deliveries.require(delivery.delivery_no), report, repeated=False)


def _record_first_states(platform: Platform, delivery: Delivery, report: CheckReport, request: DeliveryRequest) -> None:
    for state, reason in _first_states(report, request.confirm):
        platform.ledger.deliveries.record_state(
            delivery.delivery_no, state, reason, request.received_at, actor=request.sender
        )


def _first_states(report: CheckReport, confirm: Literal["auto", "ask"]) -> list[tuple[State, str]]:
    if report.unusable:
        return [("rejected", both(report.unusable.message))]
    if report.rows_accepted == 0:
        return [("rejected", both(_NO_ROW))]
    if report.held_by:
        return [("checked", ""), ("held", both(report.held_by.message))]
    return [("checked", ""), ("accepted", "")] if confirm == "auto" else [("checked", "")]
