import base64

from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import publish_edition


def test_a_new_edition_ends_the_paging_of_the_old_one(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    headers = bearer("enterprise")
    cursor = http.get("/v1/vacancies", params={"limit": 2}, headers=headers).json()["next"]
    publish_edition(platform.paths, 2)
    answer = http.get("/v1/vacancies", params={"limit": 2, "cursor": cursor}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (410, "edition_retired")
    assert (answer.json()["retired"], answer.json()["edition"]) == ("e000001", "e000002")


def test_a_tampered_cursor_is_refused(get: Get) -> None:
    cursor = get("/v1/vacancies", as_="enterprise", limit=2).json()["next"]
    sealed = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    sealed[-1] ^= 1
    forged = base64.urlsafe_b64encode(bytes(sealed)).decode().rstrip("=")
    for bad in (forged, cursor[:-4], "", "?", "a", "中文", "e30"):
        answer = get("/v1/vacancies", as_="enterprise", limit=2, cursor=bad)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor"), bad


def test_a_cursor_holds_for_its_question_and_its_caller_only(get: Get) -> None:
    cursor = get("/v1/pool", as_="enterprise", limit=2).json()["next"]
    assert get("/v1/pool", as_="enterprise", limit=5, cursor=cursor).status_code == 200
    assert get("/v1/pool", as_="enterprise", limit=2, cursor=cursor, region="990100").status_code == 400
    assert get("/v1/pool", as_="other_enterprise", limit=2, cursor=cursor).status_code == 400
    assert get("/v1/vacancies", as_="enterprise", limit=2, cursor=cursor).status_code == 400
