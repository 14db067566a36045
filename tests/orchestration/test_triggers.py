"""The sensor starts one run for everything that was accepted, once."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.orchestration.platform_resource import AS_OF_TAG, PlatformResource
from pipelines.orchestration.triggers import accepted_sensor, nightly_schedule, publish_job
from pipelines.store.ledger import NewDelivery
from pipelines.store.ledger.times import parse_moment
from pipelines.store.platform import Platform

RECEIVED = datetime(2026, 3, 2, tzinfo=UTC)


def _accept(platform: Platform, period: str) -> int:
    new = NewDelivery("college", "990000", "steward", period, "replace", "f.csv", "0" * 64, RECEIVED, "1.0.0")
    number = platform.ledger.deliveries.receive(new, actor="test").delivery_no
    platform.ledger.deliveries.record_state(number, "accepted", "", RECEIVED, "test")
    return number


def _evaluate(data: Path, cursor: str | None) -> tuple[dg.RunRequest | dg.SkipReason, str | None]:
    context = dg.build_sensor_context(cursor=cursor, resources={"platform": PlatformResource(data_dir=str(data))})
    result = accepted_sensor(publish_job())(context)
    assert isinstance(result, dg.RunRequest | dg.SkipReason)
    return result, context.cursor


def test_one_run_for_all_that_is_accepted_and_none_for_what_was_seen(tmp_path: Path) -> None:
    platform = Platform.open(tmp_path)
    assert isinstance(_evaluate(tmp_path, None)[0], dg.SkipReason)
    for period in ("2026-01", "2026-02"):
        _accept(platform, period)
    request, cursor = _evaluate(tmp_path, None)
    assert isinstance(request, dg.RunRequest)
    assert request.run_key == cursor
    assert parse_moment(request.tags[AS_OF_TAG]) > RECEIVED
    assert isinstance(_evaluate(tmp_path, cursor)[0], dg.SkipReason)


def test_an_old_delivery_that_is_confirmed_later_starts_a_run_too(tmp_path: Path) -> None:
    platform = Platform.open(tmp_path)
    new = NewDelivery("college", "990000", "steward", "2026-01", "replace", "f.csv", "0" * 64, RECEIVED, "1.0.0")
    waiting = platform.ledger.deliveries.receive(new, actor="test").delivery_no
    _accept(platform, "2026-02")
    _, cursor = _evaluate(tmp_path, None)
    platform.ledger.deliveries.record_state(waiting, "accepted", "", RECEIVED, "test")
    assert isinstance(_evaluate(tmp_path, cursor)[0], dg.RunRequest)


def test_the_nightly_schedule_is_in_chinas_time() -> None:
    schedule = nightly_schedule(publish_job())
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Asia/Shanghai")


@pytest.mark.parametrize("text", ["2026-10-15", "2026-10-15T00:00:00", "2026-10-15T08:00:00+08:00"])
def test_a_moment_without_a_zone_is_utc(text: str) -> None:
    assert parse_moment(text) == datetime(2026, 10, 15, tzinfo=UTC)


def test_the_copy_of_a_data_folder_opens_with_its_own_key(tmp_path: Path) -> None:
    Platform.open(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert Platform.open(tmp_path / "b").keys.fingerprint == Platform.open(tmp_path / "a").keys.fingerprint
