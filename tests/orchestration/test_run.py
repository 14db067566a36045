"""A run on the demo city finds what was planted. Runs made again, and those that fail: `make test-deep`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent


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


def test_running_without_a_delivery_says_what_to_do_first(tmp_path: Path) -> None:
    assert "deliver files first" in talent("run", data=tmp_path / "empty", code=3)
