"""Work folders for what is plain for a moment only: a file on its way in, a check, a rebuilt warehouse.

However the process that made one ends, nothing of it stays: as long as it lives it holds a lock, which the kernel lets
go, and whoever sweeps removes what nobody holds.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pipelines.store.paths import DataPaths

KEPT_FOR: Final = timedelta(days=1)
"""How long something stays of which nobody can say whether it is held; longer than any check takes."""

_HELD: Final = ".held"


@contextmanager
def work_folder(paths: DataPaths) -> Iterator[Path]:
    """Make a folder that only we may read, and remove it with all that is in it."""
    folder = paths.incoming / f"work-{uuid.uuid4().hex}"
    held = folder.with_name(folder.name + _HELD)
    # Not of one thread: what a request receives, another thread checks.
    with FileLock(held, thread_local=False):
        try:
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            _remove_with_lock(folder, held)


def sweep(paths: DataPaths, *, now: datetime) -> None:
    """Remove the work folders of processes that have ended, and whatever else has not changed for a day."""
    oldest = (now - KEPT_FOR).timestamp()
    for entry in sorted(paths.incoming.iterdir()):
        # What cannot be removed must not keep a service down; and another process may be faster.
        with suppress(OSError):
            if entry.suffix == _HELD:
                _remove_unless_held(entry)
            # Not the time of the content, which a copy takes over from its original.
            elif not entry.with_name(entry.name + _HELD).exists() and entry.lstat().st_ctime < oldest:
                _remove(entry)


def _remove_unless_held(held: Path) -> None:
    with suppress(Timeout), FileLock(held, timeout=0):
        _remove_with_lock(held.with_suffix(""), held)


def _remove_with_lock(folder: Path, held: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    # What could not be removed keeps its lock, by which the next sweep knows that nobody holds it.
    if not folder.exists():
        held.unlink(missing_ok=True)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
