"""What an enterprise is shown of a person before and after consent, field by field, from `disclosure.yaml`.

The classification of the fields is the limit: a sensitive one cannot be opened, and a personal one is seen before
consent in no form. Making the answers belongs in publication and in the API, which ask here what may be in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from data_contracts.loader import load_contracts
from data_contracts.strict import ContractError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_contracts.model import Field

Shape = Literal["full", "masked", "year", "month"]
"""How a value is shown after consent."""

DISCLOSURE = Path(__file__).parent / "disclosure.yaml"
_SHOWN_AT_END = 4
_PROPERTIES = {"before", "after"}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One field of a feed of which an enterprise is shown something.

    Attributes:
        field: As its feed's contract describes it.
        before: Members of a candidate or of the pool that are made from it.
        after: How it is shown after consent; None where consent opens nothing more.
    """

    field: Field
    before: tuple[str, ...]
    after: Shape | None


@cache
def disclosed(path: Path = DISCLOSURE) -> Mapping[str, Mapping[str, Disclosed]]:
    """Return what is shown, by feed and field.

    Raises:
        ContractError: a field that nobody knows, or that may not be shown like this.
    """
    contracts = load_contracts()
    found = {}
    for feed, fields in read_yaml(path).items():
        if feed not in contracts:
            raise ContractError(f"{path.name}: there is no feed '{feed}'")
        known = contracts[feed].fields
        found[feed] = MappingProxyType({name: _one(known, name, said, feed) for name, said in fields.items()})
    return MappingProxyType(found)


def opened(feed: str) -> dict[str, Disclosed]:
    """Return the fields of a feed that consent opens, in the order of the table."""
    return {name: one for name, one in disclosed()[feed].items() if one.after is not None}


def shaped(value: str | None, shape: Shape) -> str | None:
    """Return a value as it is shown after consent; a date as text begins with year and month."""
    if value is None or shape == "full":
        return value
    if shape == "masked":
        shown = value[-_SHOWN_AT_END:] if len(value) > 2 * _SHOWN_AT_END else ""
        return "*" * (len(value) - len(shown)) + shown
    return value[:4] if shape == "year" else value[:7]


def _one(known: Mapping[str, Field], name: str, said: dict[str, Any], feed: str) -> Disclosed:
    place = f"{DISCLOSURE.name}: {feed}.{name}"
    if name not in known:
        raise ContractError(f"{place}: the feed has no such field")
    if said.keys() - _PROPERTIES:
        raise ContractError(f"{place}: only {' and '.join(sorted(_PROPERTIES))} can be said")
    field, before, after = known[name], tuple(said.get("before", ())), said.get("after")
    if after is not None and after not in get_args(Shape):
        raise ContractError(f"{place}: '{after}' is none of {', '.join(get_args(Shape))}")
    if field.classification == "sensitive":
        raise ContractError(f"{place}: a sensitive field is never shown")
    if field.classification == "personal" and before:
        raise ContractError(f"{place}: a personal field is not shown before consent")
    return Disclosed(field, before, after)
