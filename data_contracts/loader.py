"""Read feed contracts strictly: anything unknown, missing or contradictory is an error that names the place.

The YAML is ODCS 3.2; the field dictionary `fields.yaml` gives each field its one form and meaning.
Judging rows by the rules belongs in `checks`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from open_data_contract_standard.model import (
    CustomProperty,
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from data_contracts.model import BUILT_IN_KINDS, CODE_KINDS, Contract, Field, Form, Rule, Text
from data_contracts.strict import (
    ContractError,
    read_yaml,
    refuse_contradictions,
    refuse_repeated,
    refuse_unknown_keys,
    refuse_unknown_words,
)

__all__ = [
    "FEEDS",
    "HOME",
    "LOGICAL_TYPES",
    "ContractError",
    "feed_names",
    "load_contract",
    "load_contracts",
    "load_file_rules",
    "read_contract",
]

HOME = Path(__file__).parent
FEEDS = HOME / "feeds"

LOGICAL_TYPES: dict[str, str] = {
    "text": "string",
    "person_name": "string",
    "code": "string",
    "choice": "string",
    "id_number": "string",
    "phone": "string",
    "email": "string",
    "date": "date",
    "year": "integer",
    "integer": "integer",
    "ladder_rank": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "text_list": "array",
    "code_list": "array",
}

_FIELD_PROPERTIES = {"helpZh", "codeList", "vocabulary", "default", "derives", "neededBy"}
_FEED_PROPERTIES = {"title", "delivery", "senders", "senderField"}
_RULE_PROPERTIES = {"findingKind", "message", "hint", "good", "bad", "source", "nullMeans", "verifiedBy"}


@cache
def load_contract(feed: str) -> Contract:
    """Return the contract of one feed.

    Raises:
        ContractError: no such feed, or its file breaks the format.
    """
    path = FEEDS / f"{feed}.odcs.yaml"
    if not path.exists():
        near = get_close_matches(feed, feed_names(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(feed_names())}"
        raise ContractError(f"no contract for feed '{feed}'; {hint}")
    return read_contract(path, dictionary=HOME / "fields.yaml")


def feed_names() -> tuple[str, ...]:
    """Return the names of all feeds, sorted."""
    return tuple(sorted(path.name.removesuffix(".odcs.yaml") for path in FEEDS.glob("*.odcs.yaml")))


def load_contracts() -> dict[str, Contract]:
    """Return every feed's contract by name."""
    return {feed: load_contract(feed) for feed in feed_names()}


@cache
def load_file_rules() -> dict[str, Rule]:
    """Return the rules that hold for every file, by name."""
    path = HOME / "file_rules.yaml"
    entries = [DataQuality(**entry) for entry in read_yaml(path)["rules"]]
    return {entry.name or "": _rule(entry, (), path.name) for entry in entries}


def read_contract(path: Path, *, dictionary: Path) -> Contract:
    """Read one contract file against a field dictionary.

    Raises:
        ContractError: naming the file and the first place that breaks the format.
    """
    place = path.name
    try:
        content = read_yaml(path)
        odcs = OpenDataContractStandard(**content)
    except (OSError, TypeError, ValueError, yaml.YAMLError) as exc:
        raise ContractError(f"{place}: not a data contract: {exc}") from exc
    if not odcs.schema_ or len(odcs.schema_) != 1:
        raise ContractError(f"{place}: exactly one schema object is expected")
    refuse_unknown_keys(content, place)
    table = odcs.schema_[0]
    refuse_repeated((p.name or "" for p in table.properties or []), place)
    extras = _custom(odcs.customProperties, _FEED_PROPERTIES, place)
    words = _dictionary(dictionary)
    fields = {f.name: f for f in (_field(p, words, place) for p in table.properties or [])}
    contract = Contract(
        feed=odcs.name or "",
        version=odcs.version or "",
        title=_text(extras.get("title"), f"{place}: title"),
        purpose=(odcs.description.purpose if odcs.description else None) or "",
        grain=table.dataGranularityDescription or "",
        delivery=extras.get("delivery", "unknown"),
        senders=tuple(extras.get("senders", ())),
        sender_field=extras.get("senderField"),
        primary_key=_primary_key(table),
        fields=fields,
        rules=tuple(_rules(table, place)),
    )
    refuse_contradictions(contract, place)
    return contract


