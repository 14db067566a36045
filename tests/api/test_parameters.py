"""What a route does not have as a parameter is refused, on every route behind a token."""

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import CLIENTS, Bearer, Get
from tests.api.test_access import app_of, filled, routes


def test_every_route_refuses_a_parameter_it_does_not_have(http: TestClient, bearer: Bearer) -> None:
    headers = {name: bearer(name) for name in CLIENTS}
    checked = set()
    for method, path, scopes in routes(app_of(http)):
        for held in headers.values() if scopes else ():
            answer = http.request(method, filled(path), params={"no_such": "x"}, headers=held)
            if answer.status_code == 403:
                continue
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input"), (method, path)
            assert [(e["where"], e["reason"]) for e in answer.json()["errors"]] == [("query.no_such", "unknown")]
            checked.add((method, path))
    assert checked == {(method, path) for method, path, scopes in routes(app_of(http)) if scopes}


@pytest.mark.parametrize(
    ("path", "name", "as_"),
    [
        ("/v1/pool", "regoin", "enterprise"),
        ("/v1/vacancies", "Limit", "enterprise"),
        ("/v1/metrics/destination_rate", "college", "official"),
        ("/v1/editions/e000001/reports/placement", "lnag", "official"),
    ],
)
def test_a_misspelt_parameter_is_told_with_the_right_ones(get: Get, path: str, name: str, as_: str) -> None:
    answer = get(path, as_=as_, **{name: "1"})
    assert answer.status_code == 422
    message = answer.json()["errors"][0]["message"]
    known = "lang" if "reports" in path else "limit"
    assert known in message["en"]
    assert known in message["zh"]


def test_a_parameter_sent_twice_is_refused(http: TestClient, bearer: Bearer) -> None:
    answer = http.get("/v1/pool?region=990100&region=990200", headers=bearer("enterprise"))
    assert answer.status_code == 422
    assert [(e["where"], e["reason"]) for e in answer.json()["errors"]] == [("query.region", "repeated")]


def test_what_does_not_look_like_a_parameter_is_not_repeated(http: TestClient, bearer: Bearer) -> None:
    answer = http.get("/v1/pool?张三13800000000=1", headers=bearer("enterprise"))
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "query")
    assert "13800000000" not in answer.text


def test_a_stranger_is_told_only_that_a_token_is_needed(http: TestClient) -> None:
    assert http.get("/v1/pool?regoin=990100").status_code == 401
