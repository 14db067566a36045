"""Introductions as enterprises walk them over HTTP: asked for, listed, opened, and how they turned out."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.introductions.schemas import IntroductionPage, OwnIntroductionAnswer, StudentIntroductionAnswer
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord
from tests.api.conftest import CLIENTS, START, Bearer, Clock, Get
from tests.api.edition_maker import (
    CITY_COLLEGE,
    MINE,
    MY_VACANCIES,
    OTHERS,
    OTHERS_VACANCY,
    PEOPLE,
    publish_edition,
    student_no,
)
from tests.api.introduced import CELLS, PHONE, VACANCY, Post, asked, candidate, contact, decide, row_of, sealed


def test_the_whole_way_from_asking_to_hiring(get: Get, post: Post, vault: Platform, clock: Clock) -> None:
    path, wanted = f"/v1/vacancies/{VACANCY}/introductions", candidate(vault)
    answer = post(path, as_="enterprise", candidate_id=wanted)
    OwnIntroductionAnswer.model_validate(answer.json())
    found = answer.json()["introduction_id"]
    assert answer.json() == {
        "edition": "e000001", "introduction_id": found, "state": "asked", "reason": None, "vacancy_id": VACANCY,
        "asked_at": "2026-10-05T08:00:00Z", "changed_at": "2026-10-05T08:00:00Z", "candidate_id": wanted,
    }  # fmt: skip
    assert row_of(get, wanted)["status"] == "introduced"
    clock.move(minutes=5)
    put = decide(post, found, "put_to_student")
    StudentIntroductionAnswer.model_validate(put.json())
    assert put.json()["student_no"] == student_no(1)
    assert put.json()["enterprise"] == {"uscc": MINE, "name": "云州机床有限公司"}
    assert put.json()["vacancy_title"] == "Welder"
    assert {"enrolment.name", "enrolment.phone", "certificate.certificate_no"} < set(put.json()["opens"])
    assert wanted not in put.text
    assert decide(post, found, "consented").json()["state"] == "consented"
    assert row_of(get, wanted)["status"] == "consented"
    opened = contact(get, found)
    assert opened.headers["cache-control"] == "no-store"
    assert opened.json() == {
        "edition": "e000001", "introduction_id": found, "candidate_id": wanted, "vacancy_id": VACANCY,
        "state": "consented",
        "enrolment": {
            "name": "标记乙", "phone": PHONE, "email": "marked@example.org", "tier": "higher",
            "major_code": "460103", "major_name": "数控技术", "expected_end": "2027",
        },
        "job_intention": {"wish_regions": ["990105"]},
        "certificate": [
            {
                "certificate_no": "*************2345", "cert_type": "vocational_skill",
                "occupation_code": "6-18-01-01", "occupation_name": "车工", "level": 3, "issue_date": "2026-05-20",
            }
        ],
        "internship": [
            {"host_name": "云州机床厂", "post_name": "车工", "start_date": "2026-01", "end_date": "2026-06"}
        ],
        "award": [],
    }  # fmt: skip
    for outcome in ("interview", "offer", "hired"):
        told = post(f"/v1/introductions/{found}/outcome", as_="enterprise", outcome=outcome)
        assert (told.status_code, told.json()["state"]) == (200, outcome)
    events = [step.event for _, step in vault.ledger.introductions.known(clock.now)]
    assert events == ["asked", "put_to_student", "consented", "contact_viewed", "interview", "offer", "hired"]


def test_each_look_is_on_record_and_what_it_shows_is_not(get: Get, post: Post, vault: Platform) -> None:
    found = asked(post, vault)
    decide(post, found, "put_to_student", "consented")
    for _ in range(2):
        assert contact(get, found).status_code == 200
    looks = [entry for entry in vault.ledger.audit.page() if entry.action == "contact_viewed"]
    assert [(e.org, e.subject, e.person_key, e.row_count) for e in looks] == [(MINE, found, PEOPLE[1], 1)] * 2
    assert not [word for word in CELLS.values() if word in str(looks)]


@pytest.mark.parametrize("decisions", [(), ("put_to_student",), ("put_to_student", "refused")])
def test_nothing_is_seen_before_consent(get: Get, post: Post, vault: Platform, decisions: tuple[str, ...]) -> None:
    found = asked(post, vault)
    if decisions:
        decide(post, found, *decisions)
    answer = contact(get, found)
    assert (answer.status_code, answer.json()["code"]) == (409, "introduction_refused")
    assert (answer.json()["refusal"], answer.json()["state"]) == (
        "not_in_this_state", decisions[-1] if decisions else "asked"
    )  # fmt: skip
    assert "标记乙" not in answer.text
    assert not [entry for entry in vault.ledger.audit.page() if entry.action == "contact_viewed"]


def test_asking_again_changes_nothing(post: Post, platform: Platform) -> None:
    found = asked(post, platform)
    decide(post, found, "put_to_student", "refused")
    again = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform))
    assert (again.status_code, again.json()["introduction_id"], again.json()["state"]) == (200, found, "refused")
    assert len(platform.ledger.introductions.page(side="enterprise", org=MINE)) == 1


def test_what_was_asked_for_is_found_again_in_an_edition_without_the_candidate(post: Post, platform: Platform) -> None:
    found = asked(post, platform, 4)
    publish_edition(platform.paths, 2, candidates=1)
    again = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform, 4))
    assert (again.status_code, again.json()["introduction_id"], again.json()["edition"]) == (200, found, "e000002")
    other = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform, 3))
    assert other.status_code == 404


def test_who_is_not_on_the_list_of_an_own_vacancy_is_nobody(post: Post, platform: Platform) -> None:
    mine, theirs = candidate(platform), candidate(platform, uscc=OTHERS)
    asked_for = [
        (VACANCY, theirs),
        (VACANCY, candidate(platform, 20)),
        (VACANCY, "c_aaaa"),
        (MY_VACANCIES[1], mine),
        (OTHERS_VACANCY, mine),
        (OTHERS_VACANCY, theirs),
        ("v_" + "z" * 20, mine),
    ]
    answers = [post(f"/v1/vacancies/{v}/introductions", as_="enterprise", candidate_id=c) for v, c in asked_for]
    assert {answer.status_code for answer in answers} == {404}
    bodies = [{**answer.json(), "instance": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert platform.ledger.introductions.page(side="enterprise", org=MINE) == []


def test_anothers_introduction_answers_like_one_that_does_not_exist(get: Get, post: Post, vault: Platform) -> None:
    found, nowhere = asked(post, vault), "i_aaaaaaaaaaaaaaaa"
    decide(post, found, "put_to_student", "consented")
    tries: list[Callable[[str], httpx.Response]] = [
        lambda i: contact(get, i, as_="other_enterprise"),
        lambda i: post(f"/v1/introductions/{i}/outcome", as_="other_enterprise", outcome="hired"),
        lambda i: decide(post, i, "refused", as_="other_college"),
        lambda i: post(f"/v1/introductions/{i}/withdrawal", as_="other_college"),
    ]
    for attempt in tries:
        theirs, none = attempt(found), attempt(nowhere)
        assert theirs.status_code == none.status_code == 404
        assert {**theirs.json(), "instance": ""} == {**none.json(), "instance": ""}
    for name in ("other_enterprise", "other_college"):
        assert get("/v1/introductions", as_=name).json()["items"] == []
    assert vault.ledger.introductions.page(side="enterprise", org=MINE)[0].state == "consented"


def test_each_side_lists_its_own_in_pages_that_join(get: Get, post: Post, platform: Platform) -> None:
    made = [asked(post, platform, number) for number in (1, 2, 3, 4, 5)]
    for name, expected in (("enterprise", made), ("college", made[:4]), ("other_college", made[4:])):
        joined: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = get("/v1/introductions", as_=name, limit=2, **cursor).json()
            IntroductionPage.model_validate(page)
            joined += page["items"]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert [item["introduction_id"] for item in joined] == expected
        assert page["edition"] == "e000001"
    theirs = get("/v1/introductions", as_="college").json()["items"]
    assert [item["student_no"] for item in theirs] == [student_no(n) for n in (1, 2, 3, 4)]
    mine = get("/v1/introductions", as_="enterprise").text
    assert not [word for word in (*PEOPLE, *map(student_no, range(30)), CITY_COLLEGE) if word in mine]


def test_a_sealed_row_of_somebody_else_is_not_opened(get: Get, post: Post, platform: Platform) -> None:
    cells = sealed(platform, "enrolment", 1, "在校生", 3, CELLS)
    platform.vault.add(1, [VaultRecord("enrolment", "在校生", 3, "", PEOPLE[2], cells)])
    found = asked(post, platform)
    decide(post, found, "put_to_student", "consented")
    opened = contact(get, found)
    assert opened.json()["enrolment"]["name"] is None
    assert "标记乙" not in opened.text


def test_an_enterprise_that_is_shut_out_sees_no_contact_any_more(
    http: TestClient, bearer: Bearer, post: Post, vault: Platform
) -> None:
    found, headers = asked(post, vault), bearer("enterprise")
    decide(post, found, "put_to_student", "consented")
    assert http.get(f"/v1/introductions/{found}/contact", headers=headers).status_code == 200
    vault.ledger.stops.stop(CLIENTS["enterprise"][1], START, reason="test")
    assert http.get(f"/v1/introductions/{found}/contact", headers=headers).status_code == 401
