"""Takes a person out of every landed file: the original gives way to its cells without the person's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import polars as pl

from data_contracts.loader import load_contract
from pipelines.intake.check.child import ChildFailed, call_in_child_beside
from pipelines.intake.erasure.cells import write_cells
from pipelines.intake.erasure.file_names import forget_file_name
from pipelines.intake.erasure.landed_rows import LandedFile, Leftover, bytes_name, without_person
from pipelines.intake.erasure.raw_rows import Place
from pipelines.intake.erasure.stopped import not_looked_at, refused_with_rows
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.store.incoming import work_folder
from pipelines.store.landing import (
    BeforeChange,
    drop_original,
    land_cells,
    landed_cells_file,
    landed_file,
    read_landed,
    read_landed_cells,
)
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform

_ACTOR = "erasure"


def rewrite_landed_files(
    platform: Platform,
    subject: Subject,
    *,
    places: Iterable[Place],
    number_is_shared: bool,
    before_change: BeforeChange,
    at: datetime,
) -> None:
    """Rewrite every landed file that names a person, in an accepted row or a refused one; file names that do go too.

    A file that cannot be read goes as a whole when the person's own college sent it or its bytes name the person; its
    delivery was refused and becomes `erased`.

    Raises:
        ErasureStoppedError: a file could not be looked at, or cannot be read although rows of it were accepted.
    """
    rows: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for _, delivery_no, sheet, row in places:
        rows[delivery_no].add((sheet, row))
    deliveries = platform.ledger.deliveries.all()
    accepted = {d.file_sha256 for d in deliveries if d.rows_accepted}
    holding = set()
    for delivery in deliveries:
        if not _may_name_people(delivery):
            continue
        theirs = rows[delivery.delivery_no]
        left = _leftover(platform, delivery, subject, theirs, number_is_shared=number_is_shared)
        if not left.readable and left.body is not None and delivery.file_sha256 in accepted:
            raise refused_with_rows(delivery.delivery_no)
        if theirs or left.body is not None:
            holding.add(delivery.file_sha256)
        if delivery.file_sha256 in holding:
            forget_file_name(platform, delivery, subject)
        if left.body is not None:
            land_cells(platform.paths, platform.keys, left.body, delivery.file_sha256, before_change=before_change)
        if not left.readable and left.body is not None and delivery.state != "erased":
            platform.ledger.deliveries.record_state(delivery.delivery_no, "erased", "", at, _ACTOR)


def lies_in_landing(platform: Platform, subject: Subject) -> bool:
    """Return whether a landed file names a person of whom no row was accepted; this reads them all.

    Raises:
        ErasureStoppedError: a file could not be looked at.
    """
    return any(
        left.readable and left.body is not None
        for delivery in platform.ledger.deliveries.all()
        if _may_name_people(delivery)
        for left in [_leftover(platform, delivery, subject, set(), number_is_shared=False)]
    )


def _may_name_people(delivery: Delivery) -> bool:
    contract = load_contract(delivery.feed)
    return bool(contract.persons) or "student_no" in contract.fields or not delivery.rows_accepted


def _leftover(
    platform: Platform, delivery: Delivery, subject: Subject, theirs: set[tuple[str, int]], *, number_is_shared: bool
) -> Leftover:
    paths, sha256 = platform.paths, delivery.file_sha256
    is_cells = landed_cells_file(paths, sha256).exists()
    if not is_cells and not landed_file(paths, sha256).exists():
        return Leftover(readable=True)
    if is_cells:
        # A run that ended between the two steps of a replacement left the original behind.
        drop_original(paths, sha256)
    body = (read_landed_cells if is_cells else read_landed)(paths, platform.keys, sha256)
    others = _accepted(platform, delivery) - theirs
    try:
        with work_folder(paths) as folder:
            plain = folder / "landed"
            plain.write_bytes(body)
            landed = LandedFile(plain, is_cells, delivery.feed, delivery.sender, frozenset(theirs), frozenset(others))
            left = call_in_child_beside(folder, without_person, landed, subject, number_is_shared=number_is_shared)
    except ChildFailed as exc:
        # A run tells the deepest cause of its failure: that must be the sentence.
        raise not_looked_at(delivery.delivery_no, exc.reason) from None
    if left.readable:
        return left
    own = {institution for institution, _ in subject.numbers}
    names = bool(theirs) or delivery.sender in own or bytes_name(body, subject)
    return Leftover(readable=False, body=write_cells([], set()) if names else None)


def _accepted(platform: Platform, delivery: Delivery) -> set[tuple[str, int]]:
    file = platform.paths.raw_file(delivery.feed, delivery.delivery_no)
    return set(pl.read_parquet(file, columns=[SHEET, ROW]).iter_rows()) if file.exists() else set()
