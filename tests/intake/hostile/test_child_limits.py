"""What goes wrong in the child stays there: panics, exits, crashes, too much memory, temporary files, a gone parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from pipelines.intake.check import child
from pipelines.intake.check.child import ChildFailed, call_in_child, inspect_in_child
from pipelines.intake.check.inspect_file import Inspection
from tests.intake.files import COLLEGE, write_far_cell
from tests.intake.hostile import build
from tests.intake.hostile.build import MIB

ROOT = Path(__file__).parents[3]


def panic() -> None:
    raise pl.exceptions.PanicException("cell 13800001234")


def leave() -> None:
    raise SystemExit(3)


def interrupt() -> None:
    raise KeyboardInterrupt


def crash() -> None:
    ctypes.string_at(0)


def abort() -> None:
    os.abort()


def nest_without_end() -> None:
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGSEGV)


def take_memory() -> None:
    bytearray(8 << 30)


def leave_a_file_behind() -> None:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"cells")
    os.abort()


def shout() -> str:
    os.write(1, b"cells\n")
    os.write(2, b"cells\n")
    return "done"


def limits() -> tuple[str, int]:
    return Path("/proc/self/limits").read_text(encoding="ascii"), os.getpid()


@pytest.mark.parametrize(
    ("work", "reason", "fault"),
    [
        (panic, "PanicException", True),
        (leave, "SystemExit", True),
        (interrupt, "KeyboardInterrupt", True),
        (crash, "SIGSEGV", True),
        (nest_without_end, "SIGSEGV", True),
        (abort, "memory", False),
        (take_memory, "memory", False),
    ],
)
def test_what_breaks_the_child_is_told_by_its_kind_and_the_next_file_gets_a_new_one(
    work: Callable[[], None], reason: str, fault: bool
) -> None:
    with pytest.raises(ChildFailed) as failed:
        call_in_child(work)
    assert (failed.value.reason, failed.value.fault) == (reason, fault)
    assert "13800001234" not in str(failed.value)
    assert call_in_child(shout) == "done"


def test_a_child_has_limits_on_data_files_and_core_dumps() -> None:
    said, number = call_in_child(limits)
    lines = {line[:26].strip(): line[26:].split()[:2] for line in said.splitlines()}
    assert lines["Max data size"] == [str(child.MEMORY_LIMIT_BYTES)] * 2
    assert lines["Max core file size"] == ["0", "0"]
    assert lines["Max file size"] != ["unlimited", "unlimited"]
    assert number != os.getpid()


def test_a_killed_child_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ChildFailed):
        call_in_child(leave_a_file_behind)
    assert list(tmp_path.iterdir()) == []


def test_a_file_over_the_cap_is_refused_unread_by_check_and_by_deliver(tmp_path: Path) -> None:
    file = build.sparse(tmp_path, 2 << 40)
    refused = _talent("check", "enrolment", str(file))
    assert (refused.returncode, refused.stderr) == (2, "")
    assert "FIL-032" in refused.stdout
    assert "2097152 > 256 MiB" in refused.stdout
    refused = _talent(
        "deliver", "enrolment", str(file), "--sender", COLLEGE, "--period", "2026-10", "--data", str(tmp_path / "data")
    )
    assert refused.returncode == 2
    assert "FIL-032" in refused.stderr
    assert not [path for path in (tmp_path / "data" / "landing").rglob("*") if path.is_file()]


def test_a_broken_reader_prints_nothing(tmp_path: Path) -> None:
    done = _talent("check", "enrolment", str(write_far_cell(tmp_path / "far.xlsx")))
    assert (done.returncode, done.stderr) == (2, "")
    assert "FIL-013" in done.stdout


@pytest.mark.parametrize(
    "hostile",
    [
        lambda folder: write_far_cell(folder / "far.xlsx"),
        build.bomb(
            build.TEXTS, unpacked=2100 * MIB, claimed=2100 * MIB, around=(b"<sst>", b"<si><t>12</t></si>", b"</sst>")
        ),
        build.named("wide.csv", b"," * (200 * MIB)),
        build.named("deep.csv", b"\n" * (200 * MIB)),
    ],
    ids=["the farthest cell", "2 GiB of texts", "a line of 200 MiB", "200 MiB of lines"],
)
def test_the_child_never_holds_more_than_its_limit(hostile: build.Build, tmp_path: Path) -> None:
    inspection = Inspection(hostile(tmp_path), "enrolment", "0" * 64, COLLEGE, "college", "2026-10")
    _, number = call_in_child(limits)
    with _peak_of(number) as peak:
        report = inspect_in_child(inspection)
    assert report.unusable
    assert 0 < max(peak) < child.MEMORY_LIMIT_BYTES


def test_a_child_ends_with_its_parent() -> None:
    program = (
        "import threading, time\n"
        "from pipelines.intake.check import child\n"
        "from tests.intake.hostile.test_child_limits import limits\n"
        "print(child.call_in_child(limits)[1], flush=True)\n"
        "child.call_in_child(time.sleep, 600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _gone_within(number, seconds=30)


def _gone_within(number: int, *, seconds: int) -> bool:
    for _ in range(seconds * 20):
        status = Path(f"/proc/{number}/status")
        if not status.exists() or "State:\tZ" in status.read_text(encoding="utf-8"):
            return True
        time.sleep(0.05)
    return False


@contextmanager
def _peak_of(number: int) -> Iterator[list[int]]:
    """Watch the most memory that a process ever held, until it is gone or the block ends."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            try:
                lines = Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines()
            except (FileNotFoundError, ProcessLookupError):
                return
            peak.extend(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _talent(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipelines.cli.main import main; main()", *arguments],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("TALENT_")} | {"RUST_BACKTRACE": "1"},
        capture_output=True,
        text=True,
    )
