"""What senders and programs rely on in a contract, without its words: the shape that a version number promises.

`released.json` keeps the shapes as last released. Telling what a difference means belongs in `changes`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from data_contracts.loader import load_contracts
from data_contracts.model import Contract, Field, Rule

RELEASED = Path(__file__).parent / "released.json"

Shape = dict[str, Any]

_WORDS_DIGITS = 12


def shapes() -> dict[str, Shape]:
    """Return the shape of every feed's contract by feed."""
    return {feed: shape_of(contract) for feed, contract in load_contracts().items()}


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
    }


def read_released(path: Path = RELEASED) -> dict[str, Shape]:
    """Return the shapes as last released."""
    released: dict[str, Shape] = json.loads(path.read_text(encoding="utf-8"))
    return released


def write_released(found: dict[str, Shape], path: Path = RELEASED) -> None:
    """Write shapes as released: one line for each field and rule, so that a change is one line of a review."""
    feeds = [f"{json.dumps(feed)}: {_lines(shape)}" for feed, shape in sorted(found.items())]
    path.write_text("{\n" + ",\n".join(feeds) + "\n}\n", encoding="utf-8")


def _lines(shape: Shape) -> str:
    parts = []
    for name, value in shape.items():
        if name in ("fields", "rules"):
            inner = ",\n".join(f"  {_json(key)}: {_json(part)}" for key, part in value.items())
            parts.append(f" {_json(name)}: {{\n{inner}\n }}")
        else:
            parts.append(f" {_json(name)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}"


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
