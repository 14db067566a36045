"""What was just told is told again without its route: only to the same client, and only while nothing has changed."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.tokens import Grant, write_token
from api.quotas import Limits, Quota
from api.vacancies import endpoints
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer, Clock
from tests.api.edition_maker import MINE, MY_VACANCIES, PEOPLE, publish_edition
from tests.api.test_audit import soon
from tests.api.test_erasure import erase
from tests.api.test_export import ask_for, withdraw

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"
OF_THE_REQUEST = {"x-request-id", "ratelimit", "content-length"}


@contextmanager
def route_closed() -> Iterator[None]:
    """While this is open, a request that goes to the route of candidates is a 500."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delattr(endpoints, "tagged")
        yield


def said(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """What an answer says, but for what belongs to the one request."""
    body = answer.content if answer.status_code == 200 else answer.json().get("code", "").encode()
    kept = {name: value for name, value in answer.headers.items() if name not in OF_THE_REQUEST}
    return answer.status_code, body, kept


def test_it_is_the_same_answer_counted_recorded_logged_and_measured_like_the_first(
    http: TestClient,
    platform: Platform,
    bearer: Bearer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    headers = bearer("enterprise")
    with caplog.at_level("INFO", "talent.requests"):
        first = http.get(CANDIDATES, headers=headers)
        with route_closed():
            again = http.get(CANDIDATES, headers=headers | {"X-Request-ID": "second-request"})
    assert said(again) == said(first)
    assert again.headers["x-request-id"] == "second-request"
    assert left(again) == left(first) - 1
    one, two = [record.__dict__["fields"] for record in caplog.records if record.message == "answered"][-2:]
    assert one | {"milliseconds": 0} == two | {"milliseconds": 0}
    soon(lambda: len(platform.ledger.audit.page()) == 2)
    entries = platform.ledger.audit.page()
    assert entries[1].request_id == "second-request"
    assert len({(e.client_id, e.role, e.org, e.action, e.subject, e.row_count) for e in entries}) == 1
    assert http.app.state.measures.registry.get_sample_value("talent_candidates_served_total") == 10  # type: ignore[attr-defined]


def left(answer: httpx.Response) -> int:
    """How many requests the quota has left."""
    return int(answer.headers["ratelimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize(
    "ask",
    [
        {"params": {"limit": "50"}},
        {"headers": {"If-None-Match": '"other"'}},
        {"method": "HEAD"},
        {"url": f"/v1/vacancies/{MY_VACANCIES[1]}/candidates"},
    ],
    ids=["a query", "a condition", "another method", "another vacancy"],
)
def test_what_is_asked_otherwise_goes_to_its_route(http: TestClient, bearer: Bearer, ask: dict[str, object]) -> None:
    headers = bearer("enterprise")
    assert http.get(CANDIDATES, headers=headers).status_code == 200
    told: dict[str, object] = {"method": "GET", "url": CANDIDATES}
    with route_closed():
        assert http.request(**told | ask | {"headers": headers | ask.get("headers", {})}).status_code in {405, 500}  # type: ignore[operator]


def test_another_token_is_told_nothing_of_it(
    http: TestClient, platform: Platform, bearer: Bearer, secrets: dict[str, tuple[str, str]]
) -> None:
    mine, key = bearer("enterprise"), platform.keys.token_key
    narrow = write_token(Grant(secrets["enterprise"][0], frozenset({"vacancies:read"})), key=key, now=START)
    assert http.get(CANDIDATES, headers=mine).status_code == 200
    assert http.get(CANDIDATES, headers=bearer("other_enterprise")).status_code == 404
    assert http.get(CANDIDATES, headers={"Authorization": f"Bearer {narrow}"}).status_code == 403
    assert http.get(CANDIDATES, headers={"Authorization": mine["Authorization"][:-3] + "xyz"}).status_code == 401
    assert http.get(CANDIDATES).status_code == 401


@dataclass(frozen=True)
class Held:
    """What a change may act on."""

    platform: Platform
    client_id: str
    clock: Clock

    def publish_anew(self) -> None:
        shutil.rmtree(self.platform.paths.editions / "e000001")
        publish_edition(self.platform.paths, 1, candidates=4)


CHANGES: dict[str, tuple[Callable[[Held], object], int]] = {
    "revoked": (lambda held: held.platform.ledger.clients.revoke(held.client_id, START), 401),
    "approval ended": (lambda held: held.platform.ledger.clients.end_approval(held.client_id, START), 403),
    "approval lapsed": (lambda held: held.clock.move(minutes=6), 403),
    "stopped": (lambda held: held.platform.ledger.stops.stop(MINE, START, reason="test"), 401),
    "token expired": (lambda held: held.clock.move(seconds=15 * 60 + 1), 401),
    "somebody erased": (lambda held: erase(held.platform, PEOPLE[2]), 200),
    "somebody withdrawn": (lambda held: withdraw(held.platform, PEOPLE[2]), 200),
    "somebody introduced": (lambda held: ask_for(held.platform, PEOPLE[2]), 200),
    "next edition": (lambda held: publish_edition(held.platform.paths, 2, candidates=4), 200),
    "edition published anew": (Held.publish_anew, 200),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_the_next_answer_is_that_of_an_application_that_was_never_asked(
    http: TestClient,
    platform: Platform,
    clock: Clock,
    bearer: Bearer,
    secrets: dict[str, tuple[str, str]],
    change: str,
) -> None:
    client_id, headers = secrets["enterprise"][0], bearer("enterprise")
    if change == "approval lapsed":
        platform.ledger.clients.approve(client_id, START, valid_until=START + timedelta(minutes=5))
    before = http.get(CANDIDATES, headers=headers)
    with route_closed():
        assert said(http.get(CANDIDATES, headers=headers)) == said(before)
    make, status = CHANGES[change]
    make(Held(platform, client_id, clock))
    after = http.get(CANDIDATES, headers=headers)
    with TestClient(create_app(platform.paths.root, clock=clock), raise_server_exceptions=False) as fresh:
        assert said(after) == said(fresh.get(CANDIDATES, headers=headers))
    assert after.status_code == status
    assert said(after) != said(before)


def test_a_quota_ends_it_with_the_answer_of_the_route(
    platform: Platform, clock: Clock, secrets: dict[str, tuple[str, str]]
) -> None:
    publish_edition(platform.paths, 1)
    limits = replace(Limits(), asking=Quota("client", 3, 60))
    with TestClient(create_app(platform.paths.root, clock=clock, limits=limits)) as http:
        form = {"grant_type": "client_credentials"}
        token = http.post("/oauth/token", data=form, auth=secrets["enterprise"]).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        answers = [http.get(CANDIDATES, headers=headers) for _ in range(4)]
        of_the_route = http.get(CANDIDATES, headers=headers | {"If-None-Match": '"other"'})
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too_many_requests"
    assert answers[3].headers["retry-after"] == "20"
    assert answers[3].json() == of_the_route.json()
    assert said(answers[3]) == said(of_the_route)
    assert len(platform.ledger.audit.page()) == 3


def test_what_cannot_be_put_on_record_is_not_told(http: TestClient, bearer: Bearer) -> None:
    headers = bearer("enterprise")
    assert http.get(CANDIDATES, headers=headers).status_code == 200
    http.app.state.opening.services.audit.close()  # type: ignore[attr-defined]
    answer = http.get(CANDIDATES, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "audit_behind")
