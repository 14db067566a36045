"""What a contract file may not say: keys and words that mean nothing, and contradictions.

Turning a file into a contract belongs in `loader`, finding out whether its rules compile in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import yaml
from open_data_contract_standard.model import DataQuality, SchemaObject, SchemaProperty
from pydantic import BaseModel

from data_contracts.model import Contract, Delivery, Field, FindingKind, NullMeans, Rule, Severity

ROLES = ("college", "enterprise", "steward")

_ARGUMENTS: dict[str, set[str]] = {
    "required": set(),
    "form": set(),
    "pattern": {"regex"},
    "length": {"max"},
    "allowed": {"vocabulary", "codes"},
    "items_allowed": {"vocabulary", "codes"},
    "range": {"min", "max"},
    "unique": {"fields"},
    "compare": {"left", "operator", "right"},
    "condition": {"when", "holds", "fields", "dated_by", "optional", "quotes"},
    "code": {
        "function",
        "fields",
        "vocabulary",
        "when",
        "keys",
        "distinct",
        "start",
        "end",
        "day",
        "threshold",
        "optional",
        "step",
        "value",
        "peers",
        "within",
        "least",
    },
    "file": {"fields"},
}
"""What each kind of rule may be told."""


class ContractError(Exception):
    """A contract file cannot be used; the message names file and place."""


class _UniqueKeys(yaml.CSafeLoader):
    """Reads YAML and refuses a key that is written twice; the C loader is ten times faster than the plain one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - yaml's signature
        keys = [key.value for key, _ in node.value]
        if twice := _twice(keys):
            raise yaml.constructor.ConstructorError(None, None, f"key written twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file's mapping; a key written twice is an error."""
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a safe loader below its name
    return content


def refuse_unknown_keys(content: dict[str, Any], place: str) -> None:
    """Refuse keys that ODCS does not have: its model leaves them out silently below the top level.

    Raises:
        ContractError: naming the place and the keys.
    """
    for table in content.get("schema", []):
        _refuse_unknown(table, SchemaObject, f"{place}: {table.get('name')}")
        rules = list(table.get("quality", []))
        for prop in table.get("properties", []):
            _refuse_unknown(prop, SchemaProperty, f"{place}: {prop.get('name')}")
            rules += prop.get("quality", [])
        for rule in rules:
            _refuse_unknown(rule, DataQuality, f"{place}: {rule.get('id')}")


def refuse_unknown_words(rule: Rule, place: str) -> None:
    """Refuse a rule that says something no code reads.

    Raises:
        ContractError: naming the rule and the word.
    """
    if not rule.code or not rule.name:
        raise ContractError(f"{place}: a rule needs an id and a name")
    said = {"severity": rule.severity, "findingKind": rule.finding_kind, "nullMeans": rule.null_means}
    known = {"severity": get_args(Severity), "findingKind": get_args(FindingKind), "nullMeans": get_args(NullMeans)}
    for name, word in said.items():
        if word not in known[name]:
            raise ContractError(f"{place}: {name} '{word}' is none of {', '.join(known[name])}")
    if unknown := sorted(set(rule.arguments) - _ARGUMENTS[rule.kind]):
        raise ContractError(f"{place}: a rule of kind {rule.kind} has no {', '.join(unknown)}")


def refuse_contradictions(contract: Contract, place: str) -> None:
    """Refuse a contract whose parts do not fit together.

    Raises:
        ContractError: naming the first part that does not fit.
    """
    if contract.delivery not in get_args(Delivery):
        raise ContractError(f"{place}: delivery '{contract.delivery}' is neither snapshot nor events")
    _refuse_others("senders", contract.senders, ROLES, place)
    _refuse_others("primary key", contract.primary_key, contract.fields, place)
    if contract.sender_field is not None:
        _refuse_others("senderField", (contract.sender_field,), contract.fields, place)
    if lacking := [person.id_type for person in contract.persons if person.id_type not in contract.fields]:
        raise ContractError(f"{place}: an identity number needs its kind of document: {', '.join(lacking)}")
    if sealed := [name for name in contract.raw_key if name in {item.name for item in contract.vault_fields}]:
        raise ContractError(f"{place}: primary key: nothing in raw stands for {', '.join(sealed)}")
    for item in contract.fields.values():
        _refuse_bad_field(item, contract, f"{place}: {item.name}")
    for rule in contract.rules:
        if unknown := [name for name in (*rule.fields, *_named(rule)) if name not in contract.fields]:
            raise ContractError(f"{place}: {rule.code}: unknown fields {unknown}")
        _refuse_undated(rule, contract, f"{place}: {rule.code}")
    for label, values in (("code", [r.code for r in contract.rules]), ("name", [r.name for r in contract.rules])):
        if twice := _twice(values):
            raise ContractError(f"{place}: rule {label} used twice: {twice}")


def refuse_repeated(names: Iterable[str], place: str) -> None:
    """Refuse a field that is described twice.

    Raises:
        ContractError: naming it.
    """
    if twice := _twice(list(names)):
        raise ContractError(f"{place}: field described twice: {twice}")


def _refuse_bad_field(item: Field, contract: Contract, place: str) -> None:
    if unknown := [name for name in item.derives if name not in contract.fields]:
        raise ContractError(f"{place}: derives unknown fields {unknown}")
    if item.register_name is not None and item.register_name not in contract.fields:
        raise ContractError(f"{place}: the name field '{item.register_name}' is not known")
    if item.grade_map and item.form != "decimal":
        raise ContractError(f"{place}: a grade stands for a mark in a decimal field only")
    derived = {name for other in contract.fields.values() for name in other.derives}
    if item.computed and (item.required or item.name not in derived):
        raise ContractError(f"{place}: a computed field must be derived from another and never required")
    if item.name in contract.primary_key and not item.required:
        raise ContractError(f"{place}: a field of the primary key must be required")


def _named(rule: Rule) -> list[str]:
    """Return the fields that a rule names beside those it points at."""
    named = [
        name for argument in ("keys", "distinct", "within", "optional") for name in rule.arguments.get(argument, ())
    ]
    for argument in ("start", "end", "day", "dated_by", "quotes", "step", "value"):
        said = rule.arguments.get(argument, ())
        named += [said] if isinstance(said, str) else said
    return named


def _refuse_undated(rule: Rule, contract: Contract, place: str) -> None:
    days = [rule.validity.on] if rule.validity else []
    days += [rule.arguments["dated_by"]] if "dated_by" in rule.arguments else []
    for name in days:
        if name not in contract.fields or contract.fields[name].form != "date":
            raise ContractError(f"{place}: '{name}' is no date of the contract")


def _refuse_others(what: str, values: Iterable[str], known: Iterable[str], place: str) -> None:
    values = list(values)
    unknown = sorted(set(values) - set(known))
    if unknown or not values:
        raise ContractError(f"{place}: {what}: {', '.join(unknown) + ' is not known' if unknown else 'missing'}")


def _refuse_unknown(raw: dict[str, Any], model: type[BaseModel], place: str) -> None:
    known = {name for key, field in model.model_fields.items() for name in (key, field.alias) if name}
    if unknown := sorted(set(raw) - known):
        raise ContractError(f"{place}: unknown keys: {', '.join(unknown)}")


def _twice(values: list[str]) -> str:
    return ", ".join(sorted({value for value in values if values.count(value) > 1}))
