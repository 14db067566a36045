"""What several rooms' tests share: one demo platform per session, built by the real command, used read-only."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).parents[1]
STUDENTS = 400
BUILT_ONCE = ("erased", "warehouse")
"""What takes minutes to build, each on what many tests of every worker wait for: the demo city, the marts."""

# A test never judges by the clock: on a busy machine a sound example may take long.
settings.register_profile("no_clock", deadline=None)
settings.load_profile("no_clock")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that build what many wait for; a worker takes a whole file, so each begins with another."""
    first = {fixture: next((item.path for item in items if fixture in _fixtures(item)), None) for fixture in BUILT_ONCE}
    order = list(first.values())
    items.sort(key=lambda item: order.index(item.path) if item.path in order else len(order))


def _fixtures(item: pytest.Item) -> tuple[str, ...]:
    return tuple(getattr(item, "fixturenames", ()))


@dataclass(frozen=True)
class DemoPlatform:
    """A data folder after `talent tour`, and what the tour printed."""

    data: Path
    city: Path
    printed: str


@pytest.fixture(scope="session")
def shared_temp(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of all workers: what is built in it is built once, under a lock."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def demo_platform(shared_temp: Path) -> DemoPlatform:
    shared = shared_temp / "demo"
    with FileLock(f"{shared}.lock"):
        printed = shared / "printed.txt"
        if not printed.exists():
            shared.mkdir()
            text = talent("tour", "--students", str(STUDENTS), "--city", str(shared / "city"), data=shared / "data")
            printed.write_text(text, encoding="utf-8")
    return DemoPlatform(shared / "data", shared / "city", printed.read_text(encoding="utf-8"))


def talent(*arguments: str, data: Path, code: int = 0) -> str:
    """Run the real command and return its stdout; another exit code than expected fails the test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    done = subprocess.run(
        [sys.executable, "-c", "from pipelines.cli.main import main; main()", *arguments],
        env=environment | {"TALENT_DATA": str(data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr[-3000:]
    return done.stdout + (done.stderr if code else "")
