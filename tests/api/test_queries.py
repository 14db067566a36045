"""A question to an edition ends at its time limit; nothing is said of its values."""

import sqlite3
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import queries
from api.app import create_app
from api.limit_problems import TookTooLong
from api.quotas import Limits
from pipelines.store.platform import Platform
from tests.api.conftest import Clock
from tests.api.edition_changes import add_vacancies
from tests.api.edition_maker import publish_edition

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_an_endless_question_is_stopped_and_the_connection_lives_on() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(TookTooLong):
        queries.rows(connection, queries.Question("endless", "e000001", ENDLESS, {}), seconds=0.2)
    assert queries.rows(connection, queries.Question("one", "e000001", "select 1", {}), seconds=9)[0][0] == 1


def test_a_question_that_fails_tells_its_name_and_edition_only() -> None:
    connection = sqlite3.connect(":memory:")
    asked = queries.Question("people", "e000001", "select * from nowhere where name = :name", {"name": "张三"})
    for run in (lambda: queries.rows(connection, asked, seconds=9), lambda: list(queries.stream(connection, asked))):
        with pytest.raises(queries.QueryFailed) as failed:
            run()
        assert failed.value.detail.en == "people failed on e000001: OperationalError"


def test_a_stream_that_is_left_lets_go_of_its_question() -> None:
    connection = sqlite3.connect(":memory:")
    rows = queries.stream(connection, queries.Question("endless", "e", ENDLESS.replace("count(*)", "i"), {}))
    assert len(next(rows)) == 512
    rows.close()
    connection.close()


def test_a_caller_is_told_that_it_took_too_long(
    platform: Platform, clock: Clock, secrets: dict[str, tuple[str, str]]
) -> None:
    add_vacancies(platform, publish_edition(platform.paths, 1), 400, candidates=30)
    limits = replace(Limits(), answering=-1.0)
    with TestClient(create_app(platform.paths.root, clock=clock, limits=limits)) as http:
        form = {"grant_type": "client_credentials"}
        token = http.post("/oauth/token", data=form, auth=secrets["enterprise"]).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        asked = {"since": "e000001"}
        answer = http.get("/v1/changes", params=asked, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "took_too_long")
        assert answer.headers["retry-after"] == "60"
