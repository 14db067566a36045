"""Read the rules of a contract file: kind and arguments, words in two languages, examples, legal dates.

Fields and whole contracts belong in `loader`, finding out whether a rule compiles in `checks`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from open_data_contract_standard.model import CustomProperty, DataQuality, SchemaObject

from data_contracts.model import BUILT_IN_KINDS, CODE_KINDS, Rule, Text, Validity
from data_contracts.strict import ContractError, refuse_unknown_words

_PROPERTIES = {
    "findingKind",
    "message",
    "hint",
    "intent",
    "good",
    "bad",
    "source",
    "nullMeans",
    "verifiedBy",
    "validOn",
    "validFrom",
    "validTo",
}


def read_rules(table: SchemaObject, contract: str) -> list[Rule]:
    """Return the rules of a table: those of its fields in their order, then its own."""
    rules = [
        read_rule(entry, (prop.name or "",), contract)
        for prop in table.properties or []
        for entry in prop.quality or []
    ]
    return rules + [read_rule(entry, (), contract) for entry in table.quality or []]


def read_rule(entry: DataQuality, default_fields: tuple[str, ...], contract: str) -> Rule:
    """Return one rule.

    Args:
        entry: What the file says.
        default_fields: What the rule is about when it does not say so itself.
        contract: The file, to be named in errors.

    Raises:
        ContractError: naming the rule and what is wrong.
    """
    place = f"{contract}: {entry.id}"
    extras = custom_values(entry.customProperties, _PROPERTIES, place)
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
        message=both_languages(extras.get("message"), f"{place}: message"),
        hint=both_languages(extras.get("hint"), f"{place}: hint"),
        intent=both_languages(extras.get("intent"), f"{place}: intent"),
        source=extras.get("source", "project"),
        verified_by=extras.get("verifiedBy", ""),
        null_means=extras.get("nullMeans", "passes"),
        good=extras.get("good", {}),
        bad=tuple(bad if isinstance(bad, list) else [bad]),
        validity=_validity(extras, place),
    )
    refuse_unknown_words(rule, place)
    return rule


def custom_values(properties: list[CustomProperty] | None, known: set[str], place: str) -> dict[str, Any]:
    """Return custom properties by name.

    Raises:
        ContractError: one of them is not known.
    """
    values = {p.property or "": p.value for p in properties or []}
    unknown = set(values) - known
    if unknown:
        raise ContractError(f"{place}: unknown custom properties: {', '.join(sorted(unknown))}")
    return values


def both_languages(value: object, place: str) -> Text:
    """Return a text that is there in both languages.

    Raises:
        ContractError: a language is missing.
    """
    if not isinstance(value, dict) or not value.get("en") or not value.get("zh"):
        raise ContractError(f"{place}: a text in English and Chinese is needed")
    return Text(en=value["en"], zh=value["zh"])


def _validity(extras: dict[str, Any], place: str) -> Validity | None:
    if not extras.keys() & {"validOn", "validFrom", "validTo"}:
        return None
    if not extras.get("validOn") or not extras.get("validFrom"):
        raise ContractError(f"{place}: a rule with legal dates needs validOn, the field of the day, and validFrom")
    first, last = (_day(extras.get(name), f"{place}: {name}") for name in ("validFrom", "validTo"))
    if first is None or (last is not None and last < first):
        raise ContractError(f"{place}: validTo lies before validFrom")
    return Validity(on=str(extras["validOn"]), first=first, last=last)


def _day(value: object, place: str) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as exc:
        raise ContractError(f"{place}: '{value}' is no day") from exc


def _compared(arguments: dict[str, Any]) -> tuple[str, ...]:
    return tuple(arguments[side] for side in ("left", "right") if side in arguments)
