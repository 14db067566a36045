"""What is plain for a moment is gone with the process that made it, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.store.incoming import sweep, work_folder
from pipelines.store.paths import DataPaths

NOW = datetime.now(UTC)
HOLDING = """
import sys, time
from pathlib import Path
from pipelines.store.incoming import work_folder
from pipelines.store.paths import DataPaths
with work_folder(DataPaths(Path(sys.argv[1]))) as folder:
    (folder / "upload").write_text("张三", encoding="utf-8")
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    paths = DataPaths(tmp_path)
    paths.incoming.mkdir()
    return paths


def test_a_work_folder_is_for_us_only_and_gone_afterwards(paths: DataPaths) -> None:
    with work_folder(paths) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep").mkdir()
        sweep(paths, now=NOW)
        assert (folder / "deep").is_dir()
    assert list(paths.incoming.iterdir()) == []
    with pytest.raises(RuntimeError), work_folder(paths):
        raise RuntimeError
    assert list(paths.incoming.iterdir()) == []


def test_what_a_killed_process_held_is_swept_at_once_and_what_a_living_one_holds_is_not(paths: DataPaths) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(paths.root)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        (upload,) = paths.incoming.glob("work-*/upload")
        sweep(paths, now=NOW)
        assert upload.exists()
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        assert upload.exists()
        sweep(paths, now=NOW)
        assert list(paths.incoming.iterdir()) == []
    finally:
        process.kill()
        process.wait(60)
