"""Introductions as colleges walk them over HTTP: put to the student, answered, withdrawn, and what is left of them."""

import sqlite3
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from pipelines.intake.erasure.request import request_erasure
from pipelines.intake.erasure.subject import Subject
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer, Get
from tests.api.edition_maker import (
    CITY_COLLEGE,
    MINE,
    OTHERS,
    OTHERS_VACANCY,
    PEOPLE,
    student_no,
)
from tests.api.introduced import (
    CANDIDATES,
    VACANCY,
    Post,
    asked,
    candidate,
    contact,
    decide,
    row_of,
)


def test_each_step_is_on_record_once_with_whom_it_was_about(post: Post, vault: Platform) -> None:
    found = asked(post, vault)
    decide(post, found, "put_to_student", "consented", "consented")
    for path in (f"introductions/{found}/outcome", f"introductions/{found}/outcome"):
        assert post(f"/v1/{path}", as_="enterprise", outcome="interview").status_code == 200
    for path in (f"introductions/{found}/withdrawal", f"students/{student_no(1)}/withdrawal"):
        assert post(f"/v1/{path}", as_="college").status_code == 200
    taken = [(e.role, e.action, e.subject) for e in vault.ledger.audit.page() if e.person_key == PEOPLE[1]]
    assert taken == [
        ("enterprise", "introduction_asked", VACANCY),
        ("college", "introduction_decided", found),
        ("college", "introduction_decided", found),
        ("enterprise", "outcome_told", found),
        ("college", "introduction_withdrawn", found),
        ("college", "student_withdrawn", "pool"),
    ]


def test_a_withdrawal_shuts_the_contact_and_empties_the_row_with_the_next_request(
    get: Get, post: Post, vault: Platform
) -> None:
    found, wanted = asked(post, vault), candidate(vault)
    decide(post, found, "put_to_student", "consented")
    tag = get(CANDIDATES, as_="enterprise").headers["etag"]
    for _ in range(2):
        answer = post(f"/v1/introductions/{found}/withdrawal", as_="college")
        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert contact(get, found).json()["refusal"] == "not_in_this_state"
    later = get(CANDIDATES, as_="enterprise", headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert row_of(get, wanted) == {
        "candidate_id": wanted, "rank": 1, "score": None, "components": None, "skills": None, "profile": None,
        "explanation": None, "status": "withdrawn",
    }  # fmt: skip
    pool = {item["candidate_id"]: item["status"] for item in get("/v1/pool", as_="enterprise").json()["items"]}
    assert pool[wanted] == "available"
    assert len([e for e in vault.ledger.introductions.history(1) if e.event == "withdrawn"]) == 1


def test_a_student_who_leaves_the_pool_is_shown_nowhere_from_the_next_request_on(
    get: Get, post: Post, vault: Platform
) -> None:
    found, wanted, theirs = asked(post, vault), candidate(vault), candidate(vault, uscc=OTHERS)
    decide(post, found, "put_to_student", "consented")
    before = {name: get("/v1/pool", as_=name) for name in ("enterprise", "other_enterprise")}
    assert {i["candidate_id"]: i["status"] for i in before["enterprise"].json()["items"]}[wanted] == "consented"
    for _ in range(2):
        answer = post(f"/v1/students/{student_no(1)}/withdrawal", as_="college")
        assert answer.json() == {"edition": "e000001", "student_no": student_no(1), "status": "withdrawn"}
    for name, hidden in (("enterprise", wanted), ("other_enterprise", theirs)):
        later = get("/v1/pool", as_=name, headers={"If-None-Match": before[name].headers["etag"]})
        assert later.status_code == 200
        assert hidden not in later.text
        assert later.json()["counts"]["people"] == before[name].json()["counts"]["people"] - 1
    assert row_of(get, wanted)["status"] == "withdrawn"
    assert row_of(get, wanted)["profile"] is None
    others = get(f"/v1/vacancies/{OTHERS_VACANCY}/candidates", as_="other_enterprise").json()["items"]
    assert [row["status"] for row in others if row["candidate_id"] == theirs] == ["withdrawn"]
    assert contact(get, found).status_code == 409
    again = post(f"/v1/vacancies/{OTHERS_VACANCY}/introductions", as_="other_enterprise", candidate_id=theirs)
    assert (again.status_code, again.json()["refusal"]) == (409, "withdrawn_from_pool")


def test_anothers_student_answers_like_a_number_of_nobody_and_is_not_repeated(post: Post, platform: Platform) -> None:
    for number, as_ in ((student_no(5), "college"), ("NOBODY-1", "college"), (student_no(1), "other_college")):
        answer = post(f"/v1/students/{number}/withdrawal", as_=as_)
        assert (answer.status_code, answer.json()["instance"]) == (404, "/v1/students/{student_no}/withdrawal")
        assert number not in answer.text
    assert platform.ledger.pool_withdrawals.people() == frozenset()


@pytest.mark.parametrize(
    ("step", "as_", "body", "where"),
    [
        ("decision", "college", {"decision": "consented"}, "body.evidence"),
        ("decision", "college", {"decision": "consented", "evidence": "本人手机13800000000"}, "body.evidence"),
        ("decision", "college", {"decision": "consented", "evidence": " "}, "body.evidence"),
        ("decision", "college", {"decision": "consented", "evidence": "a\x00b"}, "body.evidence"),
        ("decision", "college", {"decision": "consented", "evidence": "a" * 201}, "body.evidence"),
        ("decision", "college", {"decision": "maybe"}, "body.decision"),
        ("outcome", "enterprise", {"outcome": "declined"}, "body.reason"),
        ("outcome", "enterprise", {"outcome": "hired", "reason": "pay"}, "body.reason"),
        ("outcome", "enterprise", {"outcome": "declined", "reason": "looks"}, "body.reason"),
    ],
)
def test_what_is_missing_or_does_not_belong_is_named(
    post: Post, platform: Platform, step: str, as_: str, body: dict[str, str], where: str
) -> None:
    found = asked(post, platform)
    decide(post, found, "put_to_student")
    answer = post(f"/v1/introductions/{found}/{step}", as_=as_, **body)
    assert (answer.status_code, [error["where"] for error in answer.json()["errors"]]) == (422, [where])
    assert "13800000000" not in answer.text
    assert platform.ledger.introductions.page(side="enterprise", org=MINE)[0].state == "put_to_student"


def test_a_step_out_of_turn_is_refused_and_one_taken_twice_is_not_recorded_twice(
    post: Post, platform: Platform
) -> None:
    found = asked(post, platform)
    early = decide(post, found, "consented")
    assert (early.status_code, early.json()["refusal"], early.json()["state"]) == (409, "not_in_this_state", "asked")
    told = post(f"/v1/introductions/{found}/outcome", as_="enterprise", outcome="hired")
    assert told.status_code == 409
    decide(post, found, "put_to_student", "put_to_student", "consented", "consented")
    for _ in range(2):
        declined = post(f"/v1/introductions/{found}/outcome", as_="enterprise", outcome="declined", reason="pay")
        assert (declined.json()["state"], declined.json()["reason"]) == ("declined", "pay")
    assert [e.event for e in platform.ledger.introductions.history(1)] == [
        "asked", "put_to_student", "consented", "declined"
    ]  # fmt: skip


def test_of_an_erased_person_only_the_steps_are_left(get: Get, post: Post, vault: Platform) -> None:
    found, wanted = asked(post, vault), candidate(vault)
    decide(post, found, "put_to_student", "consented")
    request_erasure(vault, Subject(keys=(PEOPLE[1],)), actor="operator", at=START)
    answer = contact(get, found)
    assert (answer.status_code, answer.json()["refusal"]) == (409, "no_longer_known")
    actions = [entry.action for entry in vault.ledger.audit.page(person_keys=[PEOPLE[1]])]
    assert "contact_viewed" not in actions
    again = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=wanted)
    assert again.status_code == 404
    vault.ledger.forget_people([PEOPLE[1]])
    for name, member in (("enterprise", "candidate_id"), ("college", "student_no")):
        (item,) = get("/v1/introductions", as_=name).json()["items"]
        assert (item["introduction_id"], item[member]) == (found, None)


