"""Decisions of stewards: append-only, chains end at the pseudonym that stays, circles are refused."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.store.ledger import DecisionRefusedError
from pipelines.store.platform import Platform

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def merge(platform: Platform, old: str, new: str, *, minutes: int = 0) -> int:
    at = START + timedelta(minutes=minutes)
    return platform.ledger.decisions.same_person(old, new, reason="证件更正", decided_by="steward", recorded_at=at)


def part(platform: Platform, old: str, *, minutes: int = 0) -> int:
    at = START + timedelta(minutes=minutes)
    return platform.ledger.decisions.not_same_person(old, reason="two people", decided_by="steward", recorded_at=at)


def test_a_decision_is_kept_with_its_words_and_its_time(platform: Platform) -> None:
    assert merge(platform, "a", "b") == 1
    (made,) = platform.ledger.decisions.events()
    assert (made.kind, made.old_person_key, made.new_person_key) == ("person_alias", "a", "b")
    assert (made.reason, made.decided_by, made.recorded_at) == ("证件更正", "steward", START)


def test_a_chain_ends_at_the_pseudonym_that_stays(platform: Platform) -> None:
    merge(platform, "a", "b")
    merge(platform, "b", "c")
    merge(platform, "c", "d")
    kept = platform.ledger.decisions.kept_key
    assert [kept(key) for key in "abcde"] == ["d", "d", "d", "d", "e"]
    keys_of = platform.ledger.decisions.keys_of
    assert [keys_of(key) for key in "ade"] == [("a", "b", "c", "d"), ("a", "b", "c", "d"), ("e",)]


def test_what_contradicts_an_earlier_decision_is_refused_and_nothing_is_recorded(platform: Platform) -> None:
    merge(platform, "a", "b")
    merge(platform, "b", "c")
    cases = [("a", "a"), ("a", "c"), ("c", "a"), ("a", "x")]
    refusals = []
    for old, new in cases:
        with pytest.raises(DecisionRefusedError) as refused:
            merge(platform, old, new)
        refusals.append(refused.value.refusal)
    assert refusals == ["same_person", "same_person", "circle", "merged_before"]
    assert len(platform.ledger.decisions.events()) == 2


def test_a_merger_is_undone_by_a_later_decision_and_may_be_made_anew(platform: Platform) -> None:
    merge(platform, "a", "b")
    assert part(platform, "a") == 2
    assert platform.ledger.decisions.kept_key("a") == "a"
    with pytest.raises(DecisionRefusedError) as refused:
        part(platform, "a")
    assert refused.value.refusal == "never_merged"
    merge(platform, "b", "a")
    assert [d.kind for d in platform.ledger.decisions.events()] == [
        "person_alias",
        "person_alias_undone",
        "person_alias",
    ]
    assert platform.ledger.decisions.kept_key("b") == "a"


def test_what_was_decided_later_does_not_exist_before(platform: Platform) -> None:
    merge(platform, "a", "b")
    part(platform, "a", minutes=10)
    numbers = [
        [d.decision_no for d in platform.ledger.decisions.events(START + timedelta(minutes=m))] for m in (-1, 9, 10)
    ]
    assert numbers == [[], [1], [1, 2]]


def test_who_has_several_pseudonyms_is_known_by_each_of_them(platform: Platform) -> None:
    assert platform.ledger.decisions.same_people() == {}
    merge(platform, "a", "b")
    merge(platform, "c", "b")
    merge(platform, "x", "y")
    people = platform.ledger.decisions.same_people()
    assert people == {**dict.fromkeys("abc", ("a", "b", "c")), **dict.fromkeys("xy", ("x", "y"))}
    assert {key: platform.ledger.decisions.keys_of(key) for key in people} == people
    part(platform, "a")
    assert platform.ledger.decisions.same_people()["b"] == ("b", "c")
