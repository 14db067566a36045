"""Entries that a server could not write before it ended: kept in a file, and written by the next server.

They name organisations and numbers of rows, never a person. Gathering entries belongs in `writer`.
"""

import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from filelock import FileLock

from pipelines.store.ledger import AuditEntry
from pipelines.store.ledger.times import from_text, to_text

_AT: Final = "recorded_at"


class LeftOver:
    """The folder of such files, which several servers may share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, entries: Sequence[AuditEntry]) -> None:
        """Write entries to a file of their own, safe on the disk when this returns."""
        self._folder.mkdir(parents=True, exist_ok=True)
        final = self._folder / f"{secrets.token_hex(8)}.jsonl"
        aside = final.with_suffix(".new")
        with aside.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(e) | {_AT: to_text(e.recorded_at)}) + "\n" for e in entries)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(final)

    def hand_over(self, append: Callable[[Sequence[AuditEntry]], None]) -> None:
        """Give every kept entry to `append`, file by file; a file goes when its entries were taken."""
        if not self._folder.is_dir():
            return
        with FileLock(self._folder / "lock"):
            for path in sorted(self._folder.glob("*.jsonl")):
                append([_entry(line) for line in path.read_text(encoding="utf-8").splitlines()])
                path.unlink()


def _entry(line: str) -> AuditEntry:
    values = json.loads(line)
    return AuditEntry(**values | {_AT: from_text(values[_AT])})