def test_who_turns_out_to_be_one_person_stays_as_they_stood_under_either_pseudonym(
    get: Get, post: Post, platform: Platform
) -> None:
    old = "f" * 32
    new = NewIntroduction(MINE, VACANCY, old, CITY_COLLEGE, "e000001")
    ample = ContactBudget(per_candidate=100, window=timedelta(days=1), per_vacancy=100)
    found = platform.ledger.introductions.ask(new, budget=ample, actor="test", at=START).introduction_id
    platform.ledger.decisions.same_person(old, PEOPLE[1], reason="test", decided_by="test", recorded_at=START)
    assert row_of(get, candidate(platform))["status"] == "introduced"
    again = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform))
    assert (again.status_code, again.json()["introduction_id"]) == (200, found)
    (item,) = get("/v1/introductions", as_="college").json()["items"]
    assert item["student_no"] == student_no(1)
    platform.ledger.pool_withdrawals.withdraw(old, college=CITY_COLLEGE, actor="test", at=START)
    assert row_of(get, candidate(platform))["status"] == "withdrawn"
    assert candidate(platform) not in get("/v1/pool", as_="enterprise").text


@pytest.mark.parametrize("as_", ["enterprise", "college"])
def test_an_edition_from_before_there_were_introductions_says_what_to_do(
    http: TestClient, platform: Platform, bearer: Bearer, as_: str
) -> None:
    answers = platform.paths.editions / "e000001" / "edition.sqlite"
    with sqlite3.connect(answers) as connection:
        for table in ("student", "disclosed", "employer"):
            connection.execute(f"drop table {table}")
    answer = http.get("/v1/introductions", headers=bearer(as_))
    assert (answer.status_code, answer.json()["code"]) == (503, "no_edition")
    assert "talent run" in answer.json()["detail"]
    assert http.get(CANDIDATES, headers=bearer("enterprise")).status_code == 200
