"""Enterprises that ask for everything they may single out nobody beyond what their vacancies asked of the people.

The lists of all vacancies of the city are joined by the pseudonym, as no real attacker could: he knows the ids of one
enterprise alone. `tests_deep` does the same with fifty probe vacancies made for the purpose, and every combination.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict

import pytest

from pipelines.store.editions import current_edition
from tests.privacy.answers import callers
from tests.privacy.asked import Asked, Edition
from tests.privacy.attack import K, PoolReplay, combinations, few_apart, lists_of, values_of
from tests.privacy.conftest import City

COMBINED = 150
_SHOWN = (
    "vacancy_id", "score", "skills_points", "affinity_points", "level_points", "internship_points",
    "distance_points", "awards_points", "skills_covered", "skills_assumed", "skills_missing", "reach",
)  # fmt: skip


@pytest.fixture(scope="module")
def edition(city: City) -> Edition:
    current = current_edition(city.platform.paths)
    assert current is not None
    return Edition(current.folder)


def test_every_filter_and_combination_leaves_ten_who_answer_alike(city: City) -> None:
    current = current_edition(city.platform.paths)
    assert current is not None
    values = values_of(current.folder / "edition.sqlite")
    attacker = next(c for c in callers(city.http, city.platform) if c.role == "enterprise")
    replay = PoolReplay(city.http, attacker)
    classes, answers = replay.classes(values)
    assert len(replay.everybody) >= K
    assert min(classes.values()) >= K
    assert few_apart(answers.values()) == []
    several = [*combinations(values, 2), *combinations(values, 3)]
    combined = several[:: max(1, len(several) // COMBINED)]
    assert replay.contradictions(answers, combined) == []


def test_a_list_says_nothing_but_what_its_vacancy_asked(edition: Edition) -> None:
    assert len(edition.matches) > 100
    rows_say_nothing_but_what_was_asked(edition)


def test_all_lists_joined_tell_people_apart_no_further_than_what_was_asked(edition: Edition) -> None:
    lists_tell_no_more_than_was_asked(edition, only={row["vacancy_id"] for row in edition.matches})


def rows_say_nothing_but_what_was_asked(edition: Edition) -> None:
    """Hold every row of every list against what can be worked out from the answers to its vacancy's questions."""
    words: dict[object, set[tuple[str, str]]] = defaultdict(set)
    for row in edition.matches:
        asked = edition.asked(row["vacancy_id"], row["person_key"])
        shown = edition.shown_for(row["vacancy_id"], asked)
        assert shown["points"] == {name: row[f"{name}_points"] for name in shown["points"]}
        assert shown["skills"] == {name: sorted(row[f"skills_{name}"]) for name in shown["skills"]}
        assert row["reach"] == asked.reach[0]
        # The first sentence tells the rank and how far the next one is behind.
        said = row["reason_en"].split(". ", 1)[1], row["reason_zh"].split("。", 1)[1]
        words[row["vacancy_id"], asked].add(said)
    assert all(len(said) == 1 for said in words.values())


def lists_tell_no_more_than_was_asked(edition: Edition, *, only: set[str]) -> tuple[int, int]:
    """Join the lists of some vacancies by person: who answered all their questions alike is shown alike in all.

    Return into how many kinds the lists part the people, and into how many the answers to the questions do.
    """
    by_lists: dict[str, list[str]] = defaultdict(list)
    by_questions: dict[str, list[tuple[str, Asked]]] = defaultdict(list)
    for row in sorted(edition.matches, key=lambda row: str(row["vacancy_id"])):
        if row["vacancy_id"] in only:
            shown = {name: row[name] for name in _SHOWN}
            by_lists[row["person_key"]].append(json.dumps(shown))
            asked = edition.asked(row["vacancy_id"], row["person_key"])
            by_questions[row["person_key"]].append((row["vacancy_id"], asked))
    alike: dict[object, set[object]] = defaultdict(set)
    for person, answers in by_questions.items():
        alike[tuple(answers)].add(tuple(by_lists[person]))
    assert all(len(lists) == 1 for lists in alike.values())
    kinds = len({tuple(lists) for lists in by_lists.values()})
    assert 0 < kinds <= len(alike)
    return kinds, len(alike)


def test_two_enterprises_share_no_candidate_id_and_ten_share_every_profile(city: City) -> None:
    enterprises = [c for c in callers(city.http, city.platform) if c.role == "enterprise"]
    seen: dict[str, set[str]] = {}
    profiles: Counter[str] = Counter()
    for one in enterprises:
        pool = PoolReplay(city.http, one).everybody
        listed = [item for items in lists_of(city.http, one).values() for item in items]
        seen[one.org] = {item["candidate_id"] for item in listed} | set(pool)
        profiles = profiles or Counter(pool.values())
    assert sum(map(len, seen.values())) == len(set().union(*seen.values()))
    assert min(profiles.values()) >= K
