"""What the fuzzing of the document found wrong, each held by itself."""

from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_changes import retire
from tests.api.edition_maker import publish_edition
from tests.api.test_deliveries import FORM, GOOD


def test_a_wrong_method_is_told_all_that_the_path_takes(bare: TestClient) -> None:
    taken = {
        "/v1/deliveries": "GET, POST",
        "/v1/export/candidates": "GET, HEAD",
        "/v1/vacancies/v_a/introductions": "POST",
        "/docs": "GET, HEAD",
    }
    for path, allowed in taken.items():
        for method in ("DELETE", "OPTIONS", "QUERY"):
            answer = bare.request(method, path)
            assert (answer.status_code, answer.headers["allow"]) == (405, allowed), path


def test_a_day_is_a_date_and_no_number(get: Get) -> None:
    for value in ("0", "1790000000", "-1", "2027-07-01T00:00:00", "2027-7-1", "null", ""):
        answer = get("/v1/pool", as_="enterprise", available_by=value)
        assert (answer.status_code, [e["where"] for e in answer.json()["errors"]]) == (422, ["query.available_by"])
        assert "YYYY-MM-DD" in answer.json()["errors"][0]["message"]["en"]


def test_a_moment_is_no_number(get: Get) -> None:
    for value in ("0", "1790000000", "1e9", "12:00"):
        answer = get("/v1/audit", as_="official", since=value)
        assert (answer.status_code, [e["where"] for e in answer.json()["errors"]]) == (422, ["query.since"])
    assert get("/v1/audit", as_="official", since="2026-10-05T08:00:00Z").status_code == 200


def test_a_cursor_of_a_retired_edition_is_an_answer_of_the_document_at_every_route(
    http: TestClient, get: Get, bearer: Bearer, platform: Platform
) -> None:
    cursor = get("/v1/pool", as_="enterprise", limit=1).json()["next"]
    publish_edition(platform.paths, 2)
    retire(platform, "e000001")
    document = http.get("/openapi.json").json()
    for path in ("/ready", "/v1/introductions", "/v1/vacancies", "/v1/vacancies/v_a", "/v1/pool", "/v1/changes"):
        answer = http.get(path, params={"cursor": cursor}, headers=bearer("enterprise"))
        assert str(answer.status_code) in document["paths"][path.replace("v_a", "{vacancy_id}")]["get"]["responses"]
    assert http.get("/ready", params={"cursor": cursor}).status_code == 200
    assert http.get("/v1/pool", params={"cursor": cursor}, headers=bearer("enterprise")).status_code == 410


def test_a_field_that_the_form_does_not_have_is_refused(bare: TestClient, bearer: Bearer) -> None:
    files = {"file": ("a.csv", GOOD.encode(), "text/csv")}
    for name, where in (("comfirm", "body.comfirm"), ("张三13800000000", "body")):
        answer = bare.post("/v1/deliveries", data=FORM | {name: "auto"}, files=files, headers=bearer("college"))
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)
        assert "13800000000" not in answer.text


def test_a_month_that_has_not_begun_is_a_wrong_value(bare: TestClient, bearer: Bearer) -> None:
    files = {"file": ("a.csv", GOOD.encode(), "text/csv")}
    answer = bare.post("/v1/deliveries", data=FORM | {"period": "2027-09"}, files=files, headers=bearer("college"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_an_answer_that_still_stands_is_in_the_document_wherever_there_is_a_tag(http: TestClient, get: Get) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    tagged = {path for path, item in paths.items() if "304" in item.get("get", {}).get("responses", ())}
    assert len(tagged) == 11
    for path in ("/v1/vacancies", "/v1/pool", "/v1/contracts/{feed}", "/v1/export/candidates"):
        asked = path.replace("{feed}", "enrolment")
        tag = get(asked, as_="enterprise").headers["etag"]
        again = get(asked, as_="enterprise", headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["etag"], path in tagged) == (304, tag, True)
