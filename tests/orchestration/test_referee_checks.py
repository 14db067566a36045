"""What the referee's verdict does to deliveries: refused rows hold theirs, the others go on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contract
from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.orchestration.referee.batch import batch_of_checked
from pipelines.orchestration.referee.past import past_expectations
from pipelines.orchestration.referee.suite import outside_referee
from pipelines.orchestration.referee.verdict import unlikely
from pipelines.orchestration.referee_checks import referee_feed
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet
from tests.intake.example_rows import example_row, judge_examples

CONTRACT = load_contract("college")
RECEIVED = datetime(2026, 3, 2, tzinfo=UTC)
AS_OF = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform.open(tmp_path / "data")


def _deliver(platform: Platform, tmp_path: Path, period: str) -> Delivery:
    row = {name: cell for name, cell in example_row(CONTRACT).items() if cell}
    file = tmp_path / f"college_{period}.csv"
    file.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    request = DeliveryRequest("college", file, file.name, "990000", "steward", period, RECEIVED)
    return deliver(platform, request).delivery


def _slip_past_the_door(platform: Platform, delivery: Delivery) -> None:
    path = platform.paths.raw_file("college", delivery.delivery_no)
    rows = pl.read_parquet(path)
    replace_parquet(path, rows.with_columns(pl.lit(None, dtype=pl.String).alias("authority")))


def test_a_delivery_with_refused_rows_is_held_and_the_others_go_on(platform: Platform, tmp_path: Path) -> None:
    sound, broken = (_deliver(platform, tmp_path, period) for period in ("2026-01", "2025-01"))
    _slip_past_the_door(platform, broken)
    report = referee_feed(platform, CONTRACT, AS_OF)
    required = next(r.code for r in CONTRACT.rules if r.name == "authority_required")
    assert report.refused == {(broken.delivery_no, required): 1}
    states = {d.delivery_no: d.state for d in platform.ledger.deliveries.page()}
    assert states == {sound.delivery_no: "accepted", broken.delivery_no: "held"}
    assert platform.ledger.deliveries.events(broken.delivery_no)[-1].recorded_at == AS_OF


def test_a_row_that_takes_another_back_needs_its_key_alone(platform: Platform, tmp_path: Path) -> None:
    _deliver(platform, tmp_path, "2026-01")
    cells = {name: example_row(CONTRACT)[name] or "" for name in CONTRACT.primary_key} | {"row_action": "delete"}
    file = tmp_path / "taken_back.csv"
    file.write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", encoding="utf-8")
    request = DeliveryRequest("college", file, file.name, "990000", "steward", "2026-01", RECEIVED, mode="patch")
    taken_back = deliver(platform, request).delivery
    assert taken_back.state == "held", "so large a share of a sender's rows waits for a decision"
    platform.ledger.deliveries.record_state(taken_back.delivery_no, "accepted", "", RECEIVED, "steward")
    report = referee_feed(platform, CONTRACT, AS_OF)
    assert (report.rows, report.refused) == (2, {})
    assert platform.ledger.deliveries.require(taken_back.delivery_no).state == "accepted"


def test_a_delivery_is_judged_once(platform: Platform, tmp_path: Path) -> None:
    _deliver(platform, tmp_path, "2026-01")
    assert referee_feed(platform, CONTRACT, AS_OF).rows == 1
    assert referee_feed(platform, CONTRACT, AS_OF).rows == 0


def test_rules_outside_the_referee_are_code_or_speak_of_vault_cells() -> None:
    contract = load_contract("enrolment")
    outside = outside_referee(contract)
    assert {r.name for r in outside} >= {"id_number_check_digit", "name_required", "sender_matches"}
    vault = {f.name for f in contract.vault_fields}
    assert all(not r.built_in or vault & set(r.fields) for r in outside)


def _many(statuses: list[str]) -> pl.DataFrame:
    contract = load_contract("vacancy")
    rows = judge_examples(contract, [{"vacancy_no": f"V{n}", "status": word} for n, word in enumerate(statuses)])
    return rows.frame.with_columns(pl.lit(1).alias("delivery_no"))


def test_new_rows_like_the_past_surprise_nobody_and_others_are_named() -> None:
    contract = load_contract("vacancy")
    past = _many(["open"] * 90 + ["closed"] * 30)
    expected = past_expectations(contract, past, new_deliveries=1)
    assert unlikely(batch_of_checked(_many(["open"] * 92 + ["closed"] * 28)), expected) == ()
    assert unlikely(batch_of_checked(_many(["filled"] * 120)), expected) == ("mix_against_past:status",)
    assert "volume_against_past" in unlikely(batch_of_checked(_many(["open", "closed"] * 5)), expected)


def test_a_short_past_expects_nothing() -> None:
    assert past_expectations(load_contract("vacancy"), _many(["open"] * 20), new_deliveries=1) == []
