"""Take one file in as its sender sent it: land, check, keep rows and findings, decide its first state."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from data_contracts.loader import ContractError, load_contract
from data_contracts.thresholds import threshold
from pipelines.intake.child import Sealing, inspect_in_child
from pipelines.intake.findings import file_finding, read_findings, write_findings
from pipelines.intake.inspect_file import Inspection
from pipelines.intake.mapping import Mapping
from pipelines.intake.repairs import read_repairs, write_repairs
from pipelines.intake.report import CheckReport
from pipelines.store.landing import file_sha256, land
from pipelines.store.ledger import Delivery, NewDelivery, State
from pipelines.store.platform import Platform
from pipelines.store.raw import move_parquet
from pipelines.store.vault import read_records

SenderRole = Literal["college", "enterprise", "steward"]

_COLLEGE = re.compile(r"[0-9]{10}|(MOHRSS|LOCAL):.+")
_ENTERPRISE = re.compile(r"[0-9A-Z]{18}")
_OFFICE = re.compile(r"[0-9]{6}")
_IDENTITY = ("file_sha256", "mode", "mapping", "contract_version")
"""What makes two deliveries of a sender, feed and period the same."""

_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class DeliveryError(Exception):
    """A file cannot even be received: an unknown feed, a sender who does not send it, a wrong period."""


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """A file and what its sender says about it.

    Attributes:
        confirm: `auto` accepts what passes; `ask` stops at `checked` until the sender confirms.
        received_at: When the platform had the bytes; dates every event recorded for it.
    """

    feed: str
    file: Path
    file_name: str
    sender: str
    sender_role: SenderRole
    period: str
    received_at: datetime
    mode: Literal["replace", "patch"] = "replace"
    confirm: Literal["auto", "ask"] = "auto"
    mapping: Mapping | None = None


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
    _refuse_wrong_call(request)
    contract = load_contract(request.feed)
    new = NewDelivery(
        feed=request.feed,
        sender=request.sender,
        sender_role=request.sender_role,
        period=request.period,
        mode=request.mode,
        file_name=Path(request.file_name).name[:255],
        file_sha256=file_sha256(request.file),
        received_at=request.received_at,
        contract_version=contract.version,
        mapping=f"{request.mapping.name}@{request.mapping.version}" if request.mapping else "",
    )
    before = _sent_before(platform, new)
    if before is not None:
        return DeliveryOutcome(before, report_of(platform, before), repeated=True)
    if not platform.keys.is_demo:
        land(platform.paths, platform.keys, request.file, new.file_sha256)
    delivery = platform.ledger.deliveries.receive(new, actor=request.sender)
    with _work_folder(platform) as folder:
        sealing = Sealing(folder, platform.keys, delivery.delivery_no)
        report = inspect_in_child(_inspection(platform, request, new), sealing)
        report = _hold_back(platform, delivery, report)
        if platform.keys.is_demo and not _names_a_real_person(report):
            # Everybody knows the demo's key: a real person's file must not be kept under it, not even sealed.
            land(platform.paths, platform.keys, request.file, new.file_sha256)
        _keep(platform, delivery, report, sealing)
    _record_first_states(platform, delivery, report, request)
    return DeliveryOutcome(platform.ledger.deliveries.require(delivery.delivery_no), report, repeated=False)


def _sent_before(platform: Platform, new: NewDelivery) -> Delivery | None:
    """Return the delivery that a file repeats, if it does.

    What was refused is refused again; what was taken in is repeated while no other file of the period came
    after it, since a file sent again after another one brings the earlier state back, unless it is said to have
    come at the same moment: then it is the same delivery told twice. A new contract or mapping makes a new
    check, and so does a check that never ended or ran into a limit of this machine.
    """
    followed = False
    for before in platform.ledger.deliveries.like(new):
        same = all(getattr(before, name) == getattr(new, name) for name in _IDENTITY)
        if before.state == "rejected":
            if same and not _hit_a_limit(platform, before):
                return before
        elif before.state != "received":
            if same and (not followed or before.received_at == new.received_at):
                return before
            followed = True
    return None


def _hit_a_limit(platform: Platform, delivery: Delivery) -> bool:
    faults = {"processing_limit", "processing_failed"}
    return any(f.rule_name in faults for f in read_findings(platform.paths, delivery.delivery_no))


def _names_a_real_person(report: CheckReport) -> bool:
    return any(f.rule_name == "demo_key_real_person" for f in report.findings)


def role_of(sender: str) -> SenderRole:
    """Return the role that a sender's code shows: institution code, credit code or the office's region code.

    Raises:
        DeliveryError: the code is none of them.
    """
    shapes: tuple[tuple[re.Pattern[str], SenderRole], ...] = (
        (_COLLEGE, "college"),
        (_ENTERPRISE, "enterprise"),
        (_OFFICE, "steward"),
    )
    for shape, role in shapes:
        if shape.fullmatch(sender):
            return role
    raise DeliveryError(
        f"'{sender}' is no sender's code: a college has 10 digits, an enterprise 18 signs, an office 6 digits"
    )


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


def _refuse_wrong_call(request: DeliveryRequest) -> None:
    try:
        contract = load_contract(request.feed)
    except ContractError as exc:
        raise DeliveryError(str(exc)) from exc
    if request.sender_role not in (*contract.senders, "steward"):
        raise DeliveryError(
            f"{_with_article(request.sender_role)} does not send {request.feed}; {', '.join(contract.senders)} do"
        )
    refuse_no_period(request.period)
    if request.period > _month_after(request.received_at):
        raise DeliveryError(
            f"period {request.period} has not begun yet; the file came on {request.received_at:%Y-%m-%d}"
        )
    if not request.file.is_file():
        raise DeliveryError(f"there is no file {request.file}")


def refuse_no_period(period: str) -> None:
    """Refuse what is no period.

    Raises:
        DeliveryError: it is not a month written as YYYY-MM.
    """
    if not _PERIOD.fullmatch(period):
        raise DeliveryError(f"'{period}' is not a period; write the month as YYYY-MM")


def _month_after(moment: datetime) -> str:
    """Return the month after a moment's: the next period's file may come a little early."""
    year, month = divmod(moment.year * 12 + moment.month, 12)
    return f"{year}-{month + 1:02d}"


def _with_article(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


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


def _hold_back(platform: Platform, delivery: Delivery, report: CheckReport) -> CheckReport:
    """Add the finding of a sudden fall in rows of a snapshot against the sender's period before."""
    is_snapshot = load_contract(delivery.feed).delivery == "snapshot"
    if not is_snapshot or delivery.mode != "replace" or report.unusable:
        return report
    earlier = [
        d
        for d in platform.ledger.deliveries.counting(delivery.received_at, feed=delivery.feed)
        if d.sender == delivery.sender and d.mode == "replace" and d.period < delivery.period
    ]
    if not earlier:
        return report
    before = max(earlier, key=lambda d: (d.period, d.delivery_no)).rows_accepted
    if report.rows_accepted < (1 - threshold("volume_fall_share")) * before:
        report.findings.append(file_finding("volume_fall", value=f"{before} → {report.rows_accepted}", quote=True))
    return report


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
        return [("rejected", report.unusable.message.en)]
    if report.rows_accepted == 0:
        return [("rejected", "no row could be accepted")]
    if report.held_by:
        return [("checked", ""), ("held", report.held_by.message.en)]
    return [("checked", ""), ("accepted", "")] if confirm == "auto" else [("checked", "")]
