"""Deliver many small rolls and let the referee judge them: `python -m benchmarks.ways.deliveries FOLDER COUNT`."""

from __future__ import annotations

import csv
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.rolls import header, rows
from data_contracts.loader import load_contract
from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.orchestration.referee_checks import referee_feed
from pipelines.store.platform import Platform

_ROWS = 300
_START = datetime(2026, 10, 1, tzinfo=UTC)


def main(folder: Path, count: int) -> None:
    """Deliver, judge, and print the seconds of each delivery and of the referee."""
    platform = Platform.open(folder / "data")
    source = rows(_ROWS * count)
    column = list(load_contract("enrolment").fields).index("institution_code")
    seconds = [_deliver(platform, folder, list(islice(source, _ROWS)), number, column) for number in range(count)]
    started = time.perf_counter()
    report = referee_feed(platform, load_contract("enrolment"), _START + timedelta(days=30))
    referee = time.perf_counter() - started
    print(json.dumps({"door": seconds, "referee": referee, "referee_rows": report.rows}))


def _deliver(platform: Platform, folder: Path, cells: list[list[str]], number: int, column: int) -> float:
    """Deliver one roll as a college of its own, and return the seconds it took."""
    college = f"41990{10000 + number:05d}"
    for row in cells:
        row[column] = college
    path = folder / "roll.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header(), *cells])
    request = DeliveryRequest(
        feed="enrolment",
        file=path,
        file_name=path.name,
        sender=college,
        sender_role="college",
        period="2026-10",
        received_at=_START + timedelta(seconds=number),
    )
    started = time.perf_counter()
    outcome = deliver(platform, request)
    if outcome.delivery.state != "accepted":
        raise SystemExit(f"delivery {number} is {outcome.delivery.state}: {outcome.delivery.reason}")
    return time.perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
