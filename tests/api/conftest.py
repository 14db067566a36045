"""A real platform in a temporary folder, one client per role, and the application over it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from pipelines.store.ledger import Role
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord
from tests.api.edition_maker import CITY_COLLEGE, MINE, OTHERS, PEOPLE, publish_edition
from tests.api.introduced import CELLS, CERTIFICATE, Post, sealed

START = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)

CLIENTS: dict[str, tuple[Role, str]] = {
    "enterprise": ("enterprise", MINE),
    "other_enterprise": ("enterprise", OTHERS),
    "college": ("college", CITY_COLLEGE),
    "other_college": ("college", "4199020001"),
    "official": ("official", "990000"),
    "city_official": ("official", "990100"),
    "steward": ("steward", "990000"),
}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    return Platform.open(tmp_path)


@pytest.fixture
def secrets(platform: Platform) -> dict[str, tuple[str, str]]:
    """Client id and secret of each client by its name."""
    made = {}
    for name, (role, org) in CLIENTS.items():
        client, secret = platform.ledger.clients.add(role, org, START)
        platform.ledger.clients.approve(client.client_id, START)
        made[name] = (client.client_id, secret)
    return made


@pytest.fixture
def bare(platform: Platform, clock: Clock) -> Iterator[TestClient]:
    """The application without any edition; errors are answered, not raised into the test."""
    app = create_app(platform.paths.root, clock=clock)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield http


@pytest.fixture
def http(bare: TestClient, platform: Platform) -> TestClient:
    """The application with one edition in service."""
    publish_edition(platform.paths, 1)
    return bare


Get = Callable[..., httpx.Response]
Bearer = Callable[[str], dict[str, str]]


@pytest.fixture
def bearer(bare: TestClient, secrets: dict[str, tuple[str, str]]) -> Bearer:
    """Headers with a fresh token of the named client."""

    def headers(name: str) -> dict[str, str]:
        answer = bare.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=secrets[name])
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return headers


@pytest.fixture
def get(http: TestClient, bearer: Bearer) -> Get:
    """`get(path, as_="enterprise", **query)` on the application with one edition."""

    def call(path: str, *, as_: str, headers: dict[str, str] | None = None, **query: str | int) -> httpx.Response:
        answer: httpx.Response = http.get(path, params=query, headers=bearer(as_) | (headers or {}))
        return answer

    return call


@pytest.fixture
def post(http: TestClient, bearer: Bearer) -> Post:
    """`post(path, as_="enterprise", **body)` on the application with one edition."""

    def call(path: str, *, as_: str, **body: Any) -> httpx.Response:
        answer: httpx.Response = http.post(path, json=body or None, headers=bearer(as_))
        return answer

    return call


@pytest.fixture
def vault(platform: Platform) -> Platform:
    """The platform with the sealed cells of the first candidate."""
    enrolled = sealed(platform, "enrolment", 1, "在校生", 3, CELLS)
    certified = sealed(platform, "certificate", 2, "证书", 3, {"certificate_no": CERTIFICATE, "name": "标记乙"})
    platform.vault.add(1, [VaultRecord("enrolment", "在校生", 3, "", PEOPLE[1], enrolled)])
    platform.vault.add(2, [VaultRecord("certificate", "证书", 3, "", PEOPLE[1], certified)])
    return platform
