import base64
import itertools
import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_changes import held_editions, retire
from tests.api.edition_maker import MY_VACANCIES, publish_edition

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def paged(http: TestClient, path: str, headers: dict[str, str], between: Callable[[], object]) -> list[dict[str, Any]]:
    """Every page of two items, with something done before each next one."""
    found = [http.get(path, params={"limit": 2}, headers=headers).json()]
    while found[-1]["next"]:
        between()
        found.append(http.get(path, params={"limit": 2, "cursor": found[-1]["next"]}, headers=headers).json())
    return found


@pytest.mark.parametrize("path", ["/v1/vacancies", CANDIDATES, "/v1/pool"])
def test_paging_goes_on_in_its_edition_while_editions_change(
    http: TestClient, platform: Platform, bearer: Bearer, path: str
) -> None:
    headers = bearer("enterprise")
    whole = http.get(path, params={"limit": 100}, headers=headers).json()
    numbers = itertools.count(2)
    found = paged(http, path, headers, lambda: publish_edition(platform.paths, next(numbers), candidates=1))
    assert next(numbers) > 3
    assert {page["edition"] for page in found} == {"e000001"}
    assert [item for page in found for item in page["items"]] == whole["items"]
    assert http.get(path, headers=headers).json()["edition"] > "e000002"


def test_a_cursor_of_an_edition_that_its_people_have_left_is_a_410(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    cursor = http.get("/v1/vacancies", params={"limit": 2}, headers=headers).json()["next"]
    publish_edition(platform.paths, 2)
    asked = {"limit": 2, "cursor": cursor}
    assert http.get("/v1/vacancies", params=asked, headers=headers).status_code == 200
    retire(platform, "e000001")
    answer = http.get("/v1/vacancies", params=asked, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (410, "edition_retired")
    assert (answer.json()["retired"], answer.json()["edition"]) == ("e000001", "e000002")
    shutil.rmtree(platform.paths.editions / "e000001")
    assert http.get("/v1/vacancies", params=asked, headers=headers).status_code == 410


def test_an_edition_whose_manifest_names_a_table_that_is_gone_is_retired(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    cursor = http.get("/v1/vacancies", params={"limit": 2}, headers=headers).json()["next"]
    publish_edition(platform.paths, 2)
    path = platform.paths.editions / "e000001" / "manifest.json"
    tables = [{"name": "tables/mart_match.parquet", "person_level": True}]
    path.write_text(json.dumps(json.loads(path.read_text()) | {"tables": tables}))
    assert http.get("/v1/vacancies", params={"cursor": cursor}, headers=headers).status_code == 410


def test_an_edition_that_is_read_no_more_is_held_no_more(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    headers = bearer("enterprise")
    cursor = http.get(CANDIDATES, params={"limit": 2}, headers=headers).json()["next"]
    for number in range(2, 22):
        publish_edition(platform.paths, number)
        assert http.get(CANDIDATES, params={"cursor": cursor}, headers=headers).status_code == 200
        assert http.get(CANDIDATES, headers=headers).status_code == 200
    assert held_editions() == {"e000021"}


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
