"""Replay of every filter of the pool: whoever is found answers all of them like at least nine others."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.conftest import DemoPlatform

K = 10
FILTERS = ("occupation", "skill", "region", "min_level", "major_class")
TRAITS = ("major_class", "major_category", "tier", "grad_year", "level_band", "region_city", "available_from")


@pytest.fixture(scope="module")
def answers(demo_platform: DemoPlatform) -> sqlite3.Connection:
    path: Path = demo_platform.data / "editions" / "e000001" / "edition.sqlite"
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def codes(answers: sqlite3.Connection, name: str) -> dict[str, set[str]]:
    """Whom a search for each value of a filter finds."""
    found: dict[str, set[str]] = defaultdict(set)
    sql = "select value, person_key from pool_trait join pool_member using (class_no) where filter = ?"
    for code, person in answers.execute(sql, (name,)):
        found[code].add(person)
    return found


def test_a_reader_who_tries_every_filter_singles_out_nobody(answers: sqlite3.Connection) -> None:
    people = {row[0]: row[1:] for row in answers.execute(f"select person_key, {', '.join(TRAITS)} from pool_member")}  # noqa: S608 our own names
    assert len(people) >= K
    tried: dict[str, list[str]] = {person: [] for person in people}
    for name in FILTERS:
        for code, found in sorted(codes(answers, name).items()):
            for person in found:
                tried[person].append(code)
    alike = Counter((*people[person], *tried[person]) for person in people)
    assert min(alike.values()) >= K


def test_no_pair_of_searches_differs_by_a_few(answers: sqlite3.Connection) -> None:
    found = [people for name in FILTERS for people in codes(answers, name).values()]
    few = [len(one - other) for one, other in itertools.permutations(found, 2) if 0 < len(one - other) < K]
    assert few == []
    assert found


def test_every_ready_made_count_is_what_is_counted_person_by_person(answers: sqlite3.Connection) -> None:
    by_value = {(name, code): people for name in FILTERS for code, people in codes(answers, name).items()}
    days = answers.execute("select person_key, available_from from pool_member").fetchall()
    for month in {day for _, day in days if day is not None}:
        by_value["available_by", month] = {person for person, day in days if day is not None and day <= month}
    expected = {("", "", "", ""): len(days)} | {(*value, "", ""): len(found) for value, found in by_value.items()}
    for (one, some), (other, others) in itertools.combinations(sorted(by_value.items()), 2):
        if one[0] != other[0] and some & others:
            expected[*one, *other] = len(some & others)
    assert {tuple(row[:4]): row[4] for row in answers.execute("select * from pool_count")} == expected
    assert len(expected) > len(by_value) > K


def test_every_member_is_in_one_class_of_its_size(answers: sqlite3.Connection) -> None:
    sizes = "select class_no, count(*) from pool_member group by class_no order by class_no"
    told = answers.execute("select class_no, people from pool_class order by class_no").fetchall()
    assert answers.execute(sizes).fetchall() == told
    assert min(people for _, people in told) >= K
