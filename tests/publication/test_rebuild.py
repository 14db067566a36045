"""Verifying a real edition while the data folder lives on: other runs hold the lock and write exports anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import polars as pl
from filelock import FileLock

from pipelines.store.editions import read_manifest
from pipelines.store.paths import DataPaths
from tests.conftest import ROOT, DemoPlatform


def test_verify_needs_neither_the_lock_nor_the_export_of_a_later_run(
    demo_platform: DemoPlatform, tmp_path: Path
) -> None:
    paths = DataPaths(Path(shutil.copytree(demo_platform.data, tmp_path / "data")))
    as_of = datetime.fromisoformat(read_manifest(paths.editions / "e000001")["as_of"])
    export = paths.export_file("_delivery", as_of)
    pl.read_parquet(export).head(3).write_parquet(export)
    other_build = paths.editions / ".building-e000002"
    other_build.mkdir()
    with FileLock(paths.writer_lock):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from pipelines.cli.main import main; main()",
                "verify",
                "e000001",
                "--format",
                "json",
            ],
            env={**os.environ, "TALENT_DATA": str(paths.root)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert answer["result"] == "identical"
    assert len(answer["tables"]) >= 4
    assert other_build.is_dir()
    assert not list(paths.incoming.iterdir())
