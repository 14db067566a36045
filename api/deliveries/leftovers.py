"""Remove what an interrupted process left of uploads: a file on its way in is plain, and must not stay.

Receiving a file, and deleting it afterwards, belongs in `upload`.
"""

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

KEPT_FOR: Final = timedelta(days=1)
"""Longer than any upload or check takes, so nothing is taken from a process that is still at work."""


def sweep(folder: Path, *, now: datetime) -> None:
    """Remove the files and work folders in which nothing has changed for a day."""
    oldest = (now - KEPT_FOR).timestamp()
    for entry in folder.iterdir():
        # What cannot be removed must not keep the service down; and another process may be faster.
        with suppress(OSError):
            # Not the time of the content, which a copy takes over from its original.
            if entry.lstat().st_ctime < oldest:
                _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
