"""What a client lays over its copy of an earlier edition makes it the set of now, and the set hash proves it."""

import json
import shutil
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer, Get
from tests.api.edition_changes import add_vacancies, answers_of, retire, set_hash, set_member, write
from tests.api.edition_maker import MY_VACANCIES, PEOPLE, publish_edition
from tests.api.test_erasure import erase
from tests.api.test_export import EXPORT, Line, ask_for, key_of, lines_of, paged, withdraw

Copy = dict[tuple[str, str], Line]


def exported(get: Get, *, as_: str = "enterprise") -> Copy:
    return {key_of(line)[:2]: line for line in lines_of(get(EXPORT, as_=as_))[0]}


def pages(get: Get, since: str, *, as_: str = "enterprise", limit: int = 100) -> list[dict[str, Any]]:
    """Every page of changes since an edition."""
    found = [get("/v1/changes", as_=as_, since=since, limit=limit).json()]
    while found[-1]["next"]:
        found.append(get("/v1/changes", as_=as_, since=since, limit=limit, cursor=found[-1]["next"]).json())
    return found


def laid_over(copy: Copy, found: list[dict[str, Any]]) -> Copy:
    """The copy with all changes, as a client would do it."""
    after = dict(copy)
    for page in found:
        for item in page["items"]:
            key = item["candidate_id"], item["vacancy_id"]
            if item["change"] == "removed":
                after.pop(key, None)
            else:
                after[key] = {**item["candidate"], "vacancy_id": item["vacancy_id"]}
    return after


def hash_of(copy: Copy) -> str:
    return set_hash(map(key_of, copy.values()))


