"""The API over an edition that the pipeline really published: what is served is what the marts say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from pipelines.store.editions import current_edition
from pipelines.store.paths import DataPaths
from tests.conftest import DemoPlatform


@pytest.fixture(scope="module")
def server(demo_platform: DemoPlatform) -> Iterator[TestClient]:
    with TestClient(create_app(demo_platform.data)) as client:
        yield client


def _headers(server: TestClient, demo: DemoPlatform, role: str) -> dict[str, str]:
    known = json.loads((demo.data / "keys" / "demo_clients.json").read_text(encoding="utf-8"))
    client = next(c for c in known if c["role"] == role)
    form = {"grant_type": "client_credentials", "client_id": client["client_id"], "client_secret": client["secret"]}
    answer = server.post("/oauth/token", data=form)
    assert answer.status_code == 200
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _all_items(server: TestClient, path: str, headers: dict[str, str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = server.get(path, headers=headers, params={"limit": "100"} | cursor).json()
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = {"cursor": page["next"]}


def _table(demo: DemoPlatform, name: str) -> pl.DataFrame:
    edition = current_edition(DataPaths(demo.data))
    assert edition is not None
    return pl.read_parquet(edition.folder / "tables" / f"{name}.parquet")


def test_every_candidate_of_every_own_vacancy_is_what_mart_match_says(
    server: TestClient, demo_platform: DemoPlatform
) -> None:
    headers = _headers(server, demo_platform, "enterprise")
    matches = _table(demo_platform, "mart_match")
    vacancies = server.get("/v1/vacancies", headers=headers, params={"limit": 100}).json()["items"]
    listed = [v for v in vacancies if v["candidates"]]
    assert listed
    for vacancy in listed:
        own = matches.filter(pl.col("vacancy_id") == vacancy["vacancy_id"]).sort("rank")
        path = f"/v1/vacancies/{vacancy['vacancy_id']}/candidates"
        items = server.get(path, headers=headers, params={"limit": 100}).json()["items"]
        assert [(i["rank"], i["score"]) for i in items] == own.select("rank", "score").rows()
        assert len({i["candidate_id"] for i in items}) == len(items) == vacancy["candidates"]
        for item in items:
            assert sum(c["points"] * c["weight"] for c in item["components"].values()) == item["score"]


def test_no_pseudonym_and_no_vault_cell_is_ever_served(server: TestClient, demo_platform: DemoPlatform) -> None:
    headers = _headers(server, demo_platform, "enterprise")
    people = set(_table(demo_platform, "mart_reserve_talent_pool")["person_key"])
    served = server.get("/v1/pool", headers=headers, params={"limit": 100}).text
    assert people
    assert not any(key in served for key in people)


def test_metrics_are_the_published_ones_and_the_report_opens(server: TestClient, demo_platform: DemoPlatform) -> None:
    headers = _headers(server, demo_platform, "official")
    published = _table(demo_platform, "mart_metric").filter(pl.col("metric_id") == "destination_rate")
    items = _all_items(server, "/v1/metrics/destination_rate", headers)
    assert items
    city = published.filter((pl.col("college_code") == "*") & (pl.col("major_class") == "*"))
    shown = {
        (i["cohort"], i["cutoff_date"]): (i["numerator"], i["denominator"])
        for i in items
        if i["college_code"] == "*" and i["major_class"] == "*"
    }
    expected = {(r["cohort"], str(r["cutoff_date"])): (r["numerator"], r["denominator"]) for r in city.to_dicts()}
    assert shown == expected
    report = server.get("/v1/editions/e000001/reports/placement", headers=headers, params={"lang": "zh"})
    assert report.status_code == 200
    assert "毕业" in report.text
