"""The rule catalogue: every rule has a place that its findings can link to, and the committed pages are current."""

from pathlib import Path

import pytest

from data_contracts.loader import load_contracts, load_file_rules
from data_contracts.rule_catalogue import main, pages, rule_link

ROOT = Path(__file__).parents[2]
RULES = [(rule.code, c.feed) for c in load_contracts().values() for rule in c.rules]
RULES += [(rule.code, "enrolment") for rule in load_file_rules().values()]


def test_every_rule_has_its_place_on_the_page_that_findings_link_to() -> None:
    texts = pages()
    assert len(RULES) > 400
    for code, feed in RULES:
        page, anchor = rule_link(code, feed).removeprefix("docs/rules/").split("#")
        assert f'<a id="{anchor}"></a>' in texts[page]


def test_a_page_gives_both_languages_and_an_example_that_fires() -> None:
    text = pages()["enrolment.md"]
    section = text[text.index("## ENR-001 ") : text.index("## ENR-002 ")]
    rule = next(r for r in load_contracts()["enrolment"].rules if r.code == "ENR-001")
    for said in (rule.message.en, rule.message.zh, rule.hint.en, rule.hint.zh):
        assert said in section
    assert "Fires" in section


def test_the_committed_pages_are_what_the_contracts_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out
    assert all((ROOT / "docs" / "rules" / name).is_file() for name in pages())
