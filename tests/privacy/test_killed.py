"""SIGKILL while the server and a publication write: nothing acknowledged is lost, nothing half is served."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import polars as pl

from pipelines.store.landing import read_landed
from pipelines.store.platform import Platform
from tests.api.conftest import platform
from tests.api.edition_maker import CITY_COLLEGE, MINE, MY_VACANCIES, PEOPLE, publish_edition
from tests.api.test_deliveries import FORM, HEADER
from tests.api.test_faults import Served, serving
from tests.privacy.answers import Caller, caller

__all__ = ["platform"]

UPLOADERS = 2
ENOUGH = {"deliveries": 1, "contacts": 5, "introductions": 3}
"""So much of each is acknowledged in a round before the server is killed."""


class Load:
    """Several clients that write as fast as they are answered, and what they were told."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.told: dict[str, dict[str, Any]] = {name: {} for name in ENOUGH}
        self.sent: dict[str, bytes] = {}
        self._numbers = iter(range(1, 10**6))
        self._over = threading.Event()

    def run_until_killed(self, served: Served, college: Caller, enterprise: Caller, contact: str) -> None:
        """Write until enough is acknowledged, then kill the server in the middle of the rest."""
        self._over.clear()
        # After the first round the budget of the vacancy is spent, and the question is repeated.
        goal = {n: len(told) + ENOUGH[n] for n, told in self.told.items() if not (n == "introductions" and told)}

        def upload(http: httpx.Client) -> None:
            number = next(self._numbers)
            body = HEADER + f"{CITY_COLLEGE},S{number:06d},yes,v1,2026-09-01,form {number},seeking\n"
            form = FORM | {"period": f"{2000 + number // 12}-{1 + number % 12:02d}", "confirm": "auto"}
            self.sent[form["period"]] = body.encode()
            answer = http.post(
                "/v1/deliveries", data=form, files={"file": ("a.csv", body.encode())}, headers=college.headers
            )
            assert answer.status_code == 201, answer.text
            self.told["deliveries"][form["period"]] = answer.json()

        def look(http: httpx.Client) -> None:
            answer = http.get(contact, headers=enterprise.headers)
            assert answer.status_code == 200, answer.text
            self.told["contacts"][answer.headers["x-request-id"]] = answer.json()

        def ask(http: httpx.Client) -> None:
            for person in PEOPLE[2:8]:
                candidate = self.platform.keys.candidate_id(MINE, person)
                path = f"/v1/vacancies/{MY_VACANCIES[0]}/introductions"
                answer = http.post(path, json={"candidate_id": candidate}, headers=enterprise.headers)
                assert answer.status_code in (200, 201, 409, 429), answer.text
                if answer.status_code in (200, 201):
                    self.told["introductions"][answer.json()["introduction_id"]] = answer.json()

        work = [upload] * UPLOADERS + [look, ask]
        threads = [threading.Thread(target=self._repeat, args=(served, one)) for one in work]
        for thread in threads:
            thread.start()
        try:
            while not all(len(self.told[name]) >= enough for name, enough in goal.items()):
                assert any(thread.is_alive() for thread in threads), "the clients ended"
                assert not self._over.wait(0.01), self.told
        finally:
            served.process.kill()
            served.process.wait()
            self._over.set()
            for thread in threads:
                thread.join()

    def _repeat(self, served: Served, work: Callable[[httpx.Client], None]) -> None:
        with httpx.Client(base_url=served.public, timeout=60) as http, suppress(httpx.TransportError):
            while not self._over.is_set():
                work(http)


def both_sides(http: httpx.Client, platform: Platform) -> tuple[Caller, Caller]:
    return caller(http, platform, "college", CITY_COLLEGE), caller(http, platform, "enterprise", MINE)


