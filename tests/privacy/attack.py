"""An attacker who is an enterprise: replays the pool's filters, joins the lists of its vacancies, compares notes."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.privacy.answers import Asks, Caller

K = 10
Filters = tuple[tuple[str, str], ...]
People = dict[str, str]
"""Profile by candidate id."""


class PoolReplay:
    """What the pool has answered one enterprise."""

    def __init__(self, http: Asks, attacker: Caller) -> None:
        self._http = http
        self._attacker = attacker
        self.asked = 0
        self.everybody = self.ask(()) or {}

    def ask(self, filters: Filters) -> People | None:
        """Return who is shown to a combination of filters, to the last page; None where too few are."""
        self.asked += 1
        found: People = {}
        query = dict(filters) | {"limit": "100"}
        while True:
            answer = self._http.get("/v1/pool", params=query, headers=self._attacker.headers)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            people = page["counts"]["people"]
            found |= {m["candidate_id"]: json.dumps(m["profile"], sort_keys=True) for m in page["items"]}
            if page["next"] is None:
                assert (people is None and not found) or people == len(found)
                return found if people is not None else None
            query["cursor"] = page["next"]

    def classes(
        self, values: Iterable[tuple[str, str]]
    ) -> tuple[Counter[object], dict[tuple[str, str], frozenset[str]]]:
        """Ask for every value; return how many people answered all of them alike, and whom each value found.

        Filters are joined by "and" alone, so whoever answers every value alike answers every combination alike.
        """
        answers = {value: frozenset(self.ask((value,)) or {}) for value in values}
        told: dict[str, list[object]] = {person: [profile] for person, profile in self.everybody.items()}
        for value, found in answers.items():
            for person in found:
                told[person].append(value)
        return Counter(tuple(traits) for traits in told.values()), answers

    def contradictions(
        self, answers: Mapping[tuple[str, str], frozenset[str]], combined: Iterable[Filters]
    ) -> list[Filters]:
        """Return the combinations that found others than those whom each of their values finds."""
        wrong = []
        for filters in combined:
            alike = frozenset.intersection(*(answers[value] for value in filters))
            found = self.ask(filters)
            if (found is None and len(alike) >= K) or (found is not None and frozenset(found) != alike):
                wrong.append(filters)
        return wrong


def values_of(edition: Path) -> list[tuple[str, str]]:
    """Return every value of every filter that finds anybody, as an edition knows them."""
    with sqlite3.connect(f"file:{edition}?mode=ro&immutable=1", uri=True) as answers:
        traits = answers.execute("select distinct filter, value from pool_trait order by 1, 2").fetchall()
        months = answers.execute("select distinct available_from from pool_class where available_from glob '2*'")
        found = [(name, value) for name, value in traits if name != "min_level"]
        found += [("available_by", month) for (month,) in months.fetchall()]
    return sorted([*found, *(("min_level", str(rank)) for rank in range(1, 9))])


def combinations(values: Iterable[tuple[str, str]], size: int) -> list[Filters]:
    """Return every combination of values of different filters."""
    by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, value in values:
        by_name[name].append((name, value))
    return [
        one
        for names in itertools.combinations(by_name, size)
        for one in itertools.product(*(by_name[n] for n in names))
    ]


def few_apart(answers: Iterable[frozenset[str]]) -> list[int]:
    """Return by how many people two answers differ where it is fewer than may be told apart."""
    return [len(a - b) for a, b in itertools.permutations(set(answers), 2) if 0 < len(a - b) < K]


def lists_of(http: Asks, attacker: Caller) -> dict[str, list[dict[str, Any]]]:
    """Return the candidates of every own vacancy."""
    vacancies = http.get("/v1/vacancies", params={"limit": "100"}, headers=attacker.headers).json()["items"]
    return {
        v["vacancy_id"]: http.get(
            f"/v1/vacancies/{v['vacancy_id']}/candidates", params={"limit": "100"}, headers=attacker.headers
        ).json()["items"]
        for v in vacancies
    }
