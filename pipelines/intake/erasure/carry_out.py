"""Carry out what was recorded, before a run builds; complete it after the run has published.

Every step may be repeated: raw, from which the rows are known, changes last, and the subject stays known until the
end. A run that fails between two steps is carried on by the next.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from filelock import FileLock

from pipelines.intake.erasure.holders import enrolments, other_starts
from pipelines.intake.erasure.landed_files import rewrite_landed_files
from pipelines.intake.erasure.raw_rows import rewrite_without, rows_of
from pipelines.intake.erasure.stopped import ErasureStoppedError
from pipelines.intake.erasure.subject import Subject
from pipelines.store.incoming import sweep
from pipelines.store.ledger import FileChange, PendingErasure
from pipelines.store.platform import Platform

_ACTOR = "run"


def carry_out(platform: Platform, *, at: datetime) -> list[int]:
    """Take everybody whose erasure is pending out of landing, vault and raw; return the erasures' numbers.

    Raises:
        ErasureStoppedError: one could not be carried out to its end; the others are.
    """
    pending = platform.ledger.erasures.pending()
    if not pending:
        return []
    # A process that was killed may have left plain what is to be forgotten; of a day before, whoever left it.
    sweep(platform.paths, now=at)
    stopped: list[ErasureStoppedError] = []
    with FileLock(platform.paths.writer_lock):
        for erasure in pending:
            try:
                # A check that ends meanwhile keeps nothing before this is over, and is then made again.
                with FileLock(platform.paths.rows_lock):
                    _carry_out(platform, erasure, at)
            except ErasureStoppedError as exc:
                stopped.append(exc)
        if len(stopped) < len(pending):
            # The file keeps old rows in its free pages; dbt makes a new one.
            for leftover in platform.paths.warehouse.glob(f"{platform.paths.warehouse_file.name}*"):
                leftover.unlink()
    if stopped:
        raise stopped[0]
    return [erasure.erasure_no for erasure in pending]


def complete(platform: Platform, erasure_nos: list[int], *, at: datetime) -> None:
    """Record that nothing of these people is left, and forget who they were."""
    for number in erasure_nos:
        platform.ledger.erasures.record(number, "completed", actor=_ACTOR, recorded_at=at)
    if erasure_nos:
        platform.ledger.erasures.forget_deleted()


def _carry_out(platform: Platform, pending: PendingErasure, at: datetime) -> None:
    # Only who holds both locks rewrites deliveries: what lies half-written there was left by somebody who was killed.
    for leftover in platform.paths.raw.glob("[!_]*/.[0-9]*.parquet.*.part"):
        leftover.unlink()
    subject = _subject(platform, pending)
    erasures = platform.ledger.erasures

    def record(path: Path, old: str, new: str) -> None:
        name = path.relative_to(platform.paths.root).as_posix()
        erasures.record_file(FileChange(pending.erasure_no, name, old, new, at))

    found = [rows for rows in rows_of(platform.paths, subject) if rows.theirs.any()]
    places = [place for rows in found for place in rows.places()]
    shared = bool(other_starts(enrolments(platform.paths), subject.keys, subject.numbers))
    rewrite_landed_files(platform, subject, places=places, number_is_shared=shared, before_change=record, at=at)
    platform.vault.erase(subject.keys, places)
    platform.ledger.forget_people(subject.keys)
    for rows in found:
        rewrite_without(rows, before_replacing=partial(record, rows.file))
    if (pending.erasure_no, "carried_out") not in {(e.erasure_no, e.event) for e in erasures.events()}:
        erasures.record(pending.erasure_no, "carried_out", actor=_ACTOR, recorded_at=at)


def _subject(platform: Platform, pending: PendingErasure) -> Subject:
    return Subject.unsealed(platform.keys, pending.sealed, pending.erasure_no)
