from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import publish_edition


def test_the_same_answer_is_not_sent_twice(get: Get) -> None:
    first = get("/v1/vacancies", as_="enterprise")
    again = get("/v1/vacancies", as_="enterprise", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "private" in again.headers["cache-control"]


def test_tags_differ_by_query_and_organisation(get: Get) -> None:
    tags = [
        get("/v1/pool", as_="enterprise").headers["etag"],
        get("/v1/pool", as_="enterprise", limit=3).headers["etag"],
        get("/v1/pool", as_="other_enterprise").headers["etag"],
    ]
    assert len(set(tags)) == 3
    assert get("/v1/pool", as_="other_enterprise", headers={"If-None-Match": tags[0]}).status_code == 200


def test_a_new_edition_changes_the_tag(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    headers = bearer("enterprise")
    tag = http.get("/v1/vacancies", headers=headers).headers["etag"]
    publish_edition(platform.paths, 2)
    answer = http.get("/v1/vacancies", headers=headers | {"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag
