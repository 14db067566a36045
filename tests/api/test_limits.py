"""What a client may ask is told with every answer, and who asks more waits: with a clock that the test moves."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.limit_problems import Overloaded, TooManyAtOnce, TooManyRequests
from api.limits import Meter, Ticket
from api.quotas import Limits, Quota
from pipelines.store.platform import Platform
from tests.api.conftest import START, Clock
from tests.api.edition_maker import publish_edition

FEW = Limits(asking=Quota("client", 6, 60), exports=Quota("export", 2, 3_600), tokens=Quota("address", 4, 60))
Ask = Callable[..., httpx.Response]


@contextmanager
def limited(platform: Platform, clock: Clock, secrets: dict[str, tuple[str, str]], limits: Limits) -> Iterator[Ask]:
    """`ask(path, as_=...)` of an application with these limits; a token is fetched once for each client."""
    publish_edition(platform.paths, 1)
    with TestClient(create_app(platform.paths.root, clock=clock, limits=limits)) as http:
        tokens: dict[str, str] = {}

        def ask(path: str, *, as_: str = "enterprise", method: str = "GET", **query: str) -> httpx.Response:
            if as_ not in tokens:
                form = {"grant_type": "client_credentials"}
                tokens[as_] = http.post("/oauth/token", data=form, auth=secrets[as_]).json()["access_token"]
            headers = {"Authorization": f"Bearer {tokens[as_]}"}
            answer: httpx.Response = http.request(method, path, params=query, headers=headers)
            return answer

        yield ask


@pytest.fixture
def ask(platform: Platform, clock: Clock, secrets: dict[str, tuple[str, str]]) -> Iterator[Ask]:
    with limited(platform, clock, secrets, FEW) as asking:
        yield asking


def left(answer: httpx.Response, name: str = "client") -> tuple[int, int]:
    """What is left of a quota, and when it is whole again."""
    found = re.search(rf'"{name}";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    assert found, answer.headers["ratelimit"]
    return int(found[1]), int(found[2])


def test_every_answer_tells_the_quota_and_what_is_left(ask: Ask) -> None:
    answers = [ask("/v1/vacancies"), ask("/v1/vacancies/v_none"), ask("/v1/pool", limit="0"), ask("/v1/metrics")]
    assert [answer.status_code for answer in answers] == [200, 404, 422, 403]
    for answer in answers:
        policy = answer.headers["ratelimit-policy"]
        assert policy == '"client";q=6;w=60, "at-once";q=32;qu="concurrent-requests"'
    assert [left(answer) for answer in answers] == [(5, 10), (4, 20), (3, 30), (2, 40)]


def test_who_has_used_up_the_quota_waits_as_long_as_is_told(ask: Ask, clock: Clock) -> None:
    assert [ask("/v1/vacancies").status_code for _ in range(6)] == [200] * 6
    refused = ask("/v1/vacancies")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.json()["messages"]["zh"]
    assert refused.headers["retry-after"] == "10"
    assert left(refused) == (0, 10)
    clock.move(seconds=9)
    assert (ask("/v1/vacancies").status_code, ask("/v1/vacancies").headers["retry-after"]) == (429, "1")
    clock.move(seconds=1)
    assert [ask("/v1/vacancies").status_code for _ in range(2)] == [200, 429]
    clock.move(seconds=60)
    assert [ask("/v1/vacancies").status_code for _ in range(7)] == [200] * 6 + [429]


def test_one_client_uses_up_nobody_elses_quota(ask: Ask) -> None:
    for _ in range(8):
        last = ask("/v1/vacancies")
    assert last.status_code == 429
    assert ask("/v1/vacancies", as_="other_enterprise").status_code == 200


def test_a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_the_window(ask: Ask, clock: Clock) -> None:
    ask("/v1/vacancies")
    clock.move(minutes=5)
    for _ in range(6):
        ask("/v1/vacancies")
    clock.move(minutes=-5)
    assert ask("/v1/vacancies").headers["retry-after"] == "10"
    clock.move(seconds=10)
    assert ask("/v1/vacancies").status_code == 200


def test_exports_have_a_quota_of_their_own_and_one_held_already_costs_none(ask: Ask) -> None:
    path = "/v1/export/candidates"
    first = ask(path)
    assert left(first, "export") == (1, 1_800)
    assert '"export";q=2;w=3600' in first.headers["ratelimit-policy"]
    assert ask(path, method="HEAD").status_code == 200
    assert [ask(path).status_code for _ in range(2)] == [200, 429]
    refused = ask(path)
    assert (refused.headers["retry-after"], refused.json()["code"]) == ("1800", "too_many_requests")


def test_an_address_may_ask_for_so_many_tokens(platform: Platform, clock: Clock) -> None:
    with TestClient(create_app(platform.paths.root, clock=clock, limits=FEW)) as http:
        form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}
        assert [http.post("/oauth/token", data=form).status_code for _ in range(5)] == [401] * 4 + [429]
        clock.move(seconds=15)
        assert http.post("/oauth/token", data=form).status_code == 401


def test_who_is_not_known_is_told_no_quota(platform: Platform, clock: Clock) -> None:
    with TestClient(create_app(platform.paths.root, clock=clock, limits=FEW)) as http:
        for path in ("/health", "/v1/vacancies"):
            assert "ratelimit" not in http.get(path).headers


def test_places_are_given_back_however_a_request_ends() -> None:
    meter = Meter(replace(Limits(), at_once=1, exports_at_once=1, all_at_once=2, all_exports_at_once=1), lambda: START)
    with suppress(RuntimeError), meter.request() as ticket:
        meter.ask(ticket, "a")
        with pytest.raises(TooManyAtOnce), meter.request() as second:
            meter.ask(second, "a")
        assert dict(second.headers)[b"ratelimit"].endswith(b'"at-once";r=0')
        with meter.request() as other:
            meter.ask(other, "b")
            meter.ask_export(other, "b")
            third = Ticket()
            with pytest.raises(Overloaded):
                meter.ask_export(third, "c")
            third.over()
            with pytest.raises(Overloaded), meter.request():
                pass
        raise RuntimeError
    with meter.request() as ticket:
        meter.ask(ticket, "a")
        meter.ask_export(ticket, "c")


def test_a_quota_finer_than_the_clock_is_as_fine_as_the_clock() -> None:
    meter = Meter(replace(Limits(), asking=Quota("client", 10**9, 1)), lambda: START)
    with meter.request() as ticket:
        meter.ask(ticket, "a")
    assert dict(ticket.headers)[b"ratelimit"].startswith(b'"client";r=999999;t=1,')


def test_a_refused_export_gives_its_place_back() -> None:
    meter = Meter(replace(Limits(), exports=Quota("export", 1, 60)), lambda: START)
    for refused in (False, True, True, True, True):
        with meter.request() as ticket:
            if refused:
                with pytest.raises(TooManyRequests):
                    meter.ask_export(ticket, "a")
            else:
                meter.ask_export(ticket, "a")
    with meter.request() as ticket:
        meter.ask_export(ticket, "b")


def test_the_fields_are_structured_fields(ask: Ask) -> None:
    item = r'"[a-z-]+"(;[a-z]+=("[a-z-]+"|\d+))+'
    answer = ask("/v1/export/candidates")
    for name in ("ratelimit", "ratelimit-policy"):
        assert re.fullmatch(f"{item}(, {item})*", answer.headers[name])
    names = [re.findall(r'(?:^|, )"([a-z-]+)"', answer.headers[n]) for n in ("ratelimit", "ratelimit-policy")]
    assert names[0] == names[1] == ["client", "at-once", "exports-at-once", "export"]


def test_the_document_tells_of_limits_at_every_route_behind_a_token(bare: TestClient) -> None:
    assert isinstance(bare.app, FastAPI)
    for path, item in bare.app.openapi()["paths"].items():
        for operation in item.values():
            if operation.get("security"):
                assert "429" in operation["responses"], path
                done = next(status for status in operation["responses"] if status.startswith("2"))
                assert "RateLimit" in operation["responses"][done]["headers"], path
