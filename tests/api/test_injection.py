"""Attackers' values in every place of the OpenAPI document: refused, or taken for what they are, an unknown value."""

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.injection import attack, logged, table_of, told_too_much
from tests.api.openapi_inputs import HEADERS_READ, Input, inputs, send
from tests.api.openapi_routes import scopes_of
from tests.api.payloads import ALL, MARK, PATHS
from tests.api.world import World, kept, running

HEADERS_AT = {("GET", "/v1/export/candidates"), ("POST", "/v1/deliveries"), ("POST", "/oauth/token")}
_log = logging.getLogger("tests.figures")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("injection")) as found:
        ask_once(found)
        yield found


def ask_once(world: World) -> None:
    """Sent once, a file changes nothing when it is sent again; exported once, a set's hash is told beforehand."""
    for route, status in ((("POST", "/v1/deliveries"), 201), (("GET", "/v1/export/candidates"), 200)):
        call = table_of(world)[route]
        assert world.ask(route, call, world.tokens[call.by]).status_code == status


def editions(world: World) -> dict[str, str]:
    folder: Path = world.stage.platform.paths.editions
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def changed_by_deeds(world: World) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the ledger but the looks at a contact: who may see it does so whatever his headers say."""
    tables = kept(world.stage.platform)
    tables["introduction_event"] = [event for event in tables["introduction_event"] if "contact_viewed" not in event]
    return tables


def places_of(world: World) -> list[Input]:
    """Every place of the document; headers that every route reads alike, at three of them."""
    found = [at for at in inputs(world.document) if at.name not in HEADERS_READ or at.route in HEADERS_AT]
    assert {at.where for at in found} == {"path", "query", "header", "json", "form", "file name"}
    assert set(scopes_of(world.document)) - {at.route for at in found} == {("GET", "/health"), ("GET", "/ready")}
    return found


def test_no_place_takes_a_value_for_more_than_a_value(world: World) -> None:
    """A third of the values at each place; all of them in tests_deep."""
    takes_values_alone(world, places_of(world), every=3)


def takes_values_alone(world: World, places: list[Input], *, every: int) -> None:
    before, published = changed_by_deeds(world), editions(world)
    with logged() as log:
        done = attack(world, places, ALL, every=every)
    _log.info("injection: %d places, %s values, %d fitting", len(places), dict(done.sent), done.fitting)
    assert not done.faults, "\n".join(done.faults[:20])
    assert done.fitting > 200
    assert changed_by_deeds(world) == before
    assert editions(world) == published
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len(lines) >= done.sent.total()
    assert MARK not in log.getvalue()


def test_no_path_leads_out_of_its_place(world: World) -> None:
    """As it stands, without the encoding that a client would give it."""
    for route, call in table_of(world).items():
        for value in PATHS:
            raw = route[1].replace("{", f"{value}/{{").split("{")[0] + value
            target = raw.encode("unicode_escape")
            answer = world.http.request(
                route[0], "/", headers=world.tokens.get(call.by, {}), extensions={"target": target}
            )
            assert answer.status_code in {400, 404, 405, 422}, (route, value, answer.text)
            assert not told_too_much(answer), (route, value)


def test_no_name_of_a_parameter_is_repeated(world: World) -> None:
    table = table_of(world)
    for route, scopes in scopes_of(world.document).items():
        for name in (f"{MARK}[$ne]", f"' OR 1=1 -- {MARK}", f"{MARK}\r\nX-Injected: 1") if scopes else ():
            call = table[route]
            answer = send(world.http, call, Input(route, "query", name, {}), "1", world.tokens[call.by])
            assert answer.status_code == 422, (route, name, answer.text)
            assert not told_too_much(answer), (route, name)
