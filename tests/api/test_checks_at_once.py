"""Uploads under way: few at once, in threads of their own, readable by nobody else, swept up after a crash."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import anyio.to_thread
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.deliveries import intake
from api.slots import CHECKS_AT_ONCE
from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer
from tests.api.edition_maker import CITY_COLLEGE

HEADER = "institution_code,student_no,pool_consent,consent_version,consent_date,consent_evidence,seeking\n"
GOOD = HEADER + f"{CITY_COLLEGE},S001,yes,v1,2026-09-01,form 1,seeking\n"
PATIENCE = 60


@dataclass
class Held:
    """Checks that stand still until they are let go, each then the real one."""

    begun: Semaphore = field(default_factory=lambda: Semaphore(0))
    go: Event = field(default_factory=Event)
    modes: list[int] = field(default_factory=list)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    checks = Held()

    def wait_and_deliver(platform: Platform, request: DeliveryRequest) -> DeliveryOutcome:
        checks.modes.append(stat.S_IMODE(request.file.stat().st_mode))
        checks.begun.release()
        assert checks.go.wait(PATIENCE)
        return deliver(platform, request)

    monkeypatch.setattr(intake, "deliver", wait_and_deliver)
    yield checks
    checks.go.set()


def send(http: TestClient, headers: dict[str, str], month: int) -> Any:
    form = {"feed": "job_intention", "period": f"2026-{month:02d}"}
    return http.post("/v1/deliveries", data=form, files={"file": ("a.csv", GOOD.encode())}, headers=headers)


def shared_threads_in_use() -> float:
    return anyio.to_thread.current_default_thread_limiter().borrowed_tokens


def test_checks_that_take_long_leave_the_other_routes_their_threads(
    bare: TestClient, bearer: Bearer, held: Held, platform: Platform
) -> None:
    headers = bearer("college")
    with ThreadPoolExecutor(CHECKS_AT_ONCE) as pool:
        waiting = [pool.submit(send, bare, headers, 1 + n) for n in range(CHECKS_AT_ONCE)]
        assert all(held.begun.acquire(timeout=PATIENCE) for _ in waiting)
        assert bare.portal is not None
        assert bare.portal.call(shared_threads_in_use) == 0
        refused = send(bare, headers, 9)
        assert (refused.status_code, refused.json()["code"]) == (503, "busy")
        assert int(refused.headers["retry-after"]) > 0
        assert len(list(platform.paths.incoming.glob("work-*/upload"))) == CHECKS_AT_ONCE
        assert bare.get("/v1/deliveries", headers=headers).status_code == 200
        held.go.set()
        assert [w.result(PATIENCE).status_code for w in waiting] == [201] * CHECKS_AT_ONCE
    assert send(bare, headers, 9).status_code == 201


def test_a_file_on_its_way_in_is_for_us_only(bare: TestClient, bearer: Bearer, held: Held) -> None:
    held.go.set()
    before = os.umask(0)
    try:
        assert send(bare, bearer("college"), 1).status_code == 201
    finally:
        os.umask(before)
    assert held.modes == [0o600]


@pytest.mark.parametrize(("hours", "is_kept"), [(23, True), (25, False)])
def test_what_a_crash_left_is_removed_at_the_next_start_after_a_day(
    platform: Platform, tmp_path_factory: pytest.TempPathFactory, hours: int, is_kept: bool
) -> None:
    incoming, outside = platform.paths.incoming, tmp_path_factory.mktemp("outside") / "kept.csv"
    outside.write_text("x", encoding="utf-8")
    (incoming / "upload-0").write_text("张三", encoding="utf-8")
    (incoming / "tmpwork").mkdir()
    (incoming / "tmpwork" / "rows.csv").write_text("张三", encoding="utf-8")
    (incoming / "link").symlink_to(outside.parent)
    # A copy has the time of its original, and may be in use.
    os.utime(incoming / "upload-0", (0, 0))
    with TestClient(create_app(platform.paths.root, clock=lambda: later(hours))) as http:
        assert http.get("/health").status_code == 200
    assert {p.name for p in incoming.iterdir()} == ({"upload-0", "tmpwork", "link"} if is_kept else set())
    assert Path(outside).exists()


def later(hours: int) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)
