"""Drop what earlier editions say of single persons, after an erasure or with age; figures, reports, manifests stay.

What an erasure takes out of raw, landing and vault belongs in `intake.erasure`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from data_contracts.thresholds import limit
from pipelines.publication.answer_schema import PERSON_TABLES
from pipelines.publication.verify import ANSWERS
from pipelines.store.editions import EditionPointer, current_edition, list_editions, read_manifest
from pipelines.store.landing import file_sha256
from pipelines.store.ledger import FileChange
from pipelines.store.platform import Platform

GONE = ""
"""The new hash of a file that was removed."""

NO_ERASURE = 0
"""The number under which a change is recorded that no erasure asked for: the edition had come of age."""


def retire_people(platform: Platform, erasure_nos: Iterable[int], *, before: str, at: datetime) -> list[str]:
    """Drop person-level tables and answers of every edition before one; return the names of those that had any.

    Args:
        platform: The data folder.
        erasure_nos: On whose account; each change of a file is recorded with the last of them.
        before: The first edition without these people.
        at: When.
    """
    number = max(erasure_nos, default=None)
    if number is None:
        return []
    with FileLock(platform.paths.writer_lock):
        earlier = [e for e in list_editions(platform.paths) if e.edition < before]
        return [e.edition for e in earlier if _retire(platform, e, number, at)]


def retire_old(platform: Platform, *, at: datetime) -> list[str]:
    """Drop person-level tables and answers of editions that are neither new, signed nor in service; return their names.

    An erasure takes its people out of signed editions too: that is `retire_people`.

    Args:
        platform: The data folder.
        at: When.
    """
    with FileLock(platform.paths.writer_lock):
        newest_first = list_editions(platform.paths)
        current = current_edition(platform.paths)
        kept = platform.ledger.signatures.signed_editions() | {current.edition if current else ""}
        old = [e for e in newest_first[int(limit("kept_editions")) :] if e.edition not in kept]
        return [e.edition for e in old if _retire(platform, e, NO_ERASURE, at)]


def _retire(platform: Platform, edition: EditionPointer, erasure_no: int, at: datetime) -> bool:
    def record(path: Path, new: str) -> None:
        name = path.relative_to(platform.paths.root).as_posix()
        platform.ledger.erasures.record_file(FileChange(erasure_no, name, file_sha256(path), new, at))

    answers = edition.folder / ANSWERS
    # One that was killed here left a copy with everybody in it; only one retires at a time (the writer lock).
    for leftover in edition.folder.glob(f".{answers.name}.*.part*"):
        leftover.unlink()
    tables = [edition.folder / t["name"] for t in read_manifest(edition.folder)["tables"] if t["person_level"]]
    held = [path for path in tables if path.exists()]
    for path in held:
        record(path, GONE)
        path.unlink()
    if not answers.exists() or not _has_people(answers):
        return bool(held)
    unfinished = answers.with_name(f".{answers.name}.{os.getpid()}.part")
    shutil.copyfile(answers, unfinished)
    _empty(unfinished)
    record(answers, file_sha256(unfinished))
    # Readers who hold the old file keep it until they let go; nobody opens it again.
    unfinished.replace(answers)
    return True


def _has_people(answers: Path) -> bool:
    connection = sqlite3.connect(f"{answers.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return any(
            connection.execute(f"select exists (select 1 from {table.name})").fetchone()[0]  # noqa: S608 our own name
            for table in PERSON_TABLES
        )
    finally:
        connection.close()


def _empty(answers: Path) -> None:
    connection = sqlite3.connect(answers, isolation_level=None)
    try:
        for table in PERSON_TABLES:
            connection.execute(f"delete from {table.name}")  # noqa: S608 our own name
        connection.execute("vacuum")
    finally:
        connection.close()