def kinds(found: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((item["change"], tuple(item["members"])) for page in found for item in page["items"])


def test_nothing_has_changed_since_the_edition_in_service(get: Get) -> None:
    copy = exported(get)
    (page,) = pages(get, "e000001")
    assert (page["items"], page["next"], page["since"], page["edition"]) == ([], None, "e000001", "e000001")
    assert (page["rows"], page["set_hash"]) == (5, hash_of(copy))


def test_added_changed_and_removed_candidates_are_told_with_what_is_different(get: Get, platform: Platform) -> None:
    copy = exported(get)
    name = publish_edition(platform.paths, 2, candidates=7, shown_bodies=False)
    set_member(platform, name, 2, "$.score", 1)
    set_member(platform, name, 2, "$.explanation.en", "other words")
    set_member(platform, name, 3, "$.internal", "not shown")
    found = pages(get, "e000001")
    assert kinds(found) == [("added", ()), ("added", ()), ("changed", ("explanation",))]
    publish_edition(platform.paths, 3, candidates=4)
    assert kinds(pages(get, "e000001")) == [("removed", ())]
    assert kinds(pages(get, "e000002")) == [("changed", ("explanation",)), *[("removed", ())] * 3]
    assert laid_over(laid_over(copy, found), pages(get, "e000002")) == exported(get)


def test_a_new_and_a_vanished_vacancy_bring_and_take_their_candidates(get: Get, platform: Platform) -> None:
    copy = exported(get)
    add_vacancies(platform, publish_edition(platform.paths, 2), 3, candidates=4)
    found = pages(get, "e000001", limit=5)
    assert [len(page["items"]) for page in found] == [5, 5, 2]
    bigger = laid_over(copy, found)
    assert bigger == exported(get)
    publish_edition(platform.paths, 3)
    assert laid_over(bigger, pages(get, "e000002", limit=5)) == exported(get) == copy


def test_pages_export_and_changes_lead_to_one_set_hash(get: Get, platform: Platform) -> None:
    copy = exported(get)
    add_vacancies(platform, publish_edition(platform.paths, 2, candidates=9), 30, candidates=7)
    ask_for(platform, PEOPLE[1])
    withdraw(platform, PEOPLE[4])
    erase(platform, PEOPLE[5])
    changed = pages(get, "e000001", limit=20)
    from_changes = laid_over(copy, changed)
    from_export = exported(get)
    from_pages = {key_of(line)[:2]: line for line in paged(get)}
    assert from_changes == from_export == from_pages
    assert {page["set_hash"] for page in changed} == {hash_of(from_pages)}
    assert lines_of(get(EXPORT, as_="enterprise"))[1]["set_hash"] == hash_of(from_pages)


def test_what_the_ledger_says_is_told_within_one_edition_too_and_may_be_told_again(
    get: Get, platform: Platform
) -> None:
    copy = exported(get)
    ask_for(platform, PEOPLE[1])
    asked = laid_over(copy, pages(get, "e000001"))
    assert sorted(line["status"] for line in asked.values()) == ["available"] * 4 + ["introduced"]
    withdraw(platform, PEOPLE[1])
    erase(platform, PEOPLE[2])
    found = pages(get, "e000001")
    assert kinds(found) == [("changed", ("status",)), ("removed", ())]
    for held in (copy, asked, laid_over(asked, found)):
        assert laid_over(held, found) == exported(get)
        assert hash_of(laid_over(held, found)) == found[0]["set_hash"]
    # What was told as withdrawn is told again when it holds no longer.
    platform.ledger.pool_withdrawals.rejoin(PEOPLE[1], actor="test", at=START)
    assert laid_over(laid_over(asked, found), pages(get, "e000001")) == exported(get)


def test_who_withdrew_has_a_status_and_nothing_else(get: Get, platform: Platform) -> None:
    withdraw(platform, PEOPLE[1])
    (page,) = pages(get, "e000001")
    (item,) = page["items"]
    assert item["candidate"]["status"] == "withdrawn"
    left = {name for name, value in item["candidate"].items() if value is not None}
    assert left == {"candidate_id", "rank", "status"}


def test_the_order_of_changes_says_nothing_of_the_order_of_people(get: Get, platform: Platform) -> None:
    publish_edition(platform.paths, 2, candidates=25)
    found = [item["candidate_id"] for page in pages(get, "e000001", limit=6) for item in page["items"]]
    assert len(found) == 20
    assert found == sorted(found)


def test_a_page_looks_at_so_many_vacancies_and_no_more(get: Get, platform: Platform) -> None:
    add_vacancies(platform, publish_edition(platform.paths, 2), 450, candidates=1)
    shutil.copy(answers_of(platform, "e000002"), platform.paths.root / "kept")
    publish_edition(platform.paths, 3)
    shutil.copy(platform.paths.root / "kept", answers_of(platform, "e000003"))
    name_it = "update edition_info set value = 'e000003' where key = 'edition'"
    write(platform, "e000003", (name_it, ()))
    set_member(platform, "e000003", 5, "$.components.level.points", 6)
    found = pages(get, "e000002")
    assert [len(page["items"]) for page in found] == [0, 0, 1]
    assert kinds(found) == [("changed", ("components",))]


def test_pages_stay_with_the_two_editions_they_began_with(get: Get, platform: Platform) -> None:
    publish_edition(platform.paths, 2, candidates=9)
    first = get("/v1/changes", as_="enterprise", since="e000001", limit=2).json()
    publish_edition(platform.paths, 3, candidates=1)
    second = get("/v1/changes", as_="enterprise", since="e000001", limit=2, cursor=first["next"]).json()
    assert (second["edition"], second["set_hash"]) == ("e000002", first["set_hash"])
    assert [item["change"] for item in first["items"] + second["items"]] == ["added"] * 4
    assert get("/v1/changes", as_="enterprise", since="e000001").json()["edition"] == "e000003"
    other = get("/v1/changes", as_="enterprise", since="e000002", limit=2, cursor=first["next"])
    assert (other.status_code, other.json()["code"]) == (400, "bad_cursor")


def test_an_edition_that_its_people_have_left_is_gone(get: Get, platform: Platform) -> None:
    publish_edition(platform.paths, 2)
    assert get("/v1/changes", as_="enterprise", since="e000001").status_code == 200
    retire(platform, "e000001")
    answer = get("/v1/changes", as_="enterprise", since="e000001")
    assert (answer.status_code, answer.json()["code"], answer.json()["retired"]) == (410, "edition_retired", "e000001")
    assert "停用" in answer.json()["messages"]["zh"]


@pytest.mark.parametrize("since", ["e000000", "e000009", "e999999"])
def test_an_edition_that_there_never_was_is_not_found(get: Get, since: str) -> None:
    answer = get("/v1/changes", as_="enterprise", since=since)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_since_is_needed_and_has_a_form(get: Get) -> None:
    assert get("/v1/changes", as_="enterprise").status_code == 422
    for wrong in ("1", "e1", "../e000001", "e000001/.."):
        assert get("/v1/changes", as_="enterprise", since=wrong).status_code == 422


def test_changes_are_confirmed_until_one_more_comes(get: Get, platform: Platform) -> None:
    tag = get("/v1/changes", as_="enterprise", since="e000001").headers["etag"]
    held = {"If-None-Match": tag}
    assert get("/v1/changes", as_="enterprise", since="e000001", headers=held).status_code == 304
    withdraw(platform, PEOPLE[1])
    assert get("/v1/changes", as_="enterprise", since="e000001", headers=held).status_code == 200


def test_only_own_vacancies_are_compared(http: TestClient, get: Get, platform: Platform, bearer: Bearer) -> None:
    publish_edition(platform.paths, 2, candidates=7)
    mine = {item["vacancy_id"] for page in pages(get, "e000001") for item in page["items"]}
    assert mine == {MY_VACANCIES[0]}
    assert http.get("/v1/changes", params={"since": "e000001"}, headers=bearer("official")).status_code == 403
    assert json.dumps(pages(get, "e000001")).find(PEOPLE[6]) == -1
