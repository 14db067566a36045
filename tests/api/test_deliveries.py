"""Real files through the real intake: sent, checked, read back, confirmed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import httpx
import pytest
from fastapi.testclient import TestClient

from api.deliveries import upload
from api.deliveries.answers import DifferenceAnswer, FindingsPage
from api.deliveries.schemas import DeliveryAnswer
from api.deliveries.states import NEXT_STEPS, STATE_TEXTS
from pipelines.store.ledger import State
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer
from tests.api.edition_maker import CITY_COLLEGE

HEADER = "institution_code,student_no,pool_consent,consent_version,consent_date,consent_evidence,seeking\n"
GOOD = HEADER + "".join(f"{CITY_COLLEGE},S{n:03d},yes,v1,2026-09-01,form {n},seeking\n" for n in range(20))
FAULTY = GOOD + f"{CITY_COLLEGE},S900,perhaps,v1,2026-09-01,form 900,seeking\n"
FORM = {"feed": "job_intention", "period": "2026-09"}

Send = Callable[..., httpx.Response]


@pytest.fixture
def send(bare: TestClient, bearer: Bearer) -> Send:
    def call(
        text: str | bytes = GOOD, *, as_: str = "college", name: str = "求职意向.csv", **form: str
    ) -> httpx.Response:
        body = text.encode() if isinstance(text, str) else text
        files = {"file": (name, body, "text/csv")}
        answer: httpx.Response = bare.post("/v1/deliveries", data=FORM | form, files=files, headers=bearer(as_))
        return answer

    return call


def incoming(platform: Platform) -> list[Path]:
    return [path for path in platform.paths.incoming.iterdir() if path.is_file()]


def test_a_good_file_is_checked_confirmed_and_accepted(
    bare: TestClient, send: Send, bearer: Bearer, platform: Platform
) -> None:
    sent = send()
    assert sent.status_code == 201, sent.text
    body = DeliveryAnswer.model_validate(sent.json())
    assert (body.state, body.sender, body.file_name) == ("checked", CITY_COLLEGE, "求职意向.csv")
    assert body.rows.model_dump() == {"read": 20, "accepted": 20, "rejected": 0}
    assert body.file_sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert body.received_at == "2026-10-05T08:00:00Z"
    assert incoming(platform) == []
    place = sent.headers["location"]
    links = {name: f"{place}/{name}" for name in ("findings", "difference", "confirm")}
    assert sent.json()["links"] == links | {"workbook": f"{place}/findings/workbook"}
    assert "confirm" in sent.json()["next_step"]["en"]
    confirmed = bare.post(f"{place}/confirm", headers=bearer("college"))
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "accepted")
    assert bare.get(place, headers=bearer("college")).json()["state"] == "accepted"
    again = bare.post(f"{place}/confirm", headers=bearer("college"))
    assert (again.status_code, again.json()["code"], again.json()["state"]) == (409, "conflict", "accepted")
    assert "已采纳" in again.json()["messages"]["zh"]
    assert not re.search("[a-z]", again.json()["messages"]["zh"])
    assert confirmed.json()["links"]["confirm"] is None


def test_confirm_auto_is_accepted_at_once(send: Send) -> None:
    assert send(confirm="auto").json()["state"] == "accepted"


def test_the_same_file_again_changes_nothing(bare: TestClient, send: Send, bearer: Bearer) -> None:
    first, second = send(), send()
    assert (second.status_code, second.json()["repeated"]) == (200, True)
    assert second.json()["delivery_no"] == first.json()["delivery_no"]
    assert len(bare.get("/v1/deliveries", headers=bearer("college")).json()["items"]) == 1


def test_findings_name_place_rule_and_remedy(bare: TestClient, send: Send, bearer: Bearer) -> None:
    place = send(FAULTY).headers["location"]
    page = bare.get(f"{place}/findings", headers=bearer("college")).json()
    FindingsPage.model_validate(page)
    consent = next(f for f in page["items"] if f["column"] == "pool_consent")
    assert (consent["row"], consent["severity"]) == (22, "error")
    assert consent["message"]["zh"]
    assert consent["hint"]["zh"]


def test_findings_page_without_loss_or_repeat(bare: TestClient, send: Send, bearer: Bearer) -> None:
    wrong = "".join(f"{CITY_COLLEGE},T{n:03d},perhaps,v1,2026-09-01,form,seeking\n" for n in range(5))
    place = send(GOOD + wrong).headers["location"]
    whole = bare.get(f"{place}/findings", headers=bearer("college")).json()["items"]
    assert len(whole) >= 5
    joined, query = [], {"limit": "2"}
    while True:
        page = bare.get(f"{place}/findings", params=query, headers=bearer("college")).json()
        joined += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert joined == whole


def test_an_unusable_file_is_rejected_with_a_finding(bare: TestClient, send: Send, bearer: Bearer) -> None:
    sent = send(b"\x00\x01 not a table", name="photo.xlsx")
    assert (sent.status_code, sent.json()["state"]) == (201, "rejected")
    findings = bare.get(f"{sent.headers['location']}/findings", headers=bearer("college")).json()["items"]
    assert [f["severity"] for f in findings] == ["file"]


def test_anothers_delivery_answers_like_one_that_does_not_exist(bare: TestClient, send: Send, bearer: Bearer) -> None:
    number = send().json()["delivery_no"]
    headers = bearer("other_college")
    for method, tail in (("GET", ""), ("GET", "/findings"), ("GET", "/difference"), ("POST", "/confirm")):
        theirs = bare.request(method, f"/v1/deliveries/{number}{tail}", headers=headers)
        nowhere = bare.request(method, f"/v1/deliveries/{number + 999}{tail}", headers=headers)
        assert theirs.status_code == nowhere.status_code == 404
        assert {**theirs.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    assert bare.get("/v1/deliveries", headers=headers).json()["items"] == []
    assert bare.get(f"/v1/deliveries/{number}", headers=bearer("college")).json()["state"] == "checked"


def test_own_deliveries_page_by_number(bare: TestClient, send: Send, bearer: Bearer) -> None:
    numbers = [send(period=f"2026-0{month}").json()["delivery_no"] for month in (1, 2, 3)]
    first = bare.get("/v1/deliveries", params={"limit": 2}, headers=bearer("college")).json()
    rest = bare.get("/v1/deliveries", params={"limit": 2, "cursor": first["next"]}, headers=bearer("college")).json()
    assert [d["delivery_no"] for d in first["items"] + rest["items"]] == numbers
    assert (first["edition"], rest["next"]) == (None, None)


def test_a_held_delivery_is_not_for_its_sender_to_confirm(
    bare: TestClient, send: Send, bearer: Bearer, platform: Platform
) -> None:
    sent = send()
    platform.ledger.deliveries.record_state(sent.json()["delivery_no"], "held", "referee", START, "referee")
    answer = bare.post(f"{sent.headers['location']}/confirm", headers=bearer("college"))
    assert (answer.status_code, answer.json()["state"]) == (409, "held")


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({"period": "2026-13"}, "body.period"),
        ({"mode": "append"}, "body.mode"),
        ({"confirm": "never"}, "body.confirm"),
        ({"feed": "no_such_feed"}, "body.feed"),
        ({"feed": "../keys"}, "body.feed"),
        ({"sha256": "0" * 64}, "body.sha256"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(
    send: Send, platform: Platform, form: dict[str, str], where: str
) -> None:
    answer = send(**form)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)
    assert incoming(platform) == []
    assert platform.ledger.deliveries.page() == []


def test_a_feed_of_another_role_is_refused(send: Send) -> None:
    answer = send(as_="enterprise")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "企业" in answer.json()["messages"]["zh"]


def test_a_wrong_form_is_told_in_words(send: Send) -> None:
    message = send(period="2026/09").json()["errors"][0]["message"]
    assert message == {"en": "Send a month as YYYY-MM, like 2026-10.", "zh": "应为：YYYY-MM 形式的月份，如 2026-10。"}


def test_every_state_has_words_and_a_next_step() -> None:
    assert set(STATE_TEXTS) == set(NEXT_STEPS) == set(get_args(State))


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(
    send: Send, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MAX_BYTES", 1000)
    answer = send()
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert incoming(platform) == []


def test_a_declared_size_over_the_limit_is_refused_unread(bare: TestClient, bearer: Bearer) -> None:
    kind = "multipart/form-data; boundary=x"
    headers = bearer("college") | {"Content-Type": kind, "Content-Length": str(upload.MAX_BYTES * 2)}
    assert bare.post("/v1/deliveries", content=b"--x--", headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"no part at all"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="feed"\r\n\r\na\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'),
    ],
)
def test_a_body_that_is_no_form_with_a_file_is_a_problem(
    bare: TestClient, bearer: Bearer, platform: Platform, kind: str, body: bytes
) -> None:
    answer = bare.post("/v1/deliveries", content=body, headers=bearer("college") | {"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert incoming(platform) == []


def test_a_body_that_breaks_off_is_refused(bare: TestClient, bearer: Bearer, platform: Platform) -> None:
    fields = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in FORM.items())
    body = f'{fields}--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{GOOD}'
    headers = bearer("college") | {"Content-Type": "multipart/form-data; boundary=x"}
    assert bare.post("/v1/deliveries", content=body[:-100].encode(), headers=headers).status_code == 400
    assert bare.post("/v1/deliveries", content=f"{body}\r\n--x--\r\n".encode(), headers=headers).status_code == 201
    assert len(platform.ledger.deliveries.page()) == 1


def test_an_endless_body_around_the_file_is_refused(
    bare: TestClient, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MAX_BYTES", 1000)

    def chunks() -> Iterator[bytes]:
        yield b"--x--\r\n"
        for _ in range(100):
            yield b"\r\n" * 1000

    headers = bearer("college") | {"Content-Type": "multipart/form-data; boundary=x"}
    assert bare.post("/v1/deliveries", content=chunks(), headers=headers).status_code == 413


def test_a_stranger_is_refused_before_the_body_is_read(bare: TestClient, platform: Platform) -> None:
    answer = bare.post("/v1/deliveries", data=FORM, files={"file": ("a.csv", GOOD.encode())})
    assert answer.status_code == 401
    assert incoming(platform) == []


def test_folders_in_a_file_name_are_dropped(send: Send) -> None:
    assert send(name="..\\..\\secret/名单.csv").json()["file_name"] == "名单.csv"


def intentions(count: int, **seeking: str) -> str:
    """Rows like those of `GOOD`; `seeking` says otherwise for a student."""
    rows = (
        f"{CITY_COLLEGE},S{n:03d},yes,v1,2026-09-01,form {n},{seeking.get(f'S{n:03d}', 'seeking')}\n"
        for n in range(count)
    )
    return HEADER + "".join(rows)


def test_the_difference_is_read_before_the_confirmation(bare: TestClient, send: Send, bearer: Bearer) -> None:
    send(confirm="auto")
    second = send(intentions(19, S001="not_seeking"))
    body = bare.get(second.json()["links"]["difference"], headers=bearer("college")).json()
    DifferenceAnswer.model_validate(body)
    assert body["counts"] == {"added": 0, "changed": 1, "unchanged": 18, "withdrawn": 1}
    assert body["against"] == {"delivery_nos": [1]}
    assert [f["field"] for f in body["changed"][0]["fields"]] == ["seeking"]
    assert [row["row"] for row in body["withdrawn"]] == [21]
    assert "S001" not in str(body)


def test_a_difference_pages_without_loss_or_repeat(bare: TestClient, send: Send, bearer: Bearer) -> None:
    place = f"{send().headers['location']}/difference"
    rows: list[int] = []
    query: dict[str, str] = {"limit": "7"}
    while True:
        page = bare.get(place, params=query, headers=bearer("college")).json()
        assert page["counts"]["added"] == 20
        rows += [row["row"] for row in page["added"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert rows == list(range(2, 22))


def test_a_page_does_not_go_on_when_something_else_is_in_force(bare: TestClient, send: Send, bearer: Bearer) -> None:
    place = f"{send().headers['location']}/difference"
    cursor = bare.get(place, params={"limit": "7"}, headers=bearer("college")).json()["next"]
    send(intentions(18), confirm="auto")
    answer = bare.get(place, params={"limit": "7", "cursor": cursor}, headers=bearer("college"))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_refused_delivery_has_no_difference(bare: TestClient, send: Send, bearer: Bearer) -> None:
    sent = send(b"\x00\x01 not a table", name="photo.xlsx")
    assert sent.json()["links"]["difference"] is None
    answer = bare.get(f"{sent.headers['location']}/difference", headers=bearer("college"))
    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (409, "conflict", "rejected")
    assert "退回" in answer.json()["messages"]["zh"]


def test_the_first_page_of_findings_carries_their_causes(bare: TestClient, send: Send, bearer: Bearer) -> None:
    wrong = "".join(f"{CITY_COLLEGE},T{n:03d},perhaps,v1,2026-09-01,form,seeking\n" for n in range(5))
    place = f"{send(GOOD + wrong).headers['location']}/findings"
    whole = bare.get(place, headers=bearer("college")).json()
    assert sum(cause["count"] for cause in whole["causes"]) == len(whole["items"])
    consent = next(cause for cause in whole["causes"] if cause["column"] == "pool_consent")
    assert (consent["count"], consent["first"]["row"], consent["last"]["row"]) == (5, 22, 26)
    first = bare.get(place, params={"limit": 2}, headers=bearer("college")).json()
    second = bare.get(place, params={"limit": 2, "cursor": first["next"]}, headers=bearer("college")).json()
    assert (first["causes"], second["causes"]) == (whole["causes"], None)


def test_the_first_page_of_findings_says_what_was_not_checked(bare: TestClient, send: Send, bearer: Bearer) -> None:
    wrong = "".join(f"{CITY_COLLEGE},T{n:03d},perhaps,v1,2026-09-01,form,seeking\n" for n in range(5))
    place = f"{send(GOOD + wrong).headers['location']}/findings"
    first = bare.get(place, params={"limit": 2}, headers=bearer("college")).json()
    assert {"column absent / 缺列: pay_floor"} & {skipped["reason"] for skipped in first["skipped_rules"]}
    second = bare.get(place, params={"limit": 2, "cursor": first["next"]}, headers=bearer("college")).json()
    assert second["skipped_rules"] is None
    FindingsPage.model_validate(first)
    FindingsPage.model_validate(second)


def test_what_cannot_be_received_is_told_in_both_languages(send: Send) -> None:
    messages = send(period="2027-09").json()["messages"]
    assert "has not begun" in messages["en"]
    assert "尚未开始" in messages["zh"]
