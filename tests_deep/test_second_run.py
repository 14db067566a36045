"""A run made again on the demo city: the same bytes, and never an older edition in service."""

from __future__ import annotations

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
