"""The way of an introduction over HTTP: asked for, put to the student, answered, opened, and how it turned out."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.introductions.schemas import IntroductionPage, OwnIntroductionAnswer, StudentIntroductionAnswer
from pipelines.intake.erasure.request import request_erasure
from pipelines.intake.erasure.subject import Subject
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord, row_place, seal_cells
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

VACANCY = MY_VACANCIES[0]
CANDIDATES = f"/v1/vacancies/{VACANCY}/candidates"
ID_NUMBER, PHONE, CERTIFICATE = "990101200603041234", "10000000001", "Y9901000000012345"
CELLS = {
    "name": "标记乙",
    "phone": PHONE,
    "email": "marked@example.org",
    "id_type": "resident_id",
    "id_number": ID_NUMBER,
    "national_student_no": f"G{ID_NUMBER}",
}

Post = Callable[..., httpx.Response]


@pytest.fixture
def post(http: TestClient, bearer: Bearer) -> Post:
    """`post(path, as_="enterprise", **body)` on the application with one edition."""

    def call(path: str, *, as_: str, **body: Any) -> httpx.Response:
        answer: httpx.Response = http.post(path, json=body or None, headers=bearer(as_))
        return answer

    return call


def sealed(platform: Platform, feed: str, delivery_no: int, sheet: str, row_no: int, cells: dict[str, str]) -> bytes:
    return seal_cells(platform.keys, cells, row_place(feed, delivery_no, sheet, row_no))


@pytest.fixture
def vault(platform: Platform) -> Platform:
    """The platform with the sealed cells of the first candidate."""
    enrolled = sealed(platform, "enrolment", 1, "在校生", 3, CELLS)
    certified = sealed(platform, "certificate", 2, "证书", 3, {"certificate_no": CERTIFICATE, "name": "标记乙"})
    platform.vault.add(1, [VaultRecord("enrolment", "在校生", 3, "", PEOPLE[1], enrolled)])
    platform.vault.add(2, [VaultRecord("certificate", "证书", 3, "", PEOPLE[1], certified)])
    return platform


def candidate(platform: Platform, number: int = 1, uscc: str = MINE) -> str:
    return platform.keys.candidate_id(uscc, PEOPLE[number])


def asked(post: Post, platform: Platform, number: int = 1) -> str:
    answer = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform, number))
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["introduction_id"]
    return found


def decide(post: Post, introduction_id: str, *decisions: str, as_: str = "college") -> httpx.Response:
    for decision in decisions:
        evidence = {"evidence": "同意书 2026-0113"} if decision == "consented" else {}
        answer = post(f"/v1/introductions/{introduction_id}/decision", as_=as_, decision=decision, **evidence)
    return answer


def contact(get: Get, introduction_id: str, *, as_: str = "enterprise") -> httpx.Response:
    return get(f"/v1/introductions/{introduction_id}/contact", as_=as_)


def row_of(get: Get, candidate_id: str) -> dict[str, Any]:
    rows = get(CANDIDATES, as_="enterprise").json()["items"]
    found: dict[str, Any] = next(row for row in rows if row["candidate_id"] == candidate_id)
    return found


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


def test_a_person_is_asked_for_only_so_often(post: Post, platform: Platform, clock: Clock) -> None:
    ample = ContactBudget(per_candidate=100, window=timedelta(days=1), per_vacancy=100)
    for number in range(5):
        new = NewIntroduction(OTHERS, f"v_other{number}", PEOPLE[1], CITY_COLLEGE, "e000001")
        platform.ledger.introductions.ask(new, budget=ample, actor="test", at=START)
    path = f"/v1/vacancies/{VACANCY}/introductions"
    answer = post(path, as_="enterprise", candidate_id=candidate(platform))
    assert (answer.status_code, answer.json()["refusal"]) == (409, "candidate_budget_spent")
    assert "上限" in answer.json()["messages"]["zh"]
    clock.move(days=31)
    assert post(path, as_="enterprise", candidate_id=candidate(platform)).status_code == 201


def test_a_vacancy_has_only_so_many_waiting(post: Post, platform: Platform) -> None:
    publish_edition(platform.paths, 2, candidates=25)
    made = [asked(post, platform, number) for number in range(1, 21)]
    path = f"/v1/vacancies/{VACANCY}/introductions"
    answer = post(path, as_="enterprise", candidate_id=candidate(platform, 21))
    assert (answer.status_code, answer.json()["refusal"]) == (409, "vacancy_budget_spent")
    decide(post, made[0], "put_to_student", "refused")
    assert post(path, as_="enterprise", candidate_id=candidate(platform, 21)).status_code == 201


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
    assert vault.ledger.audit.page(person_keys=[PEOPLE[1]]) == []
    again = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=wanted)
    assert again.status_code == 404
    vault.ledger.forget_people([PEOPLE[1]])
    for name, member in (("enterprise", "candidate_id"), ("college", "student_no")):
        (item,) = get("/v1/introductions", as_=name).json()["items"]
        assert (item["introduction_id"], item[member]) == (found, None)


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
