"""1,000 deliveries of 300 rows into one platform: the door's time each, and the referee's on all of them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile

from benchmarks.side_by_side import publish

DELIVERIES = 1_000


def main(runs: int) -> None:
    """Run once for each 200 of the deliveries that `runs` asks for, at most 1,000, and print the table."""
    count = min(DELIVERIES, 200 * runs)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.ways.deliveries", folder, str(count)]
        said = json.loads(
            subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
        )
    publish("door_deliveries", _table(said))


def _table(said: dict[str, list[float] | float | int]) -> str:
    door = [1000 * seconds for seconds in said["door"]]  # type: ignore[union-attr]  # the list of the two
    later = sorted(door[1:])
    marks = [statistics.median(later), later[int(0.95 * len(later))], later[int(0.99 * len(later))], later[-1]]
    return "\n".join(
        [
            "| what | figure |",
            "|---|---|",
            f"| deliveries of 300 rows | {len(door)} |",
            f"| first delivery, ms (starts the child) | {door[0]:.0f} |",
            f"| each later delivery, ms: median, 95th, 99th, most | {', '.join(f'{ms:.0f}' for ms in marks)} |",
            f"| referee: rows judged | {said['referee_rows']} |",
            f"| referee: seconds for the feed (import included) | {said['referee']:.1f} |",
        ]
    )
