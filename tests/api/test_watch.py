"""What operators see: names of requests, a line in the log, numbers at another address; never a word of the content."""

import json
import logging
import re
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.logs import JsonLine
from api.watch.exporter import exported, overlaps
from api.watch.measures import Measures
from api.watch.request_ids import request_id_from
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Clock, Get
from tests.api.edition_maker import MY_VACANCIES, publish_edition
from tests.api.test_deliveries import FORM, GOOD

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"
GIVEN = ["hr-system-0001", "01J9ZQ8E5M3K7T2V6B4X0Y1C2D", "3f0c2e0a-9d51-4c7e-8f4b-0a1b2c3d4e5f", "9" * 31 + "a"]
NOT_TAKEN = [
    "",
    "short",
    "x" * 65,
    "13800000000",
    "hr-13800000000-x",
    "id-990101200501011234",
    "li@example.com-1",
    "two words here",
    "line\nbreak-line",
    '{"a":1}-12345',
    "张三-12345678",
    "20261005080000",
]


def app_of(http: TestClient) -> FastAPI:
    assert isinstance(http.app, FastAPI)
    return http.app


def numbers(app: FastAPI) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, as Prometheus reads them at the other address."""
    with exported(app.state.measures.registry, ("127.0.0.1", 0)) as port:
        text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    return {(s.name, *s.labels.values()): s.value for f in text_string_to_metric_families(text) for s in f.samples}


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What is logged, as the server writes it."""
    written: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(self.format(record)))

    handler, logger = Keep(), logging.getLogger("talent")
    handler.setFormatter(JsonLine())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


@pytest.mark.parametrize("given", GIVEN)
def test_a_made_up_name_is_taken_over(given: str) -> None:
    assert request_id_from(given) == given


@pytest.mark.parametrize("given", [*NOT_TAKEN, None])
def test_what_may_be_anything_else_is_not(given: str | None) -> None:
    made = request_id_from(given)
    assert made != given
    assert re.fullmatch("[0-9a-f]{32}", made)


def test_every_answer_has_a_name_problems_and_failures_too(http: TestClient, get: Get, bearer: Bearer) -> None:
    def fail() -> None:
        raise ValueError("张三")

    app_of(http).add_api_route("/fail", fail, include_in_schema=False)
    headers = bearer("enterprise") | {"X-Request-ID": GIVEN[0]}
    for path in ("/health", "/v1/vacancies", "/v1/metrics", "/v1/nothing", "/fail", "/docs"):
        assert http.get(path, headers=headers).headers.get_list("x-request-id") == [GIVEN[0]], path
    tag = get("/v1/vacancies", as_="enterprise").headers["etag"]
    assert http.get("/v1/vacancies", headers=headers | {"If-None-Match": tag}).headers["x-request-id"] == GIVEN[0]
    assert http.get("/health").headers["x-request-id"] != http.get("/health").headers["x-request-id"]


def test_the_log_tells_template_and_client_and_nothing_of_the_request(
    http: TestClient, bearer: Bearer, secrets: dict[str, tuple[str, str]], lines: list[dict[str, Any]]
) -> None:
    headers = bearer("enterprise") | {"X-Request-ID": GIVEN[0]}
    lines.clear()
    http.get(CANDIDATES, headers=headers, params={"limit": 3})
    http.get("/v1/students/990101200501011234", headers=headers, params={"name": "张三"})
    answered, unknown = lines
    assert answered.pop("milliseconds") > 0
    assert answered.pop("at").endswith("Z")
    assert answered == {
        "level": "INFO",
        "logger": "talent.requests",
        "message": "answered",
        "request_id": GIVEN[0],
        "method": "GET",
        "route": "/v1/vacancies/{vacancy_id}/candidates",
        "status": 200,
        "client_id": secrets["enterprise"][0],
        "role": "enterprise",
    }
    assert (unknown["route"], unknown["status"]) == ("unknown", 404)
    text = json.dumps(lines, ensure_ascii=False)
    assert not any(word in text for word in ("990101", "张三", "limit", MY_VACANCIES[0], headers["Authorization"][7:]))


