"""A real server while its ledger, its pointer or its edition's file breaks under it."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from pipelines.store.platform import Platform
from tests.api.edition_maker import MINE, MY_VACANCIES, point_to, publish_edition
from tests.postgres import PostgresServer, running_server

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


@dataclass
class Served:
    """`talent serve` in a process of its own."""

    process: subprocess.Popen[str]
    public: str
    measures: str
    log: Path

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return httpx.get(self.public + path, headers=headers, timeout=60)

    def stop(self) -> int:
        """End it as an operator does and wait until it has gone."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@contextmanager
def serving(data: Path, log: Path, **settings: str) -> Iterator[Served]:
    port, other = free_ports(2)
    command = [sys.executable, "-c", "from pipelines.cli.main import main; main()", "serve", "--port", str(port)]
    command += ["--metrics", f"127.0.0.1:{other}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    environment |= {"TALENT_DATA": str(data), **settings}
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=file, text=True)
    served = Served(process, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}", log)
    try:
        for _ in range(600):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            try:
                served.get("/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield served
    finally:
        process.kill()
        process.wait()


def token(platform: Platform, served: Served) -> dict[str, str]:
    now = datetime.now(UTC)
    client, secret = platform.ledger.clients.add("enterprise", MINE, now)
    platform.ledger.clients.approve(client.client_id, now)
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    answer = httpx.post(f"{served.public}/oauth/token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


class FarLedger(NamedTuple):
    """A platform whose ledger is on the server, and where that is."""

    platform: Platform
    url: str


@pytest.fixture
def far(postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarLedger]:
    url = postgres.url(postgres.new_database())
    monkeypatch.setenv("TALENT_LEDGER_URL", url)
    monkeypatch.delenv("TALENT_KEY_FILE", raising=False)
    platform = Platform.open(tmp_path / "data")
    publish_edition(platform.paths, 1)
    yield FarLedger(platform, url)
    platform.ledger.engine.dispose()


def test_no_edition_then_one_then_a_killed_pointer_and_a_damaged_file(platform: Platform, tmp_path: Path) -> None:
    paths = platform.paths
    with serving(paths.root, tmp_path / "log") as served:
        headers = token(platform, served)
        assert served.get("/health").json() == {"status": "ok"}
        for path in ("/ready", CANDIDATES):
            answer = served.get(path, headers)
            assert (answer.status_code, answer.json()["code"]) == (503, "no_edition"), path
            assert "talent run" in answer.json()["messages"]["zh"]

        publish_edition(paths, 1)
        assert served.get(CANDIDATES, headers).json()["edition"] == "e000001"

        # The pointer is lost, then broken: what was in service stays in service.
        for broken in (None, "{", '{"edition": "../../etc"}'):
            if broken is None:
                paths.current_pointer.unlink()
            else:
                paths.current_pointer.write_text(broken, encoding="utf-8")
            assert served.get("/ready").json()["status"] == "behind", broken
            assert served.get(CANDIDATES, headers).json()["edition"] == "e000001", broken

        # A new edition whose file is no database is not switched to.
        (paths.editions / "e000002").mkdir()
        (paths.editions / "e000002" / "edition.sqlite").write_bytes(os.urandom(8192))
        point_to(paths, "e000002", 2)
        assert served.get(CANDIDATES, headers).json()["edition"] == "e000001"

        # One that is damaged under the server's hands is a 503 with the reason, and the next edition ends that.
        publish_edition(paths, 3)
        file = paths.editions / "e000003" / "edition.sqlite"
        pages = file.stat().st_size
        assert served.get("/ready").json()["edition"] == "e000003"
        with file.open("r+b") as opened:
            opened.seek(4096)
            opened.write(b"\xff" * (pages - 4096))
        damaged = served.get(f"/v1/vacancies/{MY_VACANCIES[1]}", headers)
        assert (damaged.status_code, damaged.json()["code"]) == (503, "edition_damaged")
        assert "e000003" in damaged.json()["messages"]["en"]
        publish_edition(paths, 4)
        assert served.get(CANDIDATES, headers).json()["edition"] == "e000004"
        assert str(paths.root) not in served.log.read_text(encoding="utf-8")


def test_a_stopped_postgresql_is_a_503_until_it_is_back_and_no_audit_is_lost(
    postgres: PostgresServer, far: FarLedger, tmp_path: Path
) -> None:
    platform, url = far
    with serving(platform.paths.root, tmp_path / "log", TALENT_LEDGER_URL=url) as served:
        headers = token(platform, served)
        for _ in range(10):
            assert served.get(CANDIDATES, headers).status_code == 200
        postgres.stop()
        for path in ("/ready", CANDIDATES, "/v1/audit"):
            answer = served.get(path, headers)
            assert (answer.status_code, answer.json()["code"]) == (503, "ledger_down"), path
            assert answer.headers["retry-after"] == "5"
            assert "127.0.0.1" not in answer.text
        refused = httpx.post(f"{served.public}/oauth/token", data={"grant_type": "client_credentials"})
        assert (refused.status_code, refused.json()["code"]) == (503, "ledger_down")
        assert served.get("/health").status_code == 200
        assert httpx.get(f"{served.measures}/metrics").status_code == 200
        postgres.start()
        assert served.get("/ready").json()["status"] == "ready"
        assert served.get(CANDIDATES, headers).status_code == 200
        assert served.stop() is not None
        actions = [e.action for e in platform.ledger.audit.page(limit=100)]
        assert actions == ["candidates_listed"] * 11
        log = served.log.read_text(encoding="utf-8")
        assert postgres.url("") not in log
        assert any(line["logger"] == "talent.faults" for line in served.lines())


def test_what_waits_when_the_server_ends_without_its_ledger_is_written_by_the_next(
    postgres: PostgresServer, far: FarLedger, tmp_path: Path
) -> None:
    platform, url = far
    with serving(platform.paths.root, tmp_path / "log", TALENT_LEDGER_URL=url) as served:
        headers = token(platform, served)
        assert served.get(CANDIDATES, headers).status_code == 200
        postgres.stop()
        served.stop()
    written = 0
    if list((platform.paths.audit_left).glob("*.jsonl")):
        (kept,) = platform.paths.audit_left.glob("*.jsonl")
        written = len(kept.read_text(encoding="utf-8").splitlines())
    postgres.start()
    with serving(platform.paths.root, tmp_path / "log2", TALENT_LEDGER_URL=url):
        for _ in range(300):
            if len(platform.ledger.audit.page()) == 1:
                break
            time.sleep(0.1)
    assert len(platform.ledger.audit.page()) == 1
    assert written in (0, 1)
    assert not list(platform.paths.audit_left.glob("*.jsonl"))


def test_a_server_that_ends_writes_the_views_it_has_just_shown(platform: Platform, tmp_path: Path) -> None:
    publish_edition(platform.paths, 1)
    with serving(platform.paths.root, tmp_path / "log") as served:
        headers = token(platform, served)
        for _ in range(25):
            assert served.get(CANDIDATES, headers).status_code == 200
        assert served.stop() is not None
    assert len(platform.ledger.audit.page()) == 25


def test_a_damaged_ledger_file_is_a_503_too(platform: Platform, tmp_path: Path) -> None:
    publish_edition(platform.paths, 1)
    with serving(platform.paths.root, tmp_path / "log") as served:
        headers = token(platform, served)
        with sqlite3.connect(platform.paths.ledger_file) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
        size = platform.paths.ledger_file.stat().st_size
        with platform.paths.ledger_file.open("r+b") as opened:
            opened.write(b"\xff" * size)
        answer = served.get(CANDIDATES, headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "ledger_down")
        assert served.get("/health").status_code == 200


def test_the_measures_are_not_served_where_the_api_is(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    command = [sys.executable, "-c", "from pipelines.cli.main import main; main()", "serve", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    for wrong in (f"127.0.0.1:{port}", f"0.0.0.0:{port}", "9100", "127.0.0.1:0", "127.0.0.1:99999"):
        done = subprocess.run(
            [*command, "--metrics", wrong, "--data", str(tmp_path)], env=environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_a_server_that_starts_without_its_ledger_says_so_and_serves_as_soon_as_it_is_there(
    postgres: PostgresServer, far: FarLedger, tmp_path: Path
) -> None:
    platform, url = far
    postgres.stop()
    with serving(platform.paths.root, tmp_path / "log", TALENT_LEDGER_URL=url) as served:
        assert served.get("/health").json() == {"status": "ok"}
        assert httpx.get(f"{served.measures}/metrics").status_code == 200
        for path in ("/ready", CANDIDATES, "/openapi.json", "/v1/students/20240001/withdrawal"):
            answer = served.get(path)
            assert (answer.status_code, answer.json()["code"]) == (503, "ledger_down"), path
            assert "OperationalError" in answer.json()["messages"]["zh"], path
            assert answer.headers["retry-after"] == "5"
            assert "127.0.0.1" not in answer.text
            assert "20240001" not in answer.text
        postgres.start()
        until_it_answers(served)
        assert served.get(CANDIDATES, token(platform, served)).status_code == 200
        assert [line["message"] for line in served.lines() if line["logger"] == "talent.faults"] != []
        served.stop()
        assert len(platform.ledger.audit.page()) == 1


def until_it_answers(served: Served) -> None:
    for _ in range(300):
        if served.get("/ready").status_code == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the server did not come back")
