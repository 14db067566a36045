"""What senders and programs rely on in a contract, without its words: the shape that a version number promises.

`released.json` keeps the shapes as last released. Telling what a difference means belongs in `changes`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from data_contracts.file_rules import file_limits, file_rules_version, file_words, load_file_rules
from data_contracts.loader import load_contracts
from data_contracts.model import Contract, Field, Rule
from data_contracts.shape_lists import limits_of, lists_of, tolerances, words_of

RELEASED = Path(__file__).parent / "released.json"

Shape = dict[str, Any]

FILES = "files"
"""Stands in place of a feed's name for the rules that hold for every file."""

_LISTS = "lists"
_WORDS_DIGITS = 12


def shapes() -> dict[str, Shape]:
    """Return the shape of every feed's contract by feed, and of the rules for every file."""
    return {feed: shape_of(contract) for feed, contract in load_contracts().items()} | {FILES: _files_shape()}


def shape_of(contract: Contract) -> Shape:
    """Return a contract's shape: plain JSON values; of its texts only a hash."""
    return {
        "version": contract.version,
        "delivery": contract.delivery,
        "senders": sorted(contract.senders),
        "sender_field": contract.sender_field,
        "primary_key": list(contract.primary_key),
        "words": _hash(*(text.as_dict() for text in (contract.title, contract.purpose, contract.grain))),
        "fields": {item.name: _field_shape(item) for item in contract.fields.values()},
        "rules": {rule.code: _rule_shape(rule) for rule in contract.rules},
        "lists": lists_of(contract),
        "limits": limits_of(contract.rules),
    }


def _files_shape() -> Shape:
    rules = tuple(load_file_rules().values())
    return {
        "version": file_rules_version(),
        "delivery": None,
        "senders": [],
        "sender_field": None,
        "primary_key": [],
        "words": "",
        "fields": {},
        "rules": {rule.code: _rule_shape(rule) for rule in rules},
        "lists": words_of(file_words()),
        "limits": limits_of(rules, file_limits()),
    }


def read_released(path: Path = RELEASED) -> dict[str, Shape]:
    """Return the shapes as last released."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    lists = kept.pop(_LISTS)
    released: dict[str, Shape] = kept
    for shape in released.values():
        shape["lists"] = {name: lists[name] for name in shape["lists"]}
    return released


def write_released(found: dict[str, Shape], path: Path = RELEASED) -> None:
    """Write shapes as released: one line for each field, rule and list, so that a change is one line of a review.

    A list is written once, however many feeds use it.
    """
    lists = {name: content for shape in found.values() for name, content in shape["lists"].items()}
    named = {feed: shape | {"lists": sorted(shape["lists"])} for feed, shape in found.items()}
    feeds = [f"{_json(feed)}: {_lines(shape)}" for feed, shape in sorted(named.items())]
    feeds.append(_json(_LISTS) + ": {\n" + _one_a_line(dict(sorted(lists.items()))) + "\n}")
    path.write_text("{\n" + ",\n".join(feeds) + "\n}\n", encoding="utf-8")


def _lines(shape: Shape) -> str:
    parts = []
    for name, value in shape.items():
        if name in ("fields", "rules", "limits"):
            parts.append(f" {_json(name)}: {{\n{_one_a_line(value)}\n }}")
        else:
            parts.append(f" {_json(name)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}"


def _one_a_line(value: Shape) -> str:
    return ",\n".join(f"  {_json(key)}: {_json(part)}" for key, part in value.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _field_shape(item: Field) -> Shape:
    return {
        "form": item.form,
        "required": item.required,
        "classification": item.classification,
        "in_vault": item.in_vault,
        "default": item.default,
        "derives": list(item.derives),
        "computed": item.computed,
        "money": item.money,
        "free_text": item.free_text,
        **tolerances(item),
        "list": item.vocabulary or item.code_list,
        "headers": sorted({item.name, item.title.zh, item.title.en, *item.synonyms}),
        "words": _hash(item.help.as_dict(), list(item.examples), list(item.needed_by), item.references),
    }


def _rule_shape(rule: Rule) -> Shape:
    texts = [text.as_dict() for text in (rule.message, rule.hint, rule.intent)]
    return {
        "name": rule.name,
        "kind": rule.kind,
        "arguments": rule.arguments,
        "fields": list(rule.fields),
        "finding_kind": rule.finding_kind,
        "severity": rule.severity,
        "null_means": rule.null_means,
        "holds": [str(day) for day in astuple(rule.validity)] if rule.validity else [],
        "words": _hash(texts, rule.source, rule.verified_by, rule.good, list(rule.bad)),
    }


def _hash(*parts: object) -> str:
    return hashlib.sha256(_json(parts).encode()).hexdigest()[:_WORDS_DIGITS]
