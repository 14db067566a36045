"""Read feed contracts strictly: anything unknown, missing or contradictory is an error that names the place.

The YAML is ODCS 3.2; the field dictionary `fields.yaml` gives each field its one form and meaning.
Reading one rule belongs in `rule_reading`, judging rows by the rules in `checks`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from open_data_contract_standard.model import (
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from data_contracts.file_rules import load_file_rules
from data_contracts.model import Contract, Field, Form, Text
from data_contracts.rule_reading import both_languages, custom_values, read_rules
from data_contracts.strict import (
    ContractError,
    read_yaml,
    refuse_contradictions,
    refuse_repeated,
    refuse_unknown_keys,
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

_FIELD_PROPERTIES = {"helpZh", "codeList", "vocabulary", "default", "derives", "neededBy"} | {
    "fillable",
    "sheetName",
    "yearFrom",
    "codeFrom",
    "registerName",
    "gradeMap",
    "computed",
}
_FEED_PROPERTIES = {"title", "purposeZh", "grainZh", "delivery", "senders", "senderField"}


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
    extras = custom_values(odcs.customProperties, _FEED_PROPERTIES, place)
    words = _dictionary(dictionary)
    fields = {f.name: f for f in (_field(p, words, place) for p in table.properties or [])}
    purpose = odcs.description.purpose if odcs.description else None
    contract = Contract(
        feed=odcs.name or "",
        version=odcs.version or "",
        title=both_languages(extras.get("title"), f"{place}: title"),
        purpose=both_languages({"en": purpose, "zh": extras.get("purposeZh")}, f"{place}: purpose"),
        grain=both_languages({"en": table.dataGranularityDescription, "zh": extras.get("grainZh")}, f"{place}: grain"),
        delivery=extras.get("delivery", "unknown"),
        senders=tuple(extras.get("senders", ())),
        sender_field=extras.get("senderField"),
        primary_key=_primary_key(table),
        fields=fields,
        rules=tuple(read_rules(table, place)),
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
    title = both_languages(word["title"], place)
    declared = (prop.logicalType, prop.classification, prop.businessName)
    expected = (LOGICAL_TYPES[word["form"]], word["classification"], title.zh)
    if declared != expected:
        raise ContractError(f"{place}: says {declared}, the field dictionary {expected}")
    extras = custom_values(prop.customProperties, _FIELD_PROPERTIES, place)
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
        fillable=extras.get("fillable", False),
        sheet_name=extras.get("sheetName"),
        year_from=tuple(extras.get("yearFrom", ())),
        code_from=extras.get("codeFrom"),
        register_name=extras.get("registerName"),
        grade_map=extras.get("gradeMap", False),
        money=word.get("money", False),
        computed=extras.get("computed", False),
    )


def _primary_key(table: SchemaObject) -> tuple[str, ...]:
    keys = [p for p in table.properties or [] if p.primaryKey]
    return tuple(p.name or "" for p in sorted(keys, key=lambda p: p.primaryKeyPosition or 0))
