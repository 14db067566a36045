"""Takes a person out of every landed file: the original gives way to its cells without the person's rows."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import polars as pl

from data_contracts.loader import load_contract
from pipelines.intake.child import ChildFailed, call_in_child
from pipelines.intake.erasure.cells import write_cells
from pipelines.intake.erasure.landed_rows import LandedFile, Leftover, bytes_name, without_person
from pipelines.intake.erasure.raw_rows import Place
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.table import ROW, SHEET
from pipelines.store.landing import (
    file_sha256,
    land_cells,
    landed_cells_file,
    landed_file,
    read_landed,
    read_landed_cells,
)
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform

NameChange = Callable[[Path, str, str], None]
_ACTOR = "erasure"


def rewrite_landed_files(
    platform: Platform,
    subject: Subject,
    *,
    places: Iterable[Place],
    number_is_shared: bool,
    before_replacing: NameChange,
    at: datetime,
) -> None:
    """Rewrite every landed file that names a person, in an accepted row or a refused one.

    A file that cannot be read goes as a whole when the person's own college sent it or its bytes name the person;
    its delivery was refused and becomes `erased`.
    """
    rows: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for _, delivery_no, sheet, row in places:
        rows[delivery_no].add((sheet, row))
    for delivery in platform.ledger.deliveries.all():
        if not _may_name_people(delivery):
            continue
        left = _leftover(platform, delivery, subject, rows[delivery.delivery_no], number_is_shared=number_is_shared)
        if left.body is not None:
            _replace(platform, delivery.file_sha256, left.body, before_replacing)
        if not left.readable and left.body is not None and delivery.state != "erased":
            platform.ledger.deliveries.record_state(delivery.delivery_no, "erased", "", at, _ACTOR)


def lies_in_landing(platform: Platform, subject: Subject) -> bool:
    """Return whether a landed file names a person of whom no row was accepted; this reads them all."""
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
    body = (read_landed_cells if is_cells else read_landed)(paths, platform.keys, sha256)
    folder = Path(tempfile.mkdtemp(dir=paths.incoming))
    try:
        plain = folder / "landed"
        plain.write_bytes(body)
        others = _accepted(platform, delivery) - theirs
        landed = LandedFile(plain, is_cells, delivery.feed, delivery.sender, frozenset(theirs), frozenset(others))
        left = call_in_child(without_person, landed, subject, number_is_shared=number_is_shared)
    except ChildFailed:
        left = Leftover(readable=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if left.readable:
        return left
    own = {institution for institution, _ in subject.numbers}
    names = delivery.sender in own or bytes_name(body, subject)
    return Leftover(readable=False, body=write_cells([], set()) if names else None)


def _accepted(platform: Platform, delivery: Delivery) -> set[tuple[str, int]]:
    file = platform.paths.raw_file(delivery.feed, delivery.delivery_no)
    return set(pl.read_parquet(file, columns=[SHEET, ROW]).iter_rows()) if file.exists() else set()


def _replace(platform: Platform, sha256: str, body: bytes, before_replacing: NameChange) -> None:
    paths = platform.paths
    before = landed_cells_file(paths, sha256)
    before = before if before.exists() else landed_file(paths, sha256)
    old = file_sha256(before)
    after = land_cells(paths, platform.keys, body, sha256)
    before_replacing(before, old, file_sha256(after))
