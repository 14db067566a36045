"""What is kept of an edition's answers: so much, only as long as it stands, and for nobody else."""

import shutil

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from api.etag import tagged
from api.kept_answers import KeptAnswer, KeptAnswers
from api.vacancies import repository
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import MINE, MY_VACANCIES, OTHERS, publish_edition
from tests.api.test_audit import soon

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def test_the_longest_unused_goes_when_there_is_no_room() -> None:
    kept = KeptAnswers(most_bytes=3 * 500)
    answers = {name: KeptAnswer(name.encode() * 200, 1) for name in "abcd"}
    for name in "abc":
        kept.keep(name, answers[name])
    assert [kept.get(name) for name in "cba"] == [answers[name] for name in "cba"]
    kept.keep("d", answers["d"])
    assert [kept.get(name) for name in "abcd"] == [answers["a"], answers["b"], None, answers["d"]]
    kept.keep("e", KeptAnswer(b"e" * 1500, 1))
    assert [kept.get(name) for name in "abde"] == [None] * 4


def test_an_answer_asked_for_again_is_made_once_and_on_record_each_time(
    get: Get, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(CANDIDATES, as_="enterprise")
    with monkeypatch.context() as patched:
        patched.delattr(repository, "candidates")
        again = get(CANDIDATES, as_="enterprise")
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert len(get(CANDIDATES, as_="enterprise", limit=2).json()["items"]) == 2
    soon(lambda: [entry.row_count for entry in platform.ledger.audit.page()] == [5, 5, 2])


def test_an_edition_published_anew_under_its_name_is_answered_from_its_new_file(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    assert len(http.get(CANDIDATES, headers=headers).json()["items"]) == 5
    shutil.rmtree(platform.paths.editions / "e000001")
    publish_edition(platform.paths, 1, candidates=4)
    assert len(http.get(CANDIDATES, headers=headers).json()["items"]) == 4


def test_a_foreign_vacancy_is_not_confirmed_to_who_works_its_tag_out(get: Get) -> None:
    asked = Request({"type": "http", "path": CANDIDATES, "query_string": b"", "headers": []})
    mine = get(CANDIDATES, as_="enterprise").headers["etag"]
    assert mine == tagged(asked, stamp="e000001", organisation=MINE)["ETag"]
    tag = tagged(asked, stamp="e000001", organisation=OTHERS)["ETag"]
    assert get(CANDIDATES, as_="other_enterprise", headers={"If-None-Match": tag}).status_code == 404
