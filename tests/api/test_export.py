"""The whole set in each format: complete, in one edition, with the set hash that any client can make itself."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import httpx
import polars as pl
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer, Get
from tests.api.edition_changes import add_vacancies, set_hash, set_member
from tests.api.edition_maker import MINE, MY_VACANCIES, OTHERS_VACANCY, PEOPLE, publish_edition
from tests.api.test_erasure import erase

EXPORT = "/v1/export/candidates"
Line = dict[str, Any]


def lines_of(answer: httpx.Response) -> tuple[list[Line], Line]:
    """The candidates and the last line."""
    *candidates, end = [json.loads(line) for line in answer.text.splitlines()]
    return candidates, end


def key_of(line: Line) -> tuple[str, str, str]:
    return line["candidate_id"], line["vacancy_id"], line["status"]


def paged(get: Get, *, as_: str = "enterprise") -> list[Line]:
    """Every candidate of every own vacancy, page by page."""
    found: list[Line] = []
    for vacancy in get("/v1/vacancies", as_=as_, limit=100).json()["items"]:
        cursor: dict[str, str] = {}
        while True:
            path = f"/v1/vacancies/{vacancy['vacancy_id']}/candidates"
            page = get(path, as_=as_, limit=2, **cursor).json()
            found += [{**item, "vacancy_id": vacancy["vacancy_id"]} for item in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
    return found


def ask_for(platform: Platform, person: str, vacancy_id: str = MY_VACANCIES[0]) -> None:
    new = NewIntroduction(MINE, vacancy_id, person, "4199010001", "e000001")
    platform.ledger.introductions.ask(new, budget=ContactBudget(9, timedelta(days=90), 9), actor="test", at=START)


def withdraw(platform: Platform, person: str) -> None:
    platform.ledger.pool_withdrawals.withdraw(person, college="4199010001", actor="test", at=START)


def test_the_lines_are_the_candidates_of_all_pages_and_the_last_tells_the_set(get: Get) -> None:
    answer = get(EXPORT, as_="enterprise")
    candidates, end = lines_of(answer)
    assert len(candidates) == 5
    assert candidates == paged(get)
    assert end == {"edition": "e000001", "rows": 5, "set_hash": set_hash(map(key_of, candidates))}
    assert answer.headers["talent-edition"] == "e000001"
    assert answer.headers["content-type"] == "application/x-ndjson"


def test_an_enterprise_exports_its_own_vacancies_only(get: Get) -> None:
    mine, _ = lines_of(get(EXPORT, as_="enterprise"))
    others, _ = lines_of(get(EXPORT, as_="other_enterprise"))
    assert {line["vacancy_id"] for line in others} == {OTHERS_VACANCY}
    assert not {line["candidate_id"] for line in mine} & {line["candidate_id"] for line in others}
    assert get(EXPORT, as_="college").status_code == 403


def test_every_format_holds_the_same_set_and_tells_its_hash(get: Get, http: TestClient, bearer: Bearer) -> None:
    candidates, end = lines_of(get(EXPORT, as_="enterprise"))
    table = pq.ParquetFile(io.BytesIO(get(EXPORT, as_="enterprise", format="parquet").content))
    text = get(EXPORT, as_="enterprise", format="csv")
    rows = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    frame = pl.from_arrow(table.read())
    assert isinstance(frame, pl.DataFrame)
    keys = [key_of(line) for line in candidates]
    assert [key_of(row) for row in rows] == keys
    assert frame.select("candidate_id", "vacancy_id", "status").rows() == keys
    assert frame["skills_covered"].to_list() == [line["skills"]["covered"] for line in candidates]
    assert [int(row["affinity_points"]) for row in rows] == frame["affinity_points"].to_list() == [10_000] * 5
    told = {name.decode(): value.decode() for name, value in table.metadata.metadata.items()}
    assert (told["edition"], told["rows"], told["set_hash"]) == ("e000001", "5", end["set_hash"])
    head = http.head(EXPORT, headers=bearer("enterprise"))
    assert head.content == b""
    for headers in (text.headers, head.headers):
        assert (headers["talent-edition"], headers["talent-set-hash"]) == ("e000001", end["set_hash"])
        assert headers["talent-rows"] == "5"


def test_an_export_of_many_parts_is_whole_in_every_format(platform: Platform, get: Get) -> None:
    name = publish_edition(platform.paths, 2)
    add_vacancies(platform, name, 400, candidates=25)
    candidates, end = lines_of(get(EXPORT, as_="enterprise"))
    assert (len(candidates), end["rows"], end["edition"]) == (10_005, 10_005, "e000002")
    assert end["set_hash"] == set_hash(map(key_of, candidates))
    order = [(line["vacancy_id"], line["rank"]) for line in candidates]
    assert order == sorted(order)
    table = pq.ParquetFile(io.BytesIO(get(EXPORT, as_="enterprise", format="parquet").content))
    assert (table.metadata.num_rows, table.metadata.num_row_groups) == (10_005, 2)
    text = get(EXPORT, as_="enterprise", format="csv").content.decode("utf-8-sig")
    assert [key_of(r) for r in csv.DictReader(io.StringIO(text))] == [key_of(line) for line in candidates]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/x-ndjson"),
        ("*/*", "application/x-ndjson"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*;q=0.9, application/pdf", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet, */*;q=0.1", "application/vnd.apache.parquet"),
        ("text/csv;q=0.2, application/x-ndjson;q=0.8", "application/x-ndjson"),
    ],
)
def test_without_a_format_the_header_decides(get: Get, accept: str, expected: str) -> None:
    assert get(EXPORT, as_="enterprise", headers={"Accept": accept}).headers["content-type"] == expected


def test_a_format_that_is_named_wins_and_one_that_there_is_not_is_refused(get: Get) -> None:
    named = get(EXPORT, as_="enterprise", headers={"Accept": "text/csv"}, format="parquet")
    assert named.content[:4] == b"PAR1"
    for accept in ("application/pdf", "text/csv;q=0", "text/csv;q=x"):
        refused = get(EXPORT, as_="enterprise", headers={"Accept": accept})
        assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    assert get(EXPORT, as_="enterprise", format="xlsx").status_code == 422


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_holds_nothing_that_a_spreadsheet_would_run(platform: Platform, get: Get, sign: str) -> None:
    formula = f"{sign}1+HYPERLINK(1)"
    name = publish_edition(platform.paths, 2)
    set_member(platform, name, 1, "$.explanation.en", formula)
    set_member(platform, name, 1, "$.skills.covered", [formula, "b"])
    content = get(EXPORT, as_="enterprise", format="csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert row["explanation_en"] == f"'{formula}"
    assert row["skills_covered"] == f"'{formula}; b"
    assert lines_of(get(EXPORT, as_="enterprise"))[0][0]["explanation"]["en"] == formula


def test_what_an_older_edition_adds_to_a_body_does_not_leave(platform: Platform, get: Get) -> None:
    name = publish_edition(platform.paths, 2, shown_bodies=False)
    set_member(platform, name, 1, "$.internal", "secret")
    for form in ("ndjson", "csv"):
        assert "secret" not in get(EXPORT, as_="enterprise", format=form).text
    assert "reach" not in lines_of(get(EXPORT, as_="enterprise"))[0][0]


def test_an_edition_without_explanations_is_exported_too(platform: Platform, get: Get) -> None:
    name = publish_edition(platform.paths, 2)
    set_member(platform, name, 1, "$.explanation", None)
    assert lines_of(get(EXPORT, as_="enterprise"))[0][0]["explanation"] is None
    assert get(EXPORT, as_="enterprise", format="csv").status_code == 200
    assert get(EXPORT, as_="enterprise", format="parquet").content[:4] == b"PAR1"


def test_an_export_held_already_is_confirmed_until_the_set_changes(get: Get, platform: Platform) -> None:
    tags = {form: get(EXPORT, as_="enterprise", format=form).headers["etag"] for form in ("ndjson", "csv", "parquet")}
    assert len(set(tags.values())) == 3
    for form, tag in tags.items():
        assert get(EXPORT, as_="enterprise", format=form, headers={"If-None-Match": tag}).status_code == 304
    withdraw(platform, PEOPLE[2])
    for form, tag in tags.items():
        assert get(EXPORT, as_="enterprise", format=form, headers={"If-None-Match": tag}).status_code == 200


def test_the_ledger_lies_over_the_set_and_its_hash(get: Get, platform: Platform) -> None:
    before, first = lines_of(get(EXPORT, as_="enterprise"))
    ask_for(platform, PEOPLE[1])
    withdraw(platform, PEOPLE[2])
    erase(platform, PEOPLE[3])
    after, end = lines_of(get(EXPORT, as_="enterprise"))
    statuses = {line["rank"]: line["status"] for line in after}
    assert statuses == {1: "introduced", 2: "withdrawn", 4: "available", 5: "available"}
    assert end["set_hash"] == set_hash(map(key_of, after)) != first["set_hash"]
    assert after == paged(get)
    assert [key_of(line)[:2] for line in after] == [key_of(line)[:2] for line in before if line["rank"] != 3]
    for form in ("csv", "parquet"):
        assert get(EXPORT, as_="enterprise", format=form).status_code == 200
    platform.ledger.pool_withdrawals.rejoin(PEOPLE[2], actor="test", at=START)
    again, _ = lines_of(get(EXPORT, as_="enterprise"))
    assert [line["status"] for line in again if line["rank"] == 2] == ["available"]


def test_anothers_introduction_changes_nothing(get: Get, platform: Platform) -> None:
    tag = get(EXPORT, as_="other_enterprise").headers["etag"]
    ask_for(platform, PEOPLE[1])
    again = get(EXPORT, as_="other_enterprise", headers={"If-None-Match": tag})
    assert again.status_code == 304
