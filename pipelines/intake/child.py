"""Runs inspections in a child process with limits on memory and time, so that no file can hurt its receiver.

One child serves many files; it is ended and replaced when a file goes past a limit.
"""

from __future__ import annotations

import atexit
import multiprocessing as mp
import resource
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data_contracts.loader import load_contract
from pipelines.intake.findings import file_finding
from pipelines.intake.inspect_file import Inspection, inspect_file
from pipelines.intake.report import CheckReport
from pipelines.intake.seal import seal_rows
from pipelines.store.keys import KeyRing
from pipelines.store.raw import replace_parquet
from pipelines.store.vault import write_records

MEMORY_LIMIT_BYTES = 4 << 30
TIME_LIMIT_SECONDS = 300

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
    global _pool  # noqa: PLW0603 - one child per process, replaced when it dies
    with _turn:
        if _pool is None:
            _pool = _new_pool()
        try:
            return _pool.submit(_work, inspection, sealing).result(timeout=TIME_LIMIT_SECONDS)
        except (BrokenProcessPool, MemoryError, TimeoutError) as exc:
            _end(_pool)
            _pool = None
            limit = "time" if isinstance(exc, TimeoutError) else "memory"
            return _refused(inspection, "processing_limit", limit)


def _new_pool() -> ProcessPoolExecutor:
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.intake.child"])
    return ProcessPoolExecutor(
        max_workers=1, mp_context=context, initializer=_limit_memory, initargs=(MEMORY_LIMIT_BYTES,)
    )


def _limit_memory(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


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


def _end(pool: ProcessPoolExecutor) -> None:
    for process in (pool._processes or {}).values():  # noqa: SLF001 - the pool has no public way to kill a child
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


@atexit.register
def _end_at_exit() -> None:
    if _pool is not None:
        _end(_pool)
