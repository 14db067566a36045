"""A small contract and field dictionary as files, to spoil one place at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from data_contracts.loader import read_contract
from data_contracts.model import Contract

Content = dict[str, Any]
Change = Callable[[Content], object]

DICTIONARY: Content = {
    "fields": {
        "code": {"form": "code", "title": {"en": "Code", "zh": "代码"}, "classification": "public"},
        "amount": {"form": "decimal", "title": {"en": "Amount", "zh": "金额"}, "classification": "public"},
    }
}


def rule(code: str, name: str, implementation: Content) -> Content:
    return {
        "id": code,
        "name": name,
        "type": "custom",
        "engine": "talent",
        "implementation": implementation,
        "severity": "error",
        "customProperties": [
            {"property": "message", "value": {"en": "Wrong.", "zh": "有误。"}},
            {"property": "hint", "value": {"en": "Mend it.", "zh": "请更正。"}},
            {"property": "intent", "value": {"en": "It matters.", "zh": "确有必要。"}},
        ],
    }


CONTRACT: Content = {
    "apiVersion": "v3.2.0",
    "kind": "DataContract",
    "id": "talent-reserve-feed-sample",
    "name": "sample",
    "version": "1.0.0",
    "status": "active",
    "description": {"purpose": "To try the loader."},
    "customProperties": [
        {"property": "title", "value": {"en": "Sample", "zh": "样例"}},
        {"property": "delivery", "value": "events"},
        {"property": "senders", "value": ["college", "steward"]},
        {"property": "senderField", "value": "code"},
        {"property": "purposeZh", "value": "用于测试。"},
        {"property": "grainZh", "value": "每个代码一行。"},
    ],
    "schema": [
        {
            "name": "sample",
            "logicalType": "object",
            "dataGranularityDescription": "One row per code.",
            "properties": [
                {
                    "name": "code",
                    "businessName": "代码",
                    "logicalType": "string",
                    "required": True,
                    "primaryKey": True,
                    "primaryKeyPosition": 1,
                    "classification": "public",
                    "quality": [rule("SAM-001", "code_required", {"kind": "required"})],
                },
                {
                    "name": "amount",
                    "businessName": "金额",
                    "logicalType": "number",
                    "classification": "public",
                    "quality": [rule("SAM-002", "amount_range", {"kind": "range", "min": 0, "max": 100})],
                },
            ],
            "quality": [rule("SAM-003", "key_unique", {"kind": "unique", "fields": ["code"]})],
        }
    ],
}


def contract_from(folder: Path, change: Change | None = None, *, dictionary: Content = DICTIONARY) -> Contract:
    """Return the small contract as read from a file after one change."""
    content = copy.deepcopy(CONTRACT)
    if change is not None:
        change(content)
    (folder / "sample.odcs.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "fields.yaml").write_text(yaml.safe_dump(dictionary, allow_unicode=True), encoding="utf-8")
    return read_contract(folder / "sample.odcs.yaml", dictionary=folder / "fields.yaml")


def properties(content: Content) -> list[Content]:
    fields: list[Content] = content["schema"][0]["properties"]
    return fields


def add_rule(content: Content, implementation: Content, **changes: Any) -> None:
    """Add a rule to the field `amount`."""
    properties(content)[1]["quality"].append({**rule("SAM-009", "amount_more", implementation), **changes})
