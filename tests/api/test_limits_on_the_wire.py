"""Slow, huge and vanishing clients at a real server: each is held to its limits and hurts nobody else."""

import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from api.quotas import Limits
from pipelines.store.platform import Platform
from tests.api.conftest import Clock
from tests.api.edition_changes import add_vacancies, held_editions, retire, set_hash
from tests.api.edition_maker import publish_edition
from tests.api.real_server import WAIT, Served, serving, until
from tests.api.test_export import EXPORT, key_of, lines_of

TIGHT = replace(Limits(), body_grace=0.5, body_rate=100_000, reading=60.0, exports_at_once=1, small_body=5_000)
HEAD = "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def limits() -> Limits:
    return TIGHT


@pytest.fixture
def served(platform: Platform, clock: Clock, limits: Limits) -> Iterator[Served]:
    name = publish_edition(platform.paths, 1)
    add_vacancies(platform, name, 400, candidates=50)
    with serving(platform.paths.root, limits=limits, clock=clock) as running:
        yield running


@pytest.fixture
def mine(served: Served, secrets: dict[str, tuple[str, str]]) -> dict[str, str]:
    return served.token(secrets["enterprise"])


def raw(served: Served, text: str) -> socket.socket:
    """A connection on which this much of a request was sent."""
    connection = socket.create_connection((served.host, served.port), timeout=WAIT)
    connection.sendall(text.encode())
    return connection


def send_until_refused(connection: socket.socket, part: bytes, *, times: int, pause: float = 0.0) -> None:
    """Sends the part again and again; a server that has answered may close before the last of them."""
    for _ in range(times):
        time.sleep(pause)
        try:
            connection.sendall(part)
        except ConnectionError:
            return


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(65_536).split(b" ")[1])


def is_answered(served: Served) -> bool:
    return httpx.get(f"{served.address}/ready", timeout=WAIT).status_code == 200


def test_a_body_that_comes_too_slowly_is_refused_and_the_connection_closed(served: Served) -> None:
    with raw(served, f"{HEAD}Content-Length: 100\r\n\r\ngrant") as connection:
        answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"application/problem+json" in answer
        assert b"too_slow" in answer
        assert b"connection: close" in answer.lower()
        assert connection.recv(10) == b""


def test_a_body_that_drips_is_not_saved_by_its_drops(served: Served) -> None:
    with raw(served, f"{HEAD}Content-Length: 1000\r\n\r\n") as connection:
        send_until_refused(connection, b"a", times=20, pause=0.1)
        assert status_of(connection) == 408


def test_a_body_without_a_length_ends_at_the_limit(served: Served) -> None:
    with raw(served, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n") as connection:
        send_until_refused(connection, b"400\r\n" + b"a" * 1024 + b"\r\n", times=20)
        answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 413")
        assert b"too_large" in answer


def test_a_body_that_says_it_is_huge_is_refused_without_being_waited_for(served: Served) -> None:
    with raw(served, f"{HEAD}Content-Length: 999999999\r\n\r\n" + "a" * 6_000) as connection:
        assert status_of(connection) == 413


@pytest.mark.parametrize("limits", [replace(TIGHT, body_grace=8.0)], ids=["a body within 8 s"])
def test_many_slow_bodies_keep_nobody_waiting(served: Served) -> None:
    slow = [raw(served, f"{HEAD}Content-Length: 100\r\n\r\ngrant") for _ in range(60)]
    assert is_answered(served)
    assert not select.select(slow, [], [], 0)[0], "one of the slow ones was answered before"
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(status_of, slow)) == {408}
    for connection in slow:
        connection.close()


def test_an_upload_that_stops_is_given_up_and_leaves_nothing(
    served: Served, platform: Platform, secrets: dict[str, tuple[str, str]]
) -> None:
    token = served.token(secrets["college"])["Authorization"]
    head = f"POST /v1/deliveries HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
    form = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n--b\r\nContent-Disposition: "
    with raw(served, f'{head}{form}form-data; name="file"; filename="a.csv"\r\n\r\nname') as connection:
        until(lambda: list(platform.paths.incoming.iterdir()))
        assert status_of(connection) == 408
    until(lambda: not list(platform.paths.incoming.iterdir()))


@pytest.mark.parametrize("limits", [replace(TIGHT, reading=2.0)], ids=["reading within 2 s"])
def test_a_client_that_does_not_read_its_export_loses_its_place_and_hurts_nobody(
    served: Served, mine: dict[str, str]
) -> None:
    token = mine["Authorization"]
    with raw(served, f"GET {EXPORT} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n") as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        second = httpx.get(f"{served.address}{EXPORT}", headers=mine, timeout=WAIT)
        assert (second.status_code, second.json()["code"]) == (429, "too_many_at_once")
        assert is_answered(served)
        until(lambda: httpx.get(f"{served.address}{EXPORT}", headers=mine, timeout=WAIT).status_code == 200)
        assert is_broken_off(connection)


def is_broken_off(connection: socket.socket) -> bool:
    """Whether the answer ends without its last chunk."""
    received = b""
    try:
        while more := connection.recv(1 << 20):
            received = (received + more)[-1_000:]
    except ConnectionError:
        return True
    return not received.endswith(b"0\r\n\r\n")


@pytest.mark.parametrize("limits", [replace(TIGHT, exporting=0.0)], ids=["exporting within no time"])
def test_an_export_that_takes_too_long_breaks_off(served: Served, mine: dict[str, str]) -> None:
    token = mine["Authorization"]
    with raw(served, f"GET {EXPORT} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n") as connection:
        assert is_broken_off(connection)
    assert is_answered(served)


def test_a_stream_ends_when_its_client_goes_away(served: Served, platform: Platform, mine: dict[str, str]) -> None:
    with httpx.stream("GET", f"{served.address}{EXPORT}", headers=mine, timeout=WAIT) as answer:
        parts = answer.iter_bytes(1024)
        next(parts)
        publish_edition(platform.paths, 2)
        assert is_answered(served)
        assert "e000001" in held_editions()
    until(lambda: "e000001" not in held_editions())
    assert httpx.get(f"{served.address}{EXPORT}", headers=mine, timeout=WAIT).status_code == 200


def test_a_stream_that_began_before_a_switch_is_the_whole_of_its_own_edition(
    served: Served, platform: Platform, mine: dict[str, str]
) -> None:
    with httpx.stream("GET", f"{served.address}{EXPORT}", headers=mine, timeout=WAIT) as answer:
        parts = answer.iter_bytes(64 * 1024)
        received = [next(parts)]
        for number in (2, 3, 4):
            publish_edition(platform.paths, number, candidates=number)
            assert httpx.get(f"{served.address}/ready", timeout=WAIT).json()["edition"] == f"e00000{number}"
        retire(platform, "e000001")
        received += parts
    whole = httpx.Response(200, content=b"".join(received))
    candidates, end = lines_of(whole)
    assert (answer.headers["talent-edition"], end["edition"], end["rows"]) == ("e000001", "e000001", 20_005)
    assert len(candidates) == 20_005
    assert end["set_hash"] == set_hash(map(key_of, candidates))
    until(lambda: held_editions() == {"e000004"})
    now, end = lines_of(httpx.get(f"{served.address}{EXPORT}", headers=mine, timeout=WAIT))
    assert (len(now), end["edition"]) == (4, "e000004")
