"""Which deliveries a run leaves in force and which superseded, and whom it does not overrule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from pipelines.publication.settle import settle_deliveries
from pipelines.store.ledger import NewDelivery, State
from pipelines.store.platform import Platform

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_LEDGER_URL", "TALENT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Platform.open(tmp_path / "data")


def accept(
    platform: Platform,
    mode: Literal["replace", "patch"],
    *,
    sender: str = "4199013845",
    period: str = "2026-10",
) -> int:
    new = NewDelivery(
        feed="enrolment",
        sender=sender,
        sender_role="college",
        period=period,
        mode=mode,
        file_name="a.xlsx",
        file_sha256="a" * 64,
        received_at=START,
        contract_version="1.0.0",
    )
    number = platform.ledger.deliveries.receive(new, actor="x").delivery_no
    platform.ledger.deliveries.record_state(number, "accepted", "", START, "x")
    return number


def states(platform: Platform, *numbers: int) -> list[State]:
    return [platform.ledger.deliveries.require(number).state for number in numbers]


def test_only_a_later_replacement_of_the_same_report_supersedes(platform: Platform) -> None:
    numbers = (
        accept(platform, "replace"),
        accept(platform, "patch"),
        accept(platform, "replace"),
        accept(platform, "patch"),
        accept(platform, "replace", period="2026-11"),
        accept(platform, "patch", sender="4199013846"),
    )
    settle_deliveries(platform, START + HOUR)
    assert states(platform, *numbers) == ["superseded", "superseded", "in_force", "in_force", "in_force", "in_force"]


def test_settling_again_records_nothing(platform: Platform) -> None:
    number = accept(platform, "replace")
    for _ in range(2):
        settle_deliveries(platform, START + HOUR)
    assert [event.state for event in platform.ledger.deliveries.events(number)] == ["received", "accepted", "in_force"]


def test_a_run_of_the_past_does_not_bring_back_what_was_held_since(platform: Platform) -> None:
    number = accept(platform, "replace")
    platform.ledger.deliveries.record_state(number, "held", "volume", START + 2 * HOUR, "referee")
    settle_deliveries(platform, START + HOUR)
    assert states(platform, number) == ["held"]


def test_a_run_of_the_past_does_not_bring_back_what_was_superseded_since(platform: Platform) -> None:
    first, second = accept(platform, "replace"), accept(platform, "replace")
    settle_deliveries(platform, START + 2 * HOUR)
    platform.ledger.deliveries.record_state(second, "held", "volume", START + 3 * HOUR, "referee")
    settle_deliveries(platform, START + HOUR)
    assert states(platform, first, second) == ["superseded", "held"]
