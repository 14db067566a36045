"""The authorisation matrix: every route of the OpenAPI document, asked over HTTP by everybody who could ask.

No token, an expired one, every wrong role, the right role of another organisation, and who may.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.quotas import Limits
from tests.api.conftest import CLIENTS
from tests.api.edition_maker import FAR_COLLEGE, MY_VACANCIES
from tests.api.openapi_routes import (
    HEAD_EXPORT,
    PUBLIC,
    UNDOCUMENTED,
    Call,
    Route,
    calls,
    held_by,
    scopes_of,
    wrong_roles,
)
from tests.api.world import World, kept, running

_log = logging.getLogger("tests.figures")
REGION_OF_OTHERS = (FAR_COLLEGE, "990200")
NEVER_THE_SAME = {"date", "x-request-id", "ratelimit"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("matrix"), limits=Limits()) as found:
        yield found


@pytest.fixture(scope="module")
def table(world: World) -> dict[Route, Call]:
    return calls(world.stage)


def shown(answer: httpx.Response) -> tuple[int, object, dict[str, str]]:
    """All of an answer but what differs from one request to the next, and the path that was asked."""
    body = {**answer.json(), "instance": ""} if answer.headers["content-type"].endswith("json") else answer.content
    return answer.status_code, body, {k: v for k, v in answer.headers.items() if k not in NEVER_THE_SAME}


def test_every_route_of_the_document_is_in_the_table_and_no_other(world: World, table: dict[Route, Call]) -> None:
    scopes = scopes_of(world.document)
    assert set(scopes) == (set(table) - {HEAD_EXPORT}) | set(PUBLIC)
    assert {route for route, needed in scopes.items() if not needed} == set(PUBLIC)
    assert all(call.by != call.stranger for call in table.values())
    for route, call in table.items():
        assert held_by(call.by) == held_by(call.stranger), route
        assert (call.foreign == "like nothing") == bool(call.nowhere), route


def test_outside_the_document_are_only_pages_and_the_telling_of_an_export(world: World) -> None:
    known = set(scopes_of(world.document)) | set(UNDOCUMENTED) | {HEAD_EXPORT}
    methods = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
    for path in {path for _, path in known}:
        allowed = world.http.request("OPTIONS", re.sub(r"\{\w+\}", "x", path)).headers["allow"].split(", ")
        assert allowed == [method for method in methods if (method, path) in known], path


def test_the_matrix(world: World, table: dict[Route, Call]) -> None:
    """Who may comes last at each route: until then nothing has changed. `--log-cli-level=INFO` shows its size."""
    scopes = scopes_of(world.document)
    cells = 0
    for route, call in table.items():
        needed = scopes["GET" if route[0] == "HEAD" else route[0], route[1]]
        others = wrong_roles(needed)
        assert others, route
        before = kept(world.stage.platform)
        for token, challenge in (({}, "Bearer"), (world.expired[call.by], 'Bearer error="invalid_token"')):
            answer = world.ask(route, call, token)
            refused(answer, 401, "not_authenticated", route)
            assert answer.headers["www-authenticate"] == challenge, route
        for name in others:
            refused(world.ask(route, call, world.tokens[name]), 403, "not_allowed", route)
        foreign(world, route, call)
        unchanged = kept(world.stage.platform)
        assert unchanged == before or route == ("POST", "/v1/deliveries"), route
        right = world.ask(route, call, world.tokens[call.by])
        assert right.status_code == call.status, (route, right.text)
        cells += 4 + len(others)
    for route in PUBLIC:
        cells += public(world, route)
    _log.info("authorisation matrix: %d routes, %d cells", len(table) + len(PUBLIC), cells)
    assert cells >= 5 * (len(table) + len(PUBLIC))


def refused(answer: httpx.Response, status: int, code: str, route: Route) -> None:
    assert answer.status_code == status, (route, answer.text)
    if route[0] != "HEAD":
        assert answer.json()["code"] == code, route
        assert "items" not in answer.json(), route


def foreign(world: World, route: Route, call: Call) -> None:
    """The right role of another organisation."""
    answer = world.ask(route, call, world.tokens[call.stranger])
    if call.foreign == "like nothing":
        nothing = world.ask(route, call, world.tokens[call.stranger], nowhere=True)
        assert answer.status_code == 404, (route, answer.text)
        assert shown(answer) == shown(nothing), route
        return
    if call.foreign == "told why":
        refused(answer, 403, "not_allowed", route)
        return
    assert answer.status_code == call.status, (route, answer.text)
    if call.foreign == "its own":
        ours = [*MY_VACANCIES, *world.stage.introductions.values(), world.stage.candidate_id]
        ours += [f'"delivery_no":{number},' for number in world.stage.deliveries]
        ours += [world.stage.secrets[call.by][0], *REGION_OF_OTHERS] if call.by == "official" else [CLIENTS[call.by][1]]
        assert not [word for word in ours if word in answer.text], route


def public(world: World, route: Route) -> int:
    """Routes for anyone answer everybody alike, whatever token comes along."""
    form = {"grant_type": "client_credentials", "client_id": "tr-000000000000", "client_secret": "x"}
    everybody = [{}, world.expired["college"], *(world.tokens[name] for name in ("enterprise", "college", "official"))]
    body: dict[str, Any] = {"data": form} if route[0] == "POST" else {}
    answers = [world.http.request(*route, headers=token, **body) for token in everybody]
    assert {answer.status_code for answer in answers} == {401 if body else 200}, route
    assert len({answer.content for answer in answers}) == 1, route
    return len(answers)
