from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import publish_edition

PLACEMENT = "/v1/editions/e000001/reports/placement"


def test_editions_are_listed_newest_first(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    publish_edition(platform.paths, 2)
    first = http.get("/v1/editions", params={"limit": 1}, headers=bearer("official")).json()
    rest = http.get("/v1/editions", params={"limit": 1, "cursor": first["next"]}, headers=bearer("official")).json()
    assert [(e["edition"], e["current"]) for e in first["items"] + rest["items"]] == [
        ("e000002", True),
        ("e000001", False),
    ]
    assert rest["next"] is None


def test_a_report_is_read_in_either_language(get: Get) -> None:
    english, chinese = get(PLACEMENT, as_="official"), get(PLACEMENT, as_="official", lang="zh")
    assert english.headers["content-type"] == "text/html; charset=utf-8"
    assert "e000001 en" in english.text
    assert "e000001 zh" in chinese.text
    assert chinese.headers["content-language"] == "zh"


def test_a_held_report_is_not_sent_again(get: Get) -> None:
    tag = get(PLACEMENT, as_="official").headers["etag"]
    assert get(PLACEMENT, as_="official", headers={"If-None-Match": tag}).status_code == 304


def test_an_unknown_edition_or_report_is_told(get: Get) -> None:
    assert get("/v1/editions/e000009/reports/placement", as_="official").status_code == 404
    assert get("/v1/editions/e000001/reports/secrets", as_="official").status_code == 422
    assert get("/v1/editions/..%2f..%2fkeys/reports/placement", as_="official").status_code in {404, 422}


def test_an_official_of_part_of_the_colleges_may_not_read_about_all(get: Get) -> None:
    answer = get(PLACEMENT, as_="city_official")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_report_is_judged_by_the_colleges_of_its_own_edition(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    publish_edition(platform.paths, 2, colleges=("990100", "990103"))
    headers = bearer("city_official")
    assert http.get(PLACEMENT.replace("e000001", "e000002"), headers=headers).status_code == 200
    assert http.get(PLACEMENT, headers=headers).status_code == 403
