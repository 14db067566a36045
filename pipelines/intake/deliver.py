"""Take one file in as its sender sent it: land, check, keep rows and findings, decide its first state."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data_contracts.loader import load_contract
from data_contracts.model import Text
from pipelines.intake.child import Sealing, inspect_in_child
from pipelines.intake.erasure.again import land_without_barred
from pipelines.intake.erasure.barred import barred_people
from pipelines.intake.findings import read_findings, write_findings
from pipelines.intake.inspect_file import Inspection
from pipelines.intake.repairs import read_repairs, write_repairs
from pipelines.intake.report import CheckReport
from pipelines.intake.request import (
    DeliveryError,
    DeliveryRequest,
    SenderRole,
    refuse_no_period,
    refuse_wrong_call,
    role_of,
    shown_name,
)
from pipelines.intake.said import both
from pipelines.intake.standing import judge_against_standing
from pipelines.store.landing import file_sha256, land
from pipelines.store.ledger import Delivery, NewDelivery, State
from pipelines.store.platform import Platform
from pipelines.store.raw import move_parquet
from pipelines.store.vault import read_records

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
_IDENTITY = ("file_sha256", "mode", "mapping", "contract_version")
"""What makes two deliveries of a sender, feed and period the same."""

_MAY_PASS_NOW = frozenset({"processing_limit", "processing_failed", "patch_unknown_key"})
"""What a file may be refused for that need not be so when it is sent again."""


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
    before = _sent_before(platform, new)
    if before is not None:
        return DeliveryOutcome(before, report_of(platform, before), repeated=True)
    barred = barred_people(platform)
    if not platform.keys.is_demo and barred is None:
        land(platform.paths, platform.keys, request.file, new.file_sha256)
    delivery = platform.ledger.deliveries.receive(new, actor=request.sender)
    with _work_folder(platform) as folder:
        sealing = Sealing(folder, platform.keys, delivery.delivery_no)
        inspection = replace(_inspection(platform, request, new), barred=barred)
        report = inspect_in_child(inspection, sealing)
        report = judge_against_standing(platform, delivery, report, sealing)
        # Everybody knows the demo's key: a real person's file must not be kept under it, not even sealed.
        if not _names_a_real_person(report):
            land_without_barred(platform, inspection, report)
        _keep(platform, delivery, report, sealing)
    _record_first_states(platform, delivery, report, request)
    return DeliveryOutcome(platform.ledger.deliveries.require(delivery.delivery_no), report, repeated=False)


def _sent_before(platform: Platform, new: NewDelivery) -> Delivery | None:
    """Return the delivery that a file repeats, if it does.

    What was refused is refused again; what was taken in is repeated while no other file of the period came
    after it, since a file sent again after another one brings the earlier state back, unless it is said to have
    come at the same moment: then it is the same delivery told twice. A new contract or mapping makes a new
    check, and so does a check that never ended, ran into a limit of this machine, or refused a patch of rows that
    were not in force then.
    """
    followed = False
    for before in platform.ledger.deliveries.like(new):
        same = all(getattr(before, name) == getattr(new, name) for name in _IDENTITY)
        if before.state == "rejected":
            if same and not _may_pass_now(platform, before):
                return before
        elif before.state != "received":
            if same and (not followed or before.received_at == new.received_at):
                return before
            followed = True
    return None


def _may_pass_now(platform: Platform, delivery: Delivery) -> bool:
    return any(f.rule_name in _MAY_PASS_NOW for f in read_findings(platform.paths, delivery.delivery_no))


def _names_a_real_person(report: CheckReport) -> bool:
    return any(f.rule_name == "demo_key_real_person" for f in report.findings)


def report_of(platform: Platform, delivery: Delivery) -> CheckReport:
    """Return the report of a delivery as it was checked, from what was kept."""
    return CheckReport(
        feed=delivery.feed,
        file_sha256=delivery.file_sha256,
        contract_version=delivery.contract_version,
        rows_read=delivery.rows_read,
        rows_accepted=delivery.rows_accepted,
        findings=read_findings(platform.paths, delivery.delivery_no),
        repairs=read_repairs(platform.paths, delivery.delivery_no),
    )


def _inspection(platform: Platform, request: DeliveryRequest, new: NewDelivery) -> Inspection:
    return Inspection(
        path=request.file,
        feed=request.feed,
        file_sha256=new.file_sha256,
        sender=request.sender,
        sender_role=request.sender_role,
        period=request.period,
        mode=request.mode,
        demo_key=platform.keys.is_demo,
        mapping=request.mapping,
    )


@contextmanager
def _work_folder(platform: Platform) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=platform.paths.incoming))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(platform: Platform, delivery: Delivery, report: CheckReport, sealing: Sealing) -> None:
    number = delivery.delivery_no
    paths = platform.paths
    write_findings(paths.raw_file("_finding", number), report.findings, feed=delivery.feed, delivery_no=number)
    write_repairs(paths.raw_file("_repair", number), report.repairs)
    # A child that was ended by a limit may have left rows of a file that is refused.
    if report.rows_accepted and sealing.rows.exists():
        platform.vault.add(number, read_records(sealing.vault))
        move_parquet(sealing.rows, paths.raw_file(delivery.feed, number))
    platform.ledger.deliveries.record_rows(
        number, read=report.rows_read, accepted=report.rows_accepted, rejected=report.rows_rejected
    )


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
