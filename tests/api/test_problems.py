from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.forms import FORM_WORDS
from api.problems import MEDIA_TYPE, Problem, all_problems
from api.reference import ProblemModel
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import MY_VACANCIES, publish_edition

KINDS = all_problems()
assert len(KINDS) > 10


def app_of(http: TestClient) -> FastAPI:
    assert isinstance(http.app, FastAPI)
    return http.app


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_every_kind_answers_with_its_own_status_and_both_languages(http: TestClient, kind: type[Problem]) -> None:
    def fail() -> None:
        raise kind

    app_of(http).add_api_route("/fail", fail, include_in_schema=False)
    answer = http.get("/fail")
    assert answer.status_code == kind.status
    assert answer.headers["content-type"] == MEDIA_TYPE
    ProblemModel.model_validate(answer.json())
    assert answer.json()["messages"] == kind.title.as_dict()
    assert f'id="{kind.code}"' in http.get("/docs").text, "the type of a problem leads to its explanation"


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_a_value_that_breaks_its_description_is_named_and_not_repeated(get: Get) -> None:
    answer = get("/v1/pool", as_="enterprise", region="张三13800000000", limit=0)
    body = answer.json()
    assert (answer.status_code, body["code"], body["edition"]) == (422, "invalid_input", "e000001")
    assert {(e["where"], e["reason"]) for e in body["errors"]} == {
        ("query.region", "string_pattern_mismatch"),
        ("query.limit", "greater_than_equal"),
    }
    assert all(set(e) == {"where", "reason", "message"} and e["message"]["zh"] for e in body["errors"])
    assert "13800000000" not in answer.text
    by_place = {e["where"]: e["message"] for e in body["errors"]}
    assert by_place["query.region"] == {"en": "Send six digits, like 990100.", "zh": "应为：六位数字，如 990100。"}
    assert by_place["query.limit"] == {"en": "Send at least 1.", "zh": "不得小于 1。"}


@pytest.mark.parametrize(
    ("path", "as_", "query", "words"),
    [
        ("/v1/pool", "enterprise", {"available_by": "tomorrow"}, "YYYY-MM-DD"),
        ("/v1/pool", "enterprise", {"min_level": "high"}, "整数"),
        ("/v1/pool", "enterprise", {"cursor": "a" * 3000}, "2048"),
        ("/v1/editions/e000001/reports/secrets", "official", {}, "placement"),
        ("/v1/editions/e000001/reports/placement", "official", {"lang": "fr"}, "en, zh"),
    ],
)
def test_a_broken_value_is_told_what_is_wanted(
    get: Get, path: str, as_: str, query: dict[str, str], words: str
) -> None:
    message = get(path, as_=as_, **query).json()["errors"][0]["message"]
    assert words in message["zh"]
    assert "{" not in message["en"]
    assert "should" not in message["en"]


def test_every_form_of_the_document_has_words(http: TestClient) -> None:
    found = set(_patterns(app_of(http).openapi()))
    assert found
    assert found <= set(FORM_WORDS)


def _patterns(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(pattern := part.get("pattern"), str):
            yield pattern
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _patterns(inner)


def test_an_unknown_path_and_a_wrong_method_are_problems(http: TestClient) -> None:
    unknown, wrong = http.get("/v1/nothing"), http.delete("/v1/vacancies")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "GET"
    assert http.get("/v1/vacancies/").status_code == 404


def test_an_unexpected_error_tells_nothing_of_itself(http: TestClient) -> None:
    def fail() -> None:
        raise ValueError("张三 13800000000 /var/lib")

    app_of(http).add_api_route("/fail", fail, include_in_schema=False)
    answer = http.get("/fail")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "13800000000" not in answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE


def test_a_damaged_edition_is_a_503_that_names_question_and_edition_only(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    name = publish_edition(platform.paths, 2)
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
    with (platform.paths.editions / name / "edition.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 300_000)
    answers = [http.get(f"/v1/vacancies/{v}", headers=headers) for v in MY_VACANCIES]
    failed = [a.json() for a in answers if a.status_code == 503]
    assert failed
    assert [p["code"] for p in failed][:2] == ["edition_damaged", "no_edition"]
    assert all("e000002" in p["detail"] and MY_VACANCIES[0] not in p["detail"] for p in failed)
