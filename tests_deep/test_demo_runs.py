"""Runs on the demo city made again: the same bytes, never an older edition in service, no harm when a step fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipelines.store.editions import current_edition, list_editions, read_manifest
from pipelines.store.paths import DataPaths
from tests.conftest import DemoPlatform, talent


@pytest.fixture
def copied(demo_platform: DemoPlatform, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_platform.data, tmp_path / "data"))


def test_a_second_run_gives_the_same_bytes_and_an_older_one_does_not_move_the_pointer(copied: Path) -> None:
    paths = DataPaths(copied)
    first = read_manifest(paths.editions / "e000001")
    talent("run", "--as-of", first["as_of"], data=copied)
    second = read_manifest(paths.editions / "e000002")
    assert second["tables"] == first["tables"]
    assert second["answers_content_sha256"] == first["answers_content_sha256"]
    # What is new is what the first edition published: figures that hardly changed stand as they stood there.
    known = {entry["name"] for entry in first["inputs"]}
    assert [e for e in second["inputs"] if e["name"] in known] == first["inputs"]
    assert [e["name"] for e in second["inputs"] if e["name"] not in known] == ["inputs/_published_metric.parquet"]
    talent("run", "--as-of", "2026-10-14T00:00:00Z", data=copied)
    current = current_edition(paths)
    assert current is not None
    assert (current.edition, len(list_editions(paths))) == ("e000002", 3)


def test_a_failing_step_leaves_the_edition_in_service_and_says_what_to_do(copied: Path) -> None:
    paths = DataPaths(copied)
    broken = next(path for path in sorted((paths.raw / "destination").glob("[0-9]*.parquet")))
    broken.write_bytes(b"no parquet")
    said = talent("run", "--as-of", "2026-10-16T00:00:00Z", data=copied, code=4)
    assert "step warehouse failed" in said
    assert "stg_destination" in said
    assert "e000001 stays in service" in said
    assert "run again: talent run --as-of 2026-10-16T00:00:00" in said
    assert "Traceback" not in said
    current = current_edition(paths)
    assert current is not None
    assert current.edition == "e000001"


def test_verify_says_identical_and_notices_a_changed_input(copied: Path) -> None:
    answer = json.loads(talent("verify", "e000001", "--format", "json", data=copied))
    assert answer["result"] == "identical"
    assert len(answer["tables"]) >= 4
    changed = next((DataPaths(copied).raw / "_finding").glob("[0-9]*.parquet"))
    changed.write_bytes(changed.read_bytes() + b"x")
    said = json.loads(talent("verify", "e000001", "--format", "json", data=copied, code=1).split("\nRebuilding")[0])
    assert said["result"] == "not rebuildable"