def consented(http: httpx.Client, platform: Platform, enterprise: Caller) -> str:
    """Bring one introduction to its consent and return where its contact is."""
    candidate = platform.keys.candidate_id(MINE, PEOPLE[1])
    path = f"/v1/vacancies/{MY_VACANCIES[0]}/introductions"
    asked = http.post(path, json={"candidate_id": candidate}, headers=enterprise.headers).json()
    college = caller(http, platform, "college", CITY_COLLEGE)
    path = f"/v1/introductions/{asked['introduction_id']}"
    for body in ({"decision": "put_to_student"}, {"decision": "consented", "evidence": "form 1"}):
        answer = http.post(f"{path}/decision", json=body, headers=college.headers)
        assert answer.status_code == 200, answer.text
    return f"{path}/contact"


def test_a_killed_server_has_lost_nothing_that_it_had_said(platform: Platform, tmp_path: Path) -> None:
    nothing_is_lost_when_killed(platform, tmp_path, rounds=1)


def nothing_is_lost_when_killed(platform: Platform, tmp_path: Path, *, rounds: int) -> None:
    """Kill a server in each round, then look at everything it had acknowledged."""
    publish_edition(platform.paths, 1, candidates=25)
    load = Load(platform)
    contact = ""
    for number in range(rounds):
        with serving(platform.paths.root, tmp_path / f"log{number}") as served:
            with httpx.Client(base_url=served.public, timeout=60) as http:
                college, enterprise = both_sides(http, platform)
                contact = contact or consented(http, platform, enterprise)
            load.run_until_killed(served, college, enterprise, contact)
    with (
        serving(platform.paths.root, tmp_path / "log") as served,
        httpx.Client(base_url=served.public, timeout=60) as http,
    ):
        college, enterprise = both_sides(http, platform)
        nothing_is_lost(http, load, college, enterprise)
        what_was_not_acknowledged_is_whole_when_sent_again(http, load, college)
    nothing_is_half(platform)


def nothing_is_lost(http: httpx.Client, load: Load, college: Caller, enterprise: Caller) -> None:
    for told in load.told["deliveries"].values():
        now = http.get(f"/v1/deliveries/{told['delivery_no']}", headers=college.headers).json()
        assert (now["state"], now["file_sha256"]) == ("accepted", told["file_sha256"])
    viewed = {e.request_id for e in load.platform.ledger.audit.page(limit=10_000) if e.action == "contact_viewed"}
    assert set(load.told["contacts"]) <= viewed
    listed = http.get("/v1/introductions", params={"limit": "100"}, headers=enterprise.headers).json()["items"]
    assert set(load.told["introductions"]) <= {one["introduction_id"] for one in listed}
    assert http.get("/ready").json()["edition"] == "e000001"


def what_was_not_acknowledged_is_whole_when_sent_again(http: httpx.Client, load: Load, college: Caller) -> None:
    unsaid = set(load.sent) - set(load.told["deliveries"])
    assert unsaid
    for period in sorted(unsaid):
        form = FORM | {"period": period, "confirm": "auto"}
        again = http.post(
            "/v1/deliveries", data=form, files={"file": ("a.csv", load.sent[period])}, headers=college.headers
        )
        assert again.status_code in (200, 201), again.text
        assert again.json()["state"] == "accepted", again.text


def nothing_is_half(platform: Platform) -> None:
    """Every delivery that counts has its file as sent and its rows, and the ledger's file is sound."""
    deliveries = platform.ledger.deliveries.all()
    counting = [d for d in deliveries if d.state == "accepted"]
    assert len(counting) == len({d.period for d in counting}) > 0
    for delivery in counting:
        assert read_landed(platform.paths, platform.keys, delivery.file_sha256).startswith(b"institution_code")
        assert pl.read_parquet(platform.paths.raw_file(delivery.feed, delivery.delivery_no)).height == 1
    platform.ledger.engine.dispose()
    with sqlite3.connect(platform.paths.ledger_file) as ledger:
        assert ledger.execute("pragma integrity_check").fetchone() == ("ok",)