def test_requests_are_counted_and_timed_by_template_and_class(http: TestClient, get: Get) -> None:
    for _ in range(3):
        get(CANDIDATES, as_="enterprise")
    get(CANDIDATES, as_="college")
    http.get("/v1/nothing")
    http.request("BREW", "/health")
    found = numbers(app_of(http))
    route = "/v1/vacancies/{vacancy_id}/candidates"
    assert found["talent_requests_total", "GET", route, "2xx"] == 3
    assert found["talent_requests_total", "GET", route, "4xx"] == 1
    assert found["talent_requests_total", "GET", "unknown", "4xx"] == 1
    assert found["talent_requests_total", "OTHER", "/health", "4xx"] == 1
    assert found["talent_request_seconds_count", "GET", route, "2xx"] == 3
    assert found["talent_requests_under_way",] == 0
    assert found["talent_candidates_served_total",] == 15
    assert not any(MY_VACANCIES[0] in label for key in found for label in key)


def test_the_edition_its_age_and_the_audit_are_told(http: TestClient, platform: Platform, clock: Clock) -> None:
    http.get("/ready")
    found = numbers(app_of(http))
    assert found["talent_edition_in_service", "e000001"] == 1
    assert found["talent_edition_age_seconds",] == 4 * 86400 + 8 * 3600
    assert found["talent_edition_behind",] == 0
    assert found["talent_audit_waiting",] == 0
    assert found["talent_audit_lag_seconds",] == 0
    clock.move(days=1)
    publish_edition(platform.paths, 2)
    platform.paths.current_pointer.write_text("{", encoding="utf-8")
    found = numbers(app_of(http))
    assert found["talent_edition_in_service", "e000001"] == 1
    assert found["talent_edition_age_seconds",] == 5 * 86400 + 8 * 3600
    assert found["talent_edition_behind",] == 1


def test_without_an_edition_the_measures_are_served_too(bare: TestClient) -> None:
    found = numbers(app_of(bare))
    assert found["talent_edition_behind",] == 1
    assert not [key for key in found if key[0] == "talent_edition_in_service"]


def test_uploads_are_counted_by_feed_and_state(http: TestClient, bearer: Bearer) -> None:
    files = {"file": ("求职意向.csv", GOOD.encode(), "text/csv")}
    assert http.post("/v1/deliveries", data=FORM, files=files, headers=bearer("college")).status_code == 201
    assert numbers(app_of(http))["talent_uploads_total", "job_intention", "checked"] == 1


def test_open_streams_are_those_under_way(http: TestClient) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def parts() -> Iterator[bytes]:
        yield b"first"
        begun.set()
        assert go_on.wait(30)
        yield b"last"

    app = app_of(http)
    app.add_api_route("/stream", lambda: StreamingResponse(parts()), include_in_schema=False)
    reader = threading.Thread(target=http.get, args=("/stream",))
    reader.start()
    assert begun.wait(30)
    assert numbers(app)["talent_open_streams",] == 1
    go_on.set()
    reader.join()
    assert numbers(app)["talent_open_streams",] == 0


def test_the_public_address_serves_no_measures(http: TestClient) -> None:
    assert http.get("/metrics").status_code == 404
    assert "/metrics" not in app_of(http).openapi()["paths"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("127.0.0.1", 8000), ("127.0.0.1", 8000), True),
        (("", 8000), ("127.0.0.1", 8000), True),
        (("::", 8000), ("127.0.0.1", 8000), True),
        (("127.0.0.1", 9100), ("127.0.0.1", 8000), False),
        (("10.0.0.1", 8000), ("127.0.0.1", 8000), False),
    ],
)
def test_addresses_that_may_be_the_same(one: tuple[str, int], other: tuple[str, int], same: bool) -> None:
    assert overlaps(one, other) is overlaps(other, one) is same


def test_an_exporter_leaves_its_address_free() -> None:
    registry = Measures().registry
    with exported(registry, ("127.0.0.1", 0)) as port:
        pass
    with exported(registry, ("127.0.0.1", port)) as again:
        assert again == port
