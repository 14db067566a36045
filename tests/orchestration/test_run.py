"""A run on the demo city: repeatable to the byte, and harmless when a step fails."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipelines.store.editions import current_edition
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent


@pytest.fixture
def copied(demo_platform: DemoPlatform, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_platform.data, tmp_path / "data"))


def test_the_tour_finds_every_planted_fault_and_ends_with_three_commands(demo_platform: DemoPlatform) -> None:
    expected = json.loads((demo_platform.city / "expected.json").read_text(encoding="utf-8"))
    planted = len(expected["faults"])
    assert planted > 100
    assert f"planted {planted}, found {planted}" in demo_platform.printed
    last = demo_platform.printed.strip().splitlines()[-3:]
    assert [re.split(r"\s+#|\s+--data", line.strip())[0].split()[-1] for line in last] == [
        "serve",
        "dagster",
        "e000001",
    ]


def test_deliveries_in_force_are_settled_after_the_run(demo_platform: DemoPlatform) -> None:
    deliveries = Platform.open(demo_platform.data).ledger.deliveries.page(limit=1000)
    states = {d.state for d in deliveries}
    assert "in_force" in states
    assert "accepted" not in states


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


def test_running_without_a_delivery_says_what_to_do_first(tmp_path: Path) -> None:
    assert "deliver files first" in talent("run", data=tmp_path / "empty", code=3)
