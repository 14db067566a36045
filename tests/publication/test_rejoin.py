"""Whom a published edition lets in again: those of whom its warehouse knows a newer consent, and no later wish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.publication.publish import PublishedEdition
from pipelines.publication.rejoin import let_in_again
from pipelines.publication.warehouse import open_warehouse
from pipelines.store.platform import Platform

COLLEGE = "4199010001"
START = datetime(2026, 11, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_LEDGER_URL", "TALENT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    opened = Platform.open(tmp_path / "data")
    for person in ("again", "still_out", "left_once_more"):
        opened.ledger.pool_withdrawals.withdraw(person, college=COLLEGE, actor="a", at=START)
    return opened


def published(platform: Platform, *, in_service: bool) -> int:
    """Publish an edition whose run knew the three withdrawals; a wish said again came too late for it."""
    events = {event.person_key: event.event_no for event in platform.ledger.pool_withdrawals.known(START)}
    path = platform.paths.root / "built.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("create schema intermediate")
        made.execute(
            "create table intermediate.int_pool_withdrawal (person_key text, event_no int, has_newer_consent bool)"
        )
        for person, event_no in events.items():
            made.execute("insert into intermediate.int_pool_withdrawal values (?, ?, ?)",
                         [person, event_no, person != "still_out"])  # fmt: skip
    platform.ledger.pool_withdrawals.withdraw("left_once_more", college=COLLEGE, actor="a", at=START + DAY)
    edition = PublishedEdition("e000002", platform.paths.editions / "e000002", in_service)
    with open_warehouse(path) as built:
        return let_in_again(platform, built, edition, at=START + 2 * DAY)


def test_a_newer_consent_lets_in_again_unless_the_wish_was_said_again(platform: Platform) -> None:
    assert published(platform, in_service=True) == 1
    assert platform.ledger.pool_withdrawals.people() == {"still_out", "left_once_more"}


def test_an_edition_of_a_past_day_lets_nobody_in(platform: Platform) -> None:
    assert published(platform, in_service=False) == 0
    assert len(platform.ledger.pool_withdrawals.people()) == 3
