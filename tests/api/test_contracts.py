from api.contracts.schemas import ContractAnswer, ContractSummary
from api.reference import Page
from data_contracts.loader import feed_names, load_contract
from tests.api.conftest import Get


def test_every_feed_is_listed_with_who_sends_it(get: Get) -> None:
    page = get("/v1/contracts", as_="college", limit=100).json()
    Page[ContractSummary].model_validate(page)
    assert [c["feed"] for c in page["items"]] == list(feed_names())
    assert [c["may_send"] for c in page["items"]] == ["college" in load_contract(f).senders for f in feed_names()]


def test_feeds_page(get: Get) -> None:
    first = get("/v1/contracts", as_="steward", limit=1).json()
    rest = get("/v1/contracts", as_="steward", limit=100, cursor=first["next"]).json()
    assert [c["feed"] for c in first["items"] + rest["items"]] == list(feed_names())
    assert all(c["may_send"] for c in rest["items"])


def test_a_contract_tells_fields_and_rules_in_both_languages(get: Get) -> None:
    body = get("/v1/contracts/enrolment", as_="college").json()
    ContractAnswer.model_validate(body)
    number = next(f for f in body["fields"] if f["name"] == "id_number")
    assert number["in_vault"] is True
    assert number["title"]["zh"]
    assert all(r["message"]["en"] and r["message"]["zh"] for r in body["rules"])


def test_an_unknown_feed_is_not_found(get: Get) -> None:
    assert get("/v1/contracts/no_such_feed", as_="college").json()["code"] == "not_found"


def test_a_held_contract_is_not_sent_again(get: Get) -> None:
    tag = get("/v1/contracts/enrolment", as_="college").headers["etag"]
    assert get("/v1/contracts/enrolment", as_="college", headers={"If-None-Match": tag}).status_code == 304
