"""Ready-made counts are what is counted, and less whom the caller never meets: over HTTP, for pools drawn by lot."""

import json
import random
import sqlite3
from contextlib import closing
from itertools import combinations
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipelines.publication.answer_schema import ANSWER_TABLES
from pipelines.publication.sqlite_file import fill
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer
from tests.api.edition_changes import answers_of
from tests.api.edition_maker import MINE, publish_edition
from tests.api.pool_classes import Rows, Trait, in_classes, traits_of
from tests.api.test_erasure import erase
from tests.api.test_export import withdraw

DAYS = ("2026-08-01", "2026-11-01", "2027-03-01", None)
LEVELS = {"skilled": 3, "high_skilled": 4}
SIZE = 240
MANY = 1_200

Person = tuple[tuple[object, ...], frozenset[Trait]]


def drawn(seed: int, size: int) -> list[Person]:
    """People alike by groups of ten and more, some of them so many that their count is not told exactly."""
    draw = random.Random(seed)  # noqa: S311 - made-up people
    people: list[Person] = []
    while len(people) < size:
        profile = {
            "major_class": draw.choice(("4601", "6102", "*")), "major_category": "6", "tier": "higher",
            "grad_year": "2027", "level_band": draw.choice(("none", "skilled", "high_skilled", "*")),
            "region_province": draw.choice(("990000", "none", "*")),
            "region_city": draw.choice(("990100", "990200", "*")),
        }  # fmt: skip
        codes = [("occupation", code) for code in ("6-18-01-01", "6-31-01-03") if draw.random() < 0.5]
        codes += [("skill", code) for code in ("skl-welding", "skl-archives") if draw.random() < 0.5]
        day = draw.choice(DAYS)
        for _ in range(draw.choice((10, 11, 17))):
            number = len(people)
            shown = [profile[name] for name in ("major_class", "major_category", "tier")]
            row = (f"{number + 1:032x}", 7 * number, *shown, 2027, profile["level_band"], profile["region_city"], day)
            people.append(((*row, json.dumps(profile)), frozenset()))
            people[-1] = people[-1][0], traits_of(people[-1][0], codes)
    return people


def publish(platform: Platform, people: list[Person], blocked: list[str]) -> None:
    name = publish_edition(platform.paths, 2)
    rows: dict[str, Rows] = {**in_classes(people), "pool_blocked": sorted((person, MINE) for person in blocked)}
    with closing(sqlite3.connect(answers_of(platform, name))) as connection, connection:
        for table in ANSWER_TABLES:
            if table.name in rows:
                connection.execute(f"drop table {table.name}")
                fill(connection, table, rows[table.name])
        connection.execute("insert or replace into edition_info values ('threshold.k_anonymity', '10')")


def searches(people: list[Person], seed: int) -> list[dict[str, Any]]:
    """No filter, every value, every pair, and some of three and four."""
    values = sorted({trait for _, traits in people for trait in traits} | {("available_by", "2026-12-09")})
    found = [()] + [one for size in (1, 2) for one in combinations(values, size)]
    larger = [one for size in (3, 4) for one in combinations(values, size)]
    found += random.Random(seed).sample(larger, 40)  # noqa: S311 - a choice of searches
    return [dict(one) for one in found if len({name for name, _ in one}) == len(one)]


def matching(people: list[Person], wanted: dict[str, Any], unseen: set[str]) -> int:
    """How many match, looked at one by one."""
    traits = {trait for trait in wanted.items() if trait[0] != "available_by"}
    by = wanted.get("available_by", "9999")
    return sum(
        traits <= held and str(row[0]) not in unseen and ("available_by" not in wanted or str(row[-2] or "~") <= by)
        for row, held in people
    )


@pytest.mark.parametrize(("seed", "size"), [(1, SIZE), (2, MANY)])
def test_ready_made_is_counted(http: TestClient, platform: Platform, bearer: Bearer, seed: int, size: int) -> None:
    people = drawn(seed, size)
    keys = [str(row[0]) for row, _ in people]
    blocked, withdrawn = keys[::23], keys[5::31]
    publish(platform, people, blocked)
    for person in withdrawn:
        withdraw(platform, person)
    headers = bearer("enterprise")
    unseen = {*blocked, *withdrawn}
    told = set()
    for wanted in searches(people, seed):
        query = wanted | ({"min_level": LEVELS[wanted["min_level"]]} if "min_level" in wanted else {})
        page = http.get("/v1/pool", params={**query, "limit": 3}, headers=headers).json()
        number = matching(people, wanted, unseen)
        exact = {"people": number, "exact": True, "text": str(number)}
        few, many = {"people": None, "exact": False, "text": "<10"}, {"people": 1000, "exact": False, "text": "1000+"}
        expected = few if number < 10 else many if len(wanted) > 2 and number > 1000 else exact
        assert (wanted, page["counts"], len(page["items"])) == (wanted, expected, 0 if number < 10 else 3)
        told.add(page["counts"]["text"] in ("<10", "1000+") or len(wanted))
    assert told >= {True, 0, 2, 3}


def test_who_is_hidden_is_taken_off_with_the_next_request(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    headers = bearer("other_enterprise")
    before = http.get("/v1/pool", headers=headers).json()["counts"]["people"]
    erase(platform, f"{7:032x}")
    assert http.get("/v1/pool", headers=headers).json()["counts"]["people"] == before - 1
