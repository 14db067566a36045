"""Runs inspections in a child process with limits on memory and time, so that no file can hurt its receiver.

One child serves many files; it is ended and replaced when a file goes past a limit.
"""

from __future__ import annotations

import atexit
import multiprocessing as mp
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

import polars as pl

from data_contracts.loader import load_contract
from pipelines.intake.check.confined import Fault, confine, do_confined
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.check.seal import seal_rows
from pipelines.intake.read.limits import refuse_large_file
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.report import CheckReport
from pipelines.store.keys import KeyRing
from pipelines.store.raw import replace_parquet
from pipelines.store.vault import write_records

MEMORY_LIMIT_BYTES = 4 << 30
TIME_LIMIT_SECONDS = 300

P = ParamSpec("P")
T = TypeVar("T")

_turn = threading.Lock()
_pool: ProcessPoolExecutor | None = None


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the child needs to write a delivery's rows: where, and the keys for pseudonyms and the vault."""

    folder: Path
    keys: KeyRing
    delivery_no: int

    @property
    def rows(self) -> Path:
        """Accepted rows without personal cells."""
        return self.folder / "rows.parquet"

    @property
    def vault(self) -> Path:
        """Sealed personal cells."""
        return self.folder / "vault.parquet"


def inspect_in_child(inspection: Inspection, sealing: Sealing | None = None) -> CheckReport:
    """Inspect a file in the child process; a file past a limit gives a report that says so.

    Files take turns, so that waiting costs none of a file's time and ending the child hurts no other file.
    """
    try:
        refuse_large_file(inspection.path)
        return _call(sealing.folder if sealing else None, partial(_work, inspection, sealing))
    except FileRefused as refusal:
        return _refused(inspection, refusal.rule_name, refusal.seen)
    except ChildFailed as exc:
        return refused_unread(inspection, exc)


def refused_unread(inspection: Inspection, failed: ChildFailed) -> CheckReport:
    """Return the report of a file that could not be looked at to its end; it may be sent again."""
    return _refused(inspection, "processing_failed" if failed.fault else "processing_limit", failed.reason)


class ChildFailed(Exception):  # noqa: N818 - it was ended, which is no fault of the program
    """The child went past a limit or broke, and was ended.

    Attributes:
        reason: `time`, `memory`, or the kind of the fault.
        fault: Whether it broke without reaching a limit.
    """

    def __init__(self, reason: str, *, fault: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fault = fault


def call_in_child(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Do something with a file in the child process.

    Raises:
        ChildFailed: it went past a limit or broke.
    """
    return _call(None, partial(work, *arguments, **options))


def call_in_child_beside(folder: Path, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Do the same with what is put aside on the way in a folder of the caller's, which may outlast both processes.

    Raises:
        ChildFailed: it went past a limit or broke.
    """
    return _call(folder, partial(work, *arguments, **options))


def _call(folder: Path | None, task: Callable[[], T]) -> T:
    # Temporary files lie where this process takes them away: a child that is killed leaves its own behind.
    with _turn, TemporaryDirectory(dir=folder) as scratch:
        pool = _running()
        try:
            done = pool.submit(do_confined, scratch, task).result(timeout=TIME_LIMIT_SECONDS)
        except TimeoutError as exc:
            _end()
            raise ChildFailed("time") from exc
        except MemoryError as exc:
            _end()
            raise ChildFailed("memory") from exc
        except BrokenProcessPool as exc:
            raise _broken(_end()) from exc
        if isinstance(done, Fault):
            # What panicked may have left locks closed and memory in disorder.
            _end()
            raise ChildFailed(done.kind, fault=True)
        return done


def _running() -> ProcessPoolExecutor:
    global _pool  # noqa: PLW0603 - one child per process, replaced when it dies
    if _pool is None:
        context = mp.get_context("forkserver")
        context.set_forkserver_preload(["pipelines.intake.check.child"])
        _pool = ProcessPoolExecutor(
            max_workers=1, mp_context=context, initializer=confine, initargs=(MEMORY_LIMIT_BYTES,)
        )
    return _pool


def _broken(exit_code: int | None) -> ChildFailed:
    """Tell a child that ended itself for want of memory, or was ended by the machine for it, from one that crashed."""
    if exit_code in (-signal.SIGABRT, -signal.SIGKILL, None):
        return ChildFailed("memory")
    kind = signal.Signals(-exit_code).name if exit_code < 0 else f"exit {exit_code}"
    return ChildFailed(kind, fault=True)


def _work(inspection: Inspection, sealing: Sealing | None) -> CheckReport:
    try:
        report, accepted = inspect_file(inspection)
        if sealing is not None and not accepted.is_empty():
            _write(accepted, inspection, sealing)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - its text may quote cells: only its kind may leave the child
        return _refused(inspection, "processing_failed", type(exc).__name__)
    return report


def _write(accepted: pl.DataFrame, inspection: Inspection, sealing: Sealing) -> None:
    rows, records = seal_rows(
        accepted,
        load_contract(inspection.feed),
        sealing.keys,
        sender=inspection.sender,
        period=inspection.period,
        delivery_no=sealing.delivery_no,
    )
    replace_parquet(sealing.rows, rows)
    write_records(sealing.vault, records)


def _refused(inspection: Inspection, rule_name: str, seen: str) -> CheckReport:
    found = file_finding(rule_name, value=seen, quote=True)
    version = load_contract(inspection.feed).version
    return CheckReport(inspection.feed, inspection.file_sha256, version, 0, 0, [found])


def _end() -> int | None:
    """End the child and return how it had ended by itself, if it had."""
    global _pool
    pool, _pool = _pool, None
    if pool is None:
        return None
    children = list((pool._processes or {}).values())  # noqa: SLF001 - the pool has no public way to kill a child
    for child in children:
        child.kill()
    pool.shutdown(wait=True, cancel_futures=True)
    return next((child.exitcode for child in children), None)


atexit.register(_end)
