"""Check an arrived file and keep it; what is kept of its rows is said in `kept`.

Whose erasure is asked for while a check goes on is not let in: what was checked without knowing of it is checked again.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from pipelines.intake.check.child import Sealing, inspect_in_child
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.delivery.kept import keep
from pipelines.intake.delivery.request import DeliveryRequest
from pipelines.intake.delivery.standing import judge_against_standing
from pipelines.intake.erasure.again import NotKept, cells_to_keep, land_what_may_be_kept
from pipelines.intake.erasure.barred import Barred, barred_people
from pipelines.intake.report.report import CheckReport
from pipelines.store.incoming import work_folder
from pipelines.store.landing import land
from pipelines.store.ledger import Delivery, NewDelivery
from pipelines.store.platform import Platform


def receive(platform: Platform, new: NewDelivery, file: Path) -> Delivery:
    """Record an arrived file; unless it must be looked at first it lies in landing from now on."""
    # An erasure goes through the landed files of recorded deliveries: it finds both or neither.
    with FileLock(platform.paths.rows_lock):
        if not platform.keys.is_demo and barred_people(platform) is None:
            land(platform.paths, platform.keys, file, new.file_sha256)
        return platform.ledger.deliveries.receive(new, actor=new.sender)


def check_and_keep(platform: Platform, delivery: Delivery, request: DeliveryRequest) -> CheckReport:
    """Check a received file, keep what may be kept of it, and return what its sender is told."""
    report = None
    while report is None:
        report = _check_once(platform, delivery, request, barred_people(platform))
    return report


def _check_once(
    platform: Platform, delivery: Delivery, request: DeliveryRequest, barred: Barred | None
) -> CheckReport | None:
    """Return the report, None when an erasure was asked for meanwhile and nothing was kept."""
    inspection = _inspection(platform, delivery, request, barred)
    with work_folder(platform.paths) as folder:
        sealing = Sealing(folder, platform.keys, delivery.delivery_no)
        report = judge_against_standing(platform, delivery, inspect_in_child(inspection, sealing), sealing)
        # Everybody knows the demo's key: a real person's file must not be kept under it, not even sealed.
        may_be_kept, cells = not _names_a_real_person(report), None
        if may_be_kept:
            try:
                cells = cells_to_keep(inspection, report, folder)
            except NotKept as refused:
                may_be_kept, report = False, refused.report
        with FileLock(platform.paths.rows_lock):
            if barred_people(platform) != barred:
                return None
            if may_be_kept:
                land_what_may_be_kept(platform, inspection, cells)
            keep(platform, delivery, report, sealing)
    return report


def _inspection(platform: Platform, delivery: Delivery, request: DeliveryRequest, barred: Barred | None) -> Inspection:
    return Inspection(
        path=request.file,
        feed=request.feed,
        file_sha256=delivery.file_sha256,
        sender=request.sender,
        sender_role=request.sender_role,
        period=request.period,
        mode=request.mode,
        demo_key=platform.keys.is_demo,
        mapping=request.mapping,
        barred=barred,
    )


def _names_a_real_person(report: CheckReport) -> bool:
    return any(f.rule_name == "demo_key_real_person" for f in report.findings)
