"""Contracts are read strictly: what is unknown, missing or contradictory is an error that names its place."""

from pathlib import Path

import pytest

from data_contracts.code_tables import code_manifest, labels
from data_contracts.loader import (
    FEEDS,
    HOME,
    LOGICAL_TYPES,
    ContractError,
    feed_names,
    load_contract,
    load_contracts,
    load_file_rules,
    read_contract,
)
from data_contracts.model import BUILT_IN_KINDS, CODE_KINDS
from tests.data_contracts.contract_files import DICTIONARY, Change, add_rule, contract_from, properties


def test_the_small_contract_is_read_as_written(tmp_path: Path) -> None:
    contract = contract_from(tmp_path)
    assert (contract.feed, contract.delivery, contract.senders) == ("sample", "events", ("college", "steward"))
    assert (contract.primary_key, contract.sender_field) == (("code",), "code")
    assert {name: f.form for name, f in contract.fields.items()} == {"code": "code", "amount": "decimal"}
    assert [(r.code, r.kind, r.fields) for r in contract.rules] == [
        ("SAM-001", "required", ("code",)),
        ("SAM-002", "range", ("amount",)),
        ("SAM-003", "unique", ("code",)),
    ]


SPOILED: dict[str, tuple[Change, str]] = {
    "an unknown key of the file": (lambda c: c.update(colour="red"), "colour"),
    "an unknown key of the table": (lambda c: c["schema"][0].update(colour="red"), "colour"),
    "an unknown key of a field": (lambda c: properties(c)[0].update(requried=True), "code: unknown keys: requried"),
    "an unknown key of a rule": (lambda c: add_rule(c, {"kind": "required"}, sevrity="error"), "SAM-009.*sevrity"),
    "an unknown property of the file": (
        lambda c: c["customProperties"].append({"property": "x", "value": 1}),
        "custom properties: x",
    ),
    "an unknown property of a field": (
        lambda c: properties(c)[0].update(customProperties=[{"property": "helpDe", "value": ""}]),
        "helpDe",
    ),
    "an unknown kind of rule": (lambda c: add_rule(c, {"kind": "guess"}), "kind of rule 'guess'"),
    "a rule without a kind": (lambda c: add_rule(c, {}), "kind of rule"),
    "an argument the kind does not have": (lambda c: add_rule(c, {"kind": "range", "minimum": 1}), "SAM-009.*minimum"),
    "an unknown severity": (lambda c: add_rule(c, {"kind": "required"}, severity="fatal"), "SAM-009.*fatal"),
    "a rule without a name": (lambda c: add_rule(c, {"kind": "required"}, name=""), "id and a name"),
    "a rule without a message": (lambda c: add_rule(c, {"kind": "required"}, customProperties=[]), "SAM-009: message"),
    "a message in one language": (
        lambda c: add_rule(c, {"kind": "required"}, customProperties=[{"property": "message", "value": {"en": "x"}}]),
        "English and Chinese",
    ),
    "a rule's code used twice": (lambda c: add_rule(c, {"kind": "required"}, id="SAM-001"), "code used twice: SAM-001"),
    "a rule's name used twice": (
        lambda c: add_rule(c, {"kind": "required"}, name="key_unique"),
        "name used twice: key_unique",
    ),
    "a rule over an unknown field": (lambda c: add_rule(c, {"kind": "unique", "fields": ["nobody"]}), "nobody"),
    "a comparison with an unknown field": (
        lambda c: c["schema"][0]["quality"][0].update(
            implementation={"kind": "compare", "left": "amount", "operator": "<", "right": "nobody"}
        ),
        "nobody",
    ),
    "a field that is not in the dictionary": (
        lambda c: properties(c)[1].update(name="nobody"),
        "nobody: not in the field dictionary",
    ),
    "a field described twice": (lambda c: properties(c).append(dict(properties(c)[0])), "described twice: code"),
    "another type than the dictionary's": (lambda c: properties(c)[1].update(logicalType="string"), "amount: says"),
    "another classification": (lambda c: properties(c)[1].update(classification="personal"), "amount: says"),
    "another title": (lambda c: properties(c)[1].update(businessName="数额"), "amount: says"),
    "a key field that is not required": (
        lambda c: properties(c)[0].update(required=False),
        "primary key must be required",
    ),
    "no primary key": (lambda c: properties(c)[0].update(primaryKey=False), "primary key: missing"),
    "a derived field that does not exist": (
        lambda c: properties(c)[1].update(customProperties=[{"property": "derives", "value": ["nobody"]}]),
        "derives unknown fields",
    ),
    "two tables": (lambda c: c["schema"].append(dict(c["schema"][0])), "exactly one schema object"),
    "no table": (lambda c: c.pop("schema"), "exactly one schema object"),
    "no title": (lambda c: c["customProperties"].pop(0), "title"),
    "no delivery": (lambda c: c["customProperties"].pop(1), "delivery 'unknown'"),
    "an unknown delivery": (lambda c: c["customProperties"][1].update(value="sometimes"), "delivery 'sometimes'"),
    "no senders": (lambda c: c["customProperties"].pop(2), "senders: missing"),
    "an unknown sender": (lambda c: c["customProperties"][2].update(value=["parent"]), "senders: parent"),
    "a sender field that does not exist": (
        lambda c: c["customProperties"][3].update(value="nobody"),
        "senderField: nobody",
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_contract_is_refused_by_place(tmp_path: Path, what: str) -> None:
    change, said = SPOILED[what]
    with pytest.raises(ContractError, match=said) as caught:
        contract_from(tmp_path, change)
    assert str(caught.value).startswith("sample.odcs.yaml")


@pytest.mark.parametrize(("prop", "value"), [("findingKind", "opinion"), ("nullMeans", "maybe")])
def test_an_unknown_word_of_a_rule_is_refused(tmp_path: Path, prop: str, value: str) -> None:
    def change(content: dict[str, object]) -> None:
        properties(content)[1]["quality"][0]["customProperties"].append({"property": prop, "value": value})

    with pytest.raises(ContractError, match=value):
        contract_from(tmp_path, change)


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    contract_from(tmp_path)
    path = tmp_path / "sample.odcs.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nversion: 2.0.0\n", encoding="utf-8")
    with pytest.raises(ContractError, match="version"):
        read_contract(path, dictionary=tmp_path / "fields.yaml")


@pytest.mark.parametrize("content", ["", "[]", "a: [", "just text"])
def test_a_file_that_is_no_contract_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.odcs.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match=r"broken\.odcs\.yaml"):
        read_contract(path, dictionary=HOME / "fields.yaml")


