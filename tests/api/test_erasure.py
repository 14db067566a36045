"""An erased person is hidden from the next request on, without a restart; what was cached is not confirmed."""

import sqlite3
from datetime import UTC, datetime

from fastapi.testclient import TestClient

from pipelines.intake.erasure.carry_out import complete
from pipelines.intake.erasure.request import request_erasure
from pipelines.intake.erasure.subject import Spell, Subject
from pipelines.publication.answer_schema import PERSON_TABLES
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_changes import retire
from tests.api.edition_maker import MY_VACANCIES, OTHERS, PEOPLE, point_to, publish_edition

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def erase(platform: Platform, person: str) -> int:
    subject = Subject(keys=(person,), spells=(Spell("4199010001", "20240001"),), names=("标记甲",))
    return request_erasure(platform, subject, actor="operator", at=NOW).erasure_no


def ids(get: Get, path: str, *, as_: str = "enterprise", **query: int) -> list[str]:
    return [item["candidate_id"] for item in get(path, as_=as_, **query).json()["items"]]


def test_an_erased_candidate_is_gone_from_the_next_answer_and_the_others_keep_their_ranks(
    get: Get, platform: Platform
) -> None:
    before = get(CANDIDATES, as_="enterprise").json()["items"]
    erase(platform, PEOPLE[2])
    after = get(CANDIDATES, as_="enterprise").json()["items"]
    assert [c["rank"] for c in before] == [1, 2, 3, 4, 5]
    assert after == [c for c in before if c["rank"] != 2]


def test_an_erased_person_is_gone_from_the_pool_and_its_counts_for_every_enterprise(
    get: Get, platform: Platform
) -> None:
    mine, others = get("/v1/pool", as_="enterprise").json(), get("/v1/pool", as_="other_enterprise").json()
    erase(platform, PEOPLE[15])
    for as_, before in (("enterprise", mine), ("other_enterprise", others)):
        after = get("/v1/pool", as_=as_).json()
        assert after["counts"]["people"] == before["counts"]["people"] - 1
        assert len(after["items"]) == len(before["items"]) - 1
    assert platform.keys.candidate_id(OTHERS, PEOPLE[15]) not in ids(get, "/v1/pool", as_="other_enterprise")
    welders = get("/v1/pool", as_="other_enterprise", skill="skl-welding").json()
    assert welders["counts"]["people"] == 19


def test_a_copy_held_from_before_is_not_confirmed(get: Get, platform: Platform) -> None:
    for path in ("/v1/pool", "/v1/vacancies", CANDIDATES):
        tag = get(path, as_="enterprise").headers["etag"]
        assert get(path, as_="enterprise", headers={"If-None-Match": tag}).status_code == 304
    tags = {path: get(path, as_="enterprise").headers["etag"] for path in ("/v1/pool", CANDIDATES)}
    erase(platform, PEOPLE[2])
    for path, tag in tags.items():
        again = get(path, as_="enterprise", headers={"If-None-Match": tag})
        assert again.status_code == 200
        assert again.headers["etag"] != tag


def test_a_page_goes_on_without_the_erased_person(get: Get, platform: Platform) -> None:
    first = get(CANDIDATES, as_="enterprise", limit=1).json()
    erase(platform, PEOPLE[2])
    second = get(CANDIDATES, as_="enterprise", limit=1, cursor=first["next"]).json()
    assert [c["rank"] for c in second["items"]] == [3]


def test_who_is_gone_does_not_come_back_where_the_edition_without_them_cannot_be_opened(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    before = http.get(CANDIDATES, headers=headers)
    number = erase(platform, PEOPLE[2])
    folder = platform.paths.editions / "e000002"
    folder.mkdir()
    (folder / "edition.sqlite").write_bytes(b"no database")
    point_to(platform.paths, "e000002", 2)
    assert len(http.get(CANDIDATES, headers=headers).json()["items"]) == 4
    # As at the end of the run: the people leave the older edition, and the erasure is complete and forgotten.
    retire(platform, "e000001")
    complete(platform, [number], at=NOW)
    after = http.get(CANDIDATES, headers=headers | {"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["code"]) == (503, "no_edition")


def test_a_cursor_of_a_retired_edition_is_answered_410(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    headers = bearer("enterprise")
    cursor = http.get(CANDIDATES, params={"limit": 1}, headers=headers).json()["next"]
    publish_edition(platform.paths, 2)
    retire(platform, "e000001")
    answer = http.get(CANDIDATES, params={"limit": 1, "cursor": cursor}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (410, "edition_retired")


def test_an_edition_without_its_people_is_still_served_and_shows_its_figures(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    answers = platform.paths.editions / "e000001" / "edition.sqlite"
    with sqlite3.connect(answers) as connection:
        for table in PERSON_TABLES:
            connection.execute(f"delete from {table.name}")  # noqa: S608 our own name
    assert http.get(CANDIDATES, headers=bearer("enterprise")).json()["items"] == []
    assert http.get("/v1/metrics/destination_rate", headers=bearer("official")).status_code == 200
    assert http.get("/v1/editions/e000001/reports/placement", headers=bearer("official")).status_code == 200
