"""What holds inside the child process that reads a file: its limits, its silence, its end with its parent.

Starting, timing and replacing the child belongs in `child`.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import resource
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TypeVar

T = TypeVar("T")

MOST_WRITTEN_BYTES = 4 << 30
"""No file that the child writes may be larger: a parcel cannot fill the disk."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What broke the work in the child: the kind of the error, never its text, which may quote cells."""

    kind: str


def confine(memory_bytes: int) -> None:
    """Limit this process and keep what it reads to itself. Called once, when the child starts."""
    # Address space is no measure: readers with threads reserve far more of it than they ever fill.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN_BYTES, MOST_WRITTEN_BYTES))
    # A core dump would hold every cell of the file in the clear.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _fall_silent()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def do_confined(scratch: str, work: Callable[[], T]) -> T | Fault:
    """Do the work with temporary files in a folder of the parent's; what is no usual error comes back as a fault."""
    tempfile.tempdir = scratch
    try:
        return work()
    except Exception:
        raise
    except BaseException as exc:  # noqa: BLE001 - a panic of a native library, or an exit, must not reach the parent
        return Fault(type(exc).__name__)


def _fall_silent() -> None:
    """Native libraries print what they choke on, and where: neither a log nor a terminal may show it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _end_with_parent() -> None:
    """End when the parent is gone, even in the middle of a file: nobody would ever end it otherwise."""
    parent = mp.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
