"""Every rule of every contract against its own examples: the good row is silent, the bad row names exactly it."""

from __future__ import annotations

import pytest

from data_contracts.checks import compile_checks
from data_contracts.loader import feed_names, load_contract
from data_contracts.model import Rule
from tests.intake.example_rows import judge_examples

FEEDS = feed_names()
RULES = [(feed, rule) for feed in FEEDS for rule in load_contract(feed).rules]
assert len(FEEDS) >= 3, "no contracts loaded: wrong directory?"


def _label(case: tuple[str, Rule]) -> str:
    return f"{case[1].code}-{case[1].name}"


@pytest.mark.parametrize("feed", FEEDS)
def test_every_rule_compiles(feed: str) -> None:
    contract = load_contract(feed)
    assert {c.rule.code for c in compile_checks(contract)} == {r.code for r in contract.rules}


@pytest.mark.parametrize("feed", FEEDS)
def test_the_example_row_is_accepted_without_a_finding(feed: str) -> None:
    judged = judge_examples(load_contract(feed), [{}])
    assert [f.rule_name for f in judged.findings] == []
    assert judged.frame["accepted"].all()


@pytest.mark.parametrize("case", RULES, ids=_label)
def test_the_bad_example_fires_exactly_its_rule(case: tuple[str, Rule]) -> None:
    feed, rule = case
    assert rule.bad, f"{rule.code} has no bad example"
    judged = judge_examples(load_contract(feed), list(rule.bad))
    assert {f.rule for f in judged.findings} == {rule.code}
    refuses = rule.severity == "error" and rule.finding_kind == "data"
    assert judged.frame["accepted"].all() != refuses


@pytest.mark.parametrize("case", RULES, ids=_label)
def test_the_good_example_is_silent(case: tuple[str, Rule]) -> None:
    feed, rule = case
    judged = judge_examples(load_contract(feed), [rule.good])
    assert rule.code not in {f.rule for f in judged.findings}
