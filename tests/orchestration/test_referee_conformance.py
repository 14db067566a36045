"""Door and referee name the same (rule, row) pairs on every bad example of every built-in rule."""

from __future__ import annotations

import pytest

from data_contracts.loader import feed_names, load_contract
from data_contracts.model import Contract, Rule
from pipelines.orchestration.referee.batch import batch_of_checked
from pipelines.orchestration.referee.verdict import failing_pairs
from tests.intake.example_rows import FIRST_ROW, example_row, judge_examples


@pytest.mark.parametrize("feed", feed_names())
def test_door_and_referee_agree_on_every_bad_example(feed: str) -> None:
    contract = load_contract(feed)
    rules = [rule for rule in contract.rules if rule.built_in]
    overlays = [overlay for rule in rules for overlay in _apart(contract, rule)]
    judged = judge_examples(contract, [{}, *overlays])
    built_in = {rule.code for rule in rules}
    door = {(f.rule, f.row - FIRST_ROW) for f in judged.findings if f.rule in built_in}
    assert {code for code, _ in door} == built_in
    assert failing_pairs(batch_of_checked(judged.frame), contract) == door


def _apart(contract: Contract, rule: Rule) -> list[dict[str, str]]:
    """Give each rule's rows a key of their own, so that they do not repeat the others' key."""
    free = next(
        (
            name
            for name in contract.primary_key
            if contract.fields[name].form == "text" and not any(name in overlay for overlay in rule.bad)
        ),
        None,
    )
    if free is None:
        return list(rule.bad)
    own = f"{example_row(contract)[free]}{rule.code[-3:]}"
    return [{free: own} | overlay for overlay in rule.bad]
