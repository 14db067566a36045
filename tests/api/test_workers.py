"""Several workers on one data folder and one PostgreSQL ledger: processes of `talent serve`, asked at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from pipelines.store.platform import Platform
from tests.api.edition_maker import CITY_COLLEGE
from tests.api.test_deliveries import FORM, GOOD
from tests.postgres import running_server

WORKERS = 2
AT_ONCE = 6


@contextmanager
def worker(data: Path, url: str) -> Iterator[str]:
    """Start one worker process and yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-c", "from pipelines.cli.main import main; main()", "serve", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    environment |= {"TALENT_DATA": str(data), "TALENT_LEDGER_URL": url}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            assert process.poll() is None, "the worker ended before it served"
            try:
                httpx.get(f"http://127.0.0.1:{port}/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Platform, list[str]]]:
    with ExitStack() as stack, pytest.MonkeyPatch.context() as settings:
        server = stack.enter_context(running_server())
        url = server.url(server.new_database())
        settings.delenv("TALENT_KEY_FILE", raising=False)
        settings.setenv("TALENT_LEDGER_URL", url)
        platform = Platform.open(tmp_path_factory.mktemp("shared"))
        stack.callback(platform.ledger.engine.dispose)
        yield platform, [stack.enter_context(worker(platform.paths.root, url)) for _ in range(WORKERS)]


def token(platform: Platform, address: str) -> dict[str, str]:
    client, secret = platform.ledger.clients.add("college", CITY_COLLEGE, datetime.now(UTC))
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    answer = httpx.post(f"{address}/oauth/token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_the_same_file_at_several_workers_at_once_is_one_delivery(served: tuple[Platform, list[str]]) -> None:
    platform, addresses = served
    headers = token(platform, addresses[0])

    def send(number: int) -> httpx.Response:
        files = {"file": ("求职意向.csv", GOOD.encode(), "text/csv")}
        address = addresses[number % WORKERS]
        return httpx.post(f"{address}/v1/deliveries", data=FORM, files=files, headers=headers, timeout=120)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert {answer.json()["delivery_no"] for answer in answers} == {answers[0].json()["delivery_no"]}
    assert len(platform.ledger.deliveries.all()) == 1


def test_what_one_worker_confirms_the_other_knows_and_refuses_to_confirm_again(
    served: tuple[Platform, list[str]],
) -> None:
    platform, addresses = served
    headers = token(platform, addresses[1])
    files = {"file": ("求职意向.csv", GOOD.encode(), "text/csv")}
    form = FORM | {"period": "2026-08"}
    number = httpx.post(f"{addresses[0]}/v1/deliveries", data=form, files=files, headers=headers, timeout=120).json()[
        "delivery_no"
    ]

    def confirm(place: int) -> int:
        address = addresses[place % WORKERS]
        return httpx.post(f"{address}/v1/deliveries/{number}/confirm", headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(confirm, range(AT_ONCE)))
    assert answers == [200] + [409] * (AT_ONCE - 1)
    assert [e.state for e in platform.ledger.deliveries.events(number)] == ["received", "checked", "accepted"]
    for address in addresses:
        assert httpx.get(f"{address}/v1/deliveries/{number}", headers=headers).json()["state"] == "accepted"


def test_a_client_revoked_at_one_worker_is_shut_out_of_the_other(served: tuple[Platform, list[str]]) -> None:
    platform, addresses = served
    headers = token(platform, addresses[0])
    assert httpx.get(f"{addresses[1]}/v1/deliveries", headers=headers).status_code == 200
    platform.ledger.stops.stop(CITY_COLLEGE, datetime.now(UTC), reason="test")
    assert [httpx.get(f"{a}/v1/deliveries", headers=headers).status_code for a in addresses] == [401, 401]
    platform.ledger.stops.resume(CITY_COLLEGE, datetime.now(UTC), reason="test")
    assert [httpx.get(f"{a}/v1/deliveries", headers=headers).status_code for a in addresses] == [200, 200]


def test_numbers_that_no_ledger_can_hold_are_not_found(served: tuple[Platform, list[str]]) -> None:
    platform, addresses = served
    headers = token(platform, addresses[0])
    for number in (2**31, 2**63 - 1):
        assert httpx.get(f"{addresses[0]}/v1/deliveries/{number}", headers=headers).status_code == 404
