"""Replay of every filter of the pool: whoever is found answers all of them like at least nine others."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.conftest import DemoPlatform

K = 10
TRAITS = ("major_class", "major_category", "tier", "grad_year", "level_band", "region_city", "available_from")


@pytest.fixture(scope="module")
def answers(demo_platform: DemoPlatform) -> sqlite3.Connection:
    path: Path = demo_platform.data / "editions" / "e000001" / "edition.sqlite"
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def codes(answers: sqlite3.Connection, table: str, column: str) -> dict[str, set[str]]:
    """Whom a search for each code finds."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, person in answers.execute(f"select {column}, person_key from {table}"):  # noqa: S608 our own names
        found[code].add(person)
    return found


def test_a_reader_who_tries_every_filter_singles_out_nobody(answers: sqlite3.Connection) -> None:
    people = {row[0]: row[1:] for row in answers.execute(f"select person_key, {', '.join(TRAITS)} from pool_member")}  # noqa: S608 our own names
    assert len(people) >= K
    tried: dict[str, list[str]] = {person: [] for person in people}
    for table, column in (("pool_occupation", "occupation_code"), ("pool_skill", "skill_code")):
        for code, found in sorted(codes(answers, table, column).items()):
            for person in found:
                tried[person].append(code)
    alike = Counter((*people[person], *tried[person]) for person in people)
    assert min(alike.values()) >= K


def test_no_pair_of_searches_differs_by_a_few(answers: sqlite3.Connection) -> None:
    found = [*codes(answers, "pool_occupation", "occupation_code").values()]
    found += codes(answers, "pool_skill", "skill_code").values()
    few = [len(one - other) for one, other in itertools.permutations(found, 2) if 0 < len(one - other) < K]
    assert few == []
    assert found