@cache
def _dictionary(path: Path) -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = read_yaml(path)["fields"]
    for name, word in words.items():
        if word["form"] not in get_args(Form):
            raise ContractError(f"{path.name}: {name}: unknown form '{word['form']}'")
    return words


def _field(prop: SchemaProperty, words: dict[str, dict[str, Any]], contract: str) -> Field:
    place = f"{contract}: {prop.name}"
    word = words.get(prop.name or "")
    if word is None:
        raise ContractError(f"{place}: not in the field dictionary")
    title = _text(word["title"], place)
    declared = (prop.logicalType, prop.classification, prop.businessName)
    expected = (LOGICAL_TYPES[word["form"]], word["classification"], title.zh)
    if declared != expected:
        raise ContractError(f"{place}: says {declared}, the field dictionary {expected}")
    extras = _custom(prop.customProperties, _FIELD_PROPERTIES, place)
    references = [str(r.to) for r in prop.relationships or []]
    return Field(
        name=prop.name or "",
        form=word["form"],
        title=title,
        help=Text(en=prop.description or "", zh=extras.get("helpZh", "")),
        classification=word["classification"],
        in_vault=word.get("vault", False),
        is_identifier=word.get("identifier", False),
        required=bool(prop.required),
        synonyms=tuple(s.synonym or "" for s in prop.synonyms or []),
        examples=tuple(str(e) for e in prop.examples or []),
        code_list=extras.get("codeList"),
        vocabulary=extras.get("vocabulary"),
        default=extras.get("default"),
        derives=tuple(extras.get("derives", ())),
        references=references[0] if references else None,
        needed_by=tuple(extras.get("neededBy", ())),
    )


def _rules(table: SchemaObject, contract: str) -> list[Rule]:
    rules = [
        _rule(entry, (prop.name or "",), contract) for prop in table.properties or [] for entry in prop.quality or []
    ]
    return rules + [_rule(entry, (), contract) for entry in table.quality or []]


def _rule(entry: DataQuality, default_fields: tuple[str, ...], contract: str) -> Rule:
    place = f"{contract}: {entry.id}"
    extras = _custom(entry.customProperties, _RULE_PROPERTIES, place)
    arguments = dict(entry.implementation) if isinstance(entry.implementation, dict) else {}
    kind = arguments.pop("kind", "file" if entry.severity == "file" else None)
    if kind not in BUILT_IN_KINDS | CODE_KINDS | {"file"}:
        raise ContractError(f"{place}: unknown kind of rule '{kind}'")
    bad = extras.get("bad", [])
    rule = Rule(
        code=entry.id or "",
        name=entry.name or "",
        kind=kind,
        arguments=arguments,
        fields=tuple(arguments.get("fields", ())) or default_fields or _compared(arguments),
        finding_kind=extras.get("findingKind", "data"),
        severity=entry.severity,  # type: ignore[arg-type]  # ODCS leaves severity open; other words are refused below
        message=_text(extras.get("message"), f"{place}: message"),
        hint=_text(extras.get("hint"), f"{place}: hint"),
        source=extras.get("source", "project"),
        verified_by=extras.get("verifiedBy", ""),
        null_means=extras.get("nullMeans", "passes"),
        good=extras.get("good", {}),
        bad=tuple(bad if isinstance(bad, list) else [bad]),
    )
    refuse_unknown_words(rule, place)
    return rule


def _compared(arguments: dict[str, Any]) -> tuple[str, ...]:
    return tuple(arguments[side] for side in ("left", "right") if side in arguments)


def _primary_key(table: SchemaObject) -> tuple[str, ...]:
    keys = [p for p in table.properties or [] if p.primaryKey]
    return tuple(p.name or "" for p in sorted(keys, key=lambda p: p.primaryKeyPosition or 0))


def _custom(properties: list[CustomProperty] | None, known: set[str], place: str) -> dict[str, Any]:
    values = {p.property or "": p.value for p in properties or []}
    unknown = set(values) - known
    if unknown:
        raise ContractError(f"{place}: unknown custom properties: {', '.join(sorted(unknown))}")
    return values


def _text(value: object, place: str) -> Text:
    if not isinstance(value, dict) or not value.get("en") or not value.get("zh"):
        raise ContractError(f"{place}: a text in English and Chinese is needed")
    return Text(en=value["en"], zh=value["zh"])
