"""The rule catalogue over HTTP: what a finding links to opens, at the rule."""

from fastapi.testclient import TestClient

from data_contracts.loader import load_contracts
from data_contracts.rule_catalogue import rule_link


def test_every_feeds_first_rule_opens_where_its_findings_link_to(bare: TestClient) -> None:
    for contract in load_contracts().values():
        rule = contract.rules[0]
        page, anchor = rule_link(rule.code, contract.feed).split("#")
        answer = bare.get(f"/{page}")
        assert answer.status_code == 200
        assert f'id="{anchor}"' in answer.text
        assert rule.message.zh.replace('"', "&quot;") in answer.text


def test_a_page_that_is_not_there_is_a_problem(bare: TestClient) -> None:
    for name in ("nothing.md", "..%2F..%2FREADME.md"):
        answer = bare.get(f"/docs/rules/{name}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
