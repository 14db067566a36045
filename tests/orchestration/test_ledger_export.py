"""A run ends what is over before it exports the ledger, so that its export holds what ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.orchestration.ledger_export import ledger_export
from pipelines.orchestration.platform_resource import AS_OF_TAG, PlatformResource
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.registers import deliver_enterprises

FIRM = "91990000MA9T10005A"
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
AS_OF = START + timedelta(days=20)


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    return Platform.open(tmp_path / "data")


def test_a_run_ends_approvals_and_questions_and_exports_that_it_did(platform: Platform) -> None:
    clients, introductions = platform.ledger.clients, platform.ledger.introductions
    deliver_enterprises(platform, {FIRM: "990102"}, at=START)
    client, _ = clients.add("enterprise", FIRM, START)
    clients.approve(client.client_id, START, valid_until=START + timedelta(days=1))
    budget = ContactBudget(per_candidate=3, window=timedelta(days=30), per_vacancy=20)
    new = NewIntroduction(FIRM, "v_a", "0" * 32, "4199013845", "e000001")
    introductions.ask(new, budget=budget, actor=client.client_id, at=START)
    done = dg.materialize(
        [ledger_export()],
        resources={"platform": PlatformResource(data_dir=str(platform.paths.root))},
        tags={AS_OF_TAG: AS_OF.isoformat()},
    )
    assert done.success
    last = clients.events(client.client_id)[-1]
    assert (last.event, last.detail, last.recorded_at) == ("approval_ended", "lapsed", AS_OF)
    exported = pl.read_parquet(platform.paths.export_file("_introduction", AS_OF))
    assert exported["event"].to_list() == ["asked", "expired"]
