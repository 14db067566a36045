"""The search finds what it is meant to find: a name and a number planted in every kind of place it looks at."""

from __future__ import annotations

import logging
import sqlite3
from urllib.parse import quote

import duckdb
import polars as pl
import pytest

from pipelines.store.editions import current_edition
from pipelines.store.platform import Platform
from tests.api.conftest import platform
from tests.privacy.answers import caller
from tests.privacy.answers import text_of as unpacked
from tests.privacy.conftest import City
from tests.privacy.introduced import demo_enterprise
from tests.privacy.places import in_the_folder, in_the_server
from tests.privacy.search import CELL, Search

__all__ = ["platform"]

NAME, PHONE, ORDINARY = "欧阳标记", "19900000001", "中级"
WORDS = {NAME: "name", PHONE: "number"}
BOTH = f"{NAME} {PHONE}"


@pytest.mark.parametrize(
    "body",
    [
        NAME.encode(),
        NAME.encode("gb18030"),
        quote(NAME).encode(),
        quote(NAME).lower().encode(),
        b'{"name": "\\u6b27\\u9633\\u6807\\u8bb0"}',
        b'{"name": "\\u6B27\\u9633\\u6807\\u8BB0"}',
    ],
    ids=["utf-8", "gb18030", "percent", "percent in small letters", "json", "json in capitals"],
)
def test_a_name_is_found_however_it_is_written(body: bytes) -> None:
    assert Search(WORDS).found_in(b"\x00\xff" + body + b"x") == {NAME}


def test_a_name_that_is_an_ordinary_word_is_found_where_it_is_a_value_of_its_own() -> None:
    search = Search({ORDINARY: "name"}, in_text=frozenset({ORDINARY}))
    assert search.found_in(f"要求{ORDINARY}及以上".encode()) == set()
    for value in (
        f'"{ORDINARY}"',
        f",{ORDINARY}\n",
        f"<td>{ORDINARY}</td>",
        f"'{ORDINARY}'",
        f"{CELL}{ORDINARY}{CELL}",
    ):
        assert search.found_in(value.encode()) == {ORDINARY}


def test_what_is_planted_in_an_edition_is_found_in_every_answer_about_it(city: City) -> None:
    edition = current_edition(city.platform.paths)
    assert edition is not None
    with sqlite3.connect(edition.folder / "edition.sqlite") as answers:
        answers.execute("update candidate set body = json_set(body, '$.explanation.zh', ?)", (BOTH,))
        answers.execute("update metric_definition set body = json_set(body, '$.title.zh', ?)", (BOTH,))
    (edition.folder / "reports" / "placement.zh.html").write_text(f"<p>{BOTH}</p>", encoding="utf-8")
    search, enterprise = Search(WORDS), demo_enterprise(city.http, city.platform)
    official = caller(city.http, city.platform, "official", "990000")
    vacancies = city.http.get("/v1/vacancies", headers=enterprise.headers).json()["items"]
    vacancy_id = next(v["vacancy_id"] for v in vacancies if v["candidates"])
    asked = [(f"/v1/vacancies/{vacancy_id}/candidates", enterprise)]
    asked += [(f"/v1/export/candidates?format={name}", enterprise) for name in ("ndjson", "csv", "parquet")]
    asked += [("/v1/metrics", official), (f"/v1/editions/{edition.edition}/reports/placement?lang=zh", official)]
    for path, who in asked:
        answer = city.http.get(path, headers=who.headers)
        assert answer.status_code == 200, path
        assert search.found_in(unpacked(answer)) == {*WORDS}, path


def test_what_is_planted_in_a_folder_is_found_there(platform: Platform) -> None:
    paths = platform.paths
    edition = paths.editions / "e000001"
    (edition / "tables").mkdir(parents=True)
    # Deleted rows stay in the free pages of a file that is not told to overwrite them.
    with sqlite3.connect(edition / "edition.sqlite") as answers:
        answers.execute("pragma secure_delete = off")
        answers.execute("create table planted as select ? || hex(randomblob(3000)) as words", (BOTH,))
        answers.execute("drop table planted")
    pl.DataFrame({"words": [BOTH]}).write_parquet(edition / "tables" / "planted.parquet")
    (edition / "manifest.json").write_text(BOTH, encoding="gb18030")
    (paths.dagster / "planted.log").write_text(quote(NAME) + PHONE, encoding="utf-8")
    with duckdb.connect(str(paths.warehouse_file)) as warehouse:
        warehouse.execute("create table planted as select ? as words", [BOTH])
    ledger = sqlite3.connect(paths.ledger_file)
    ledger.execute("create table planted (words text)")
    ledger.execute("insert into planted values (?)", (BOTH,))
    ledger.commit()
    found = in_the_folder(platform, Search(WORDS))
    ledger.close()
    places = (
        "editions/e000001/edition.sqlite: bytes",
        "editions/e000001/tables/planted.parquet: parquet",
        "editions/e000001/manifest.json: bytes",
        "dagster/planted.log: bytes",
        "warehouse/warehouse.duckdb: duckdb",
        "ledger.sqlite-wal: bytes",
        "ledger.sqlite: sqlite",
    )
    assert {place: found.get(place) for place in places} == {place: {*WORDS} for place in places}


def test_what_is_planted_in_the_log_or_the_measures_is_found_there(city: City) -> None:
    logging.getLogger("talent.planted").info("%s", BOTH)
    city.app.state.measures.uploads.labels(BOTH, "accepted").inc()
    assert in_the_server(city, Search(WORDS)) == {"log": {*WORDS}, "measures": {*WORDS}}
