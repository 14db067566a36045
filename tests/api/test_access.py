"""Who may call what: each route as nobody, in a wrong role, for the wrong organisation, and right."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.auth.roles import SCOPES_BY_ROLE
from tests.api.conftest import CLIENTS, Bearer
from tests.api.edition_maker import MY_VACANCIES, OTHERS_VACANCY

PLACES = {
    "{vacancy_id}": MY_VACANCIES[0],
    "{metric_id}": "destination_rate",
    "{feed}": "enrolment",
    "{edition}": "e000001",
    "{report}": "placement",
    "{delivery_no}": "1",
    "{introduction_id}": "i_aaaaaaaaaaaaaaaa",
    "{student_no}": "S001",
}


def routes(app: FastAPI) -> Iterator[tuple[str, str, set[str]]]:
    """Every route of the OpenAPI document with the scopes it needs."""
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            yield (
                method,
                path,
                {s for entry in operation.get("security", []) for names in entry.values() for s in names},
            )


def filled(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace(name, value)
    assert "{" not in path, f"no value for the parameters of {path}"
    return path


def app_of(http: TestClient) -> FastAPI:
    assert isinstance(http.app, FastAPI)
    return http.app


def test_only_these_routes_are_open_to_anyone(http: TestClient) -> None:
    everyones = {path for _, path, scopes in routes(app_of(http)) if not scopes}
    assert everyones == {"/health", "/ready", "/oauth/token"}


def test_nobody_is_answered_without_a_token(http: TestClient) -> None:
    closed = [(method, filled(path)) for method, path, scopes in routes(app_of(http)) if scopes]
    assert closed
    for method, path in closed:
        answer = http.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), (method, path)
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("name", ["enterprise", "college", "official", "steward"])
def test_a_role_reaches_its_own_routes_and_no_other(http: TestClient, bearer: Bearer, name: str) -> None:
    headers = bearer(name)
    held = set(SCOPES_BY_ROLE[CLIENTS[name][0]])
    seen = 0
    for method, path, scopes in routes(app_of(http)):
        if not scopes:
            continue
        status = http.request(method, filled(path), headers=headers).status_code
        assert (status == 403) == (not scopes <= held), (name, method, path, status)
        assert status < 500, (name, method, path, status)
        seen += 1
    assert seen >= 14


@pytest.mark.parametrize("tail", ["", "/candidates"])
def test_anothers_vacancy_answers_like_one_that_does_not_exist(http: TestClient, bearer: Bearer, tail: str) -> None:
    headers = bearer("enterprise")
    theirs = http.get(f"/v1/vacancies/{OTHERS_VACANCY}{tail}", headers=headers)
    nowhere = http.get(f"/v1/vacancies/v_{'z' * 20}{tail}", headers=headers)
    assert theirs.status_code == nowhere.status_code == 404
    assert {**theirs.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    assert set(theirs.headers) == set(nowhere.headers)
    owner = http.get(f"/v1/vacancies/{OTHERS_VACANCY}{tail}", headers=bearer("other_enterprise"))
    assert owner.status_code == 200


def test_a_missing_right_names_the_role_in_either_language(http: TestClient, bearer: Bearer) -> None:
    messages = http.get("/v1/vacancies", headers=bearer("college")).json()["messages"]
    assert "college" in messages["en"]
    assert "院校" in messages["zh"]
