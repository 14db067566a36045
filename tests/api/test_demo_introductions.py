"""The way of an introduction in the demo city: whose contact is opened, and that nobody's is anywhere before that."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from pipelines.store.editions import current_edition
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform

Call = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def city(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """A copy of the demo's data folder: what is recorded here is nobody else's."""
    copy: Path = tmp_path_factory.mktemp("introduced") / "data"
    shutil.copytree(demo_platform.data, copy)
    return Platform.open(copy)


@pytest.fixture(scope="module")
def server(city: Platform) -> Iterator[TestClient]:
    with TestClient(create_app(city.paths.root)) as client:
        yield client


def caller(server: TestClient, client_id: str, secret: str) -> Call:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = server.post("/oauth/token", data=form).json()["access_token"]

    def call(method: str, path: str, **body: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        answer: httpx.Response = server.request(method, path, headers=headers, json=body or None)
        return answer

    return call


@pytest.fixture(scope="module")
def enterprise(server: TestClient, city: Platform) -> Call:
    known = json.loads((city.paths.root / "keys" / "demo_clients.json").read_text(encoding="utf-8"))
    client = next(c for c in known if c["role"] == "enterprise")
    return caller(server, client["client_id"], client["secret"])


def college(server: TestClient, city: Platform, code: str) -> Call:
    client, secret = city.ledger.clients.add("college", code, datetime.now(UTC))
    return caller(server, client.client_id, secret)


def cells_of(city: Platform, person_key: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for cells in city.vault.of_person(city.keys, person_key):
        for name, value in cells.items():
            found.setdefault(name, set()).add(value)
    return found


def first_candidate(enterprise: Call) -> tuple[str, str]:
    vacancies = enterprise("GET", "/v1/vacancies?limit=100").json()["items"]
    vacancy = next(v for v in vacancies if v["candidates"])
    (candidate, *_) = enterprise("GET", f"/v1/vacancies/{vacancy['vacancy_id']}/candidates").json()["items"]
    return vacancy["vacancy_id"], candidate["candidate_id"]


def test_consent_opens_the_contact_of_that_person_and_no_number_that_stays_closed(
    server: TestClient, city: Platform, enterprise: Call
) -> None:
    vacancy_id, candidate_id = first_candidate(enterprise)
    asked = enterprise("POST", f"/v1/vacancies/{vacancy_id}/introductions", candidate_id=candidate_id)
    assert asked.status_code == 201, asked.text
    introduction_id = asked.json()["introduction_id"]
    (found,) = [one for one, _ in city.ledger.introductions.known(datetime.max.replace(tzinfo=UTC))]
    cells = cells_of(city, found.person_key)
    path = f"/v1/introductions/{introduction_id}"
    before = [asked, enterprise("GET", f"{path}/contact"), enterprise("GET", "/v1/introductions")]
    for answer in before:
        assert not [word for words in cells.values() for word in words if len(word) > 1 and word in answer.text]

    theirs = college(server, city, found.institution_code)
    put = theirs("POST", f"{path}/decision", decision="put_to_student")
    assert put.json()["student_no"]
    assert put.json()["enterprise"]["name"]
    assert theirs("POST", f"{path}/decision", decision="consented", evidence="同意书 1").status_code == 200

    opened = enterprise("GET", f"{path}/contact")
    assert opened.status_code == 200, opened.text
    body = opened.json()
    assert {body["enrolment"]["name"]} <= cells["name"]
    assert {body["enrolment"]["phone"]} <= cells.get("phone", set()) | {None}
    assert body["enrolment"]["major_code"]
    numbers = cells.get("certificate_no", set())
    for certificate in body["certificate"]:
        shown = certificate["certificate_no"]
        assert shown[:-4] == "*" * (len(shown) - 4)
        assert [number for number in numbers if number.endswith(shown[-4:])]
    closed = ("id_number", "national_student_no", "certificate_no")
    assert not [word for name in closed for word in cells.get(name, ()) if word in opened.text]
    row = next(
        row
        for row in enterprise("GET", f"/v1/vacancies/{vacancy_id}/candidates").json()["items"]
        if row["candidate_id"] == candidate_id
    )
    assert row["status"] == "consented"
    assert theirs("POST", f"/v1/students/{put.json()['student_no']}/withdrawal").status_code == 200
    assert enterprise("GET", f"{path}/contact").status_code == 409


def test_whoever_may_be_asked_for_is_known_to_a_college_by_a_number(city: Platform) -> None:
    edition = current_edition(city.paths)
    assert edition is not None
    people = set(pl.read_parquet(edition.folder / "tables" / "mart_match.parquet")["person_key"])
    known = {row[0] for row in _rows(edition.folder / "edition.sqlite")}
    assert people
    assert people <= known


def test_no_number_or_address_of_the_vault_is_in_the_edition(city: Platform) -> None:
    edition = current_edition(city.paths)
    assert edition is not None
    held = (edition.folder / "edition.sqlite").read_bytes()
    people = sorted({row[0] for row in _rows(edition.folder / "edition.sqlite")})[:300]
    assert len(people) > 50
    for person_key in people:
        cells = cells_of(city, person_key)
        for name in ("id_number", "national_student_no", "phone", "email", "certificate_no"):
            assert not [word for word in cells.get(name, ()) if word.encode() in held], name


def _rows(path: Path) -> list[tuple[str]]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as connection:
        found: list[tuple[str]] = connection.execute("select person_key from disclosed order by person_key").fetchall()
    return found