def test_an_unknown_form_in_the_dictionary_is_refused(tmp_path: Path) -> None:
    spoiled = {"fields": {**DICTIONARY["fields"], "code": {**DICTIONARY["fields"]["code"], "form": "guess"}}}
    with pytest.raises(ContractError, match="guess"):
        contract_from(tmp_path, dictionary=spoiled)


def test_an_unknown_feed_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ContractError, match="enrolment"):
        load_contract("nonsense")


def test_every_file_in_the_folder_is_a_contract_named_after_its_feed() -> None:
    assert len(feed_names()) == len(list(FEEDS.glob("*.yaml"))) >= 8
    assert {name: c.feed for name, c in load_contracts().items()} == {name: name for name in feed_names()}


@pytest.mark.parametrize("feed", feed_names())
def test_rule_codes_are_dense_and_of_one_prefix(feed: str) -> None:
    codes = [rule.code for rule in load_contract(feed).rules]
    prefix = codes[0][:3]
    assert sorted(codes) == [f"{prefix}-{number:03d}" for number in range(1, len(codes) + 1)]


@pytest.mark.parametrize("feed", feed_names())
def test_messages_quote_public_values_only(feed: str) -> None:
    contract = load_contract(feed)
    for rule in contract.rules:
        quotes = any("{value}" in text for text in (rule.message.en, rule.message.zh, rule.hint.en, rule.hint.zh))
        assert not quotes or contract.fields[rule.fields[0]].public, rule.code


@pytest.mark.parametrize("feed", feed_names())
def test_what_goes_to_the_vault_is_never_public_nor_in_raw(feed: str) -> None:
    contract = load_contract(feed)
    assert not [f.name for f in contract.vault_fields if f.public]
    assert not {f.name for f in contract.vault_fields} & {f.name for f in contract.raw_fields}


def test_every_list_table_and_default_that_a_field_names_exists() -> None:
    for contract in load_contracts().values():
        for item in contract.fields.values():
            if item.code_list:
                assert item.code_list in code_manifest()
            if item.vocabulary or item.form == "choice":
                assert item.default is None or item.default in labels(item.vocabulary or item.name)


def test_a_field_has_one_form_and_classification_wherever_it_appears() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for contract in load_contracts().values():
        for item in contract.fields.values():
            assert seen.setdefault(item.name, (item.form, item.classification)) == (item.form, item.classification)
    assert len(seen) > 50


def test_file_rules_are_of_kind_file_with_dense_codes() -> None:
    rules = list(load_file_rules().values())
    assert [r.code for r in rules] == [f"FIL-{n:03d}" for n in range(1, len(rules) + 1)]
    assert {r.kind for r in rules} == {"file"}


def test_every_form_has_a_logical_type_and_no_kind_is_both() -> None:
    assert {f.form for c in load_contracts().values() for f in c.fields.values()} <= set(LOGICAL_TYPES)
    assert not BUILT_IN_KINDS & CODE_KINDS
