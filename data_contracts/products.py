"""Contracts of what goes out: one file per published table, what it answers, its columns, and what is hidden in it.

What comes in is declared under `feeds/`; making the tables belongs in the models, hiding and writing in publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from data_contracts.model import Text
from data_contracts.rule_reading import both_languages, custom_values
from data_contracts.strict import ContractError, read_yaml, refuse_unknown_keys

Audience = Literal["official", "platform", "restricted"]
"""Who may read a table: officials, in an edition; the platform alone, in an edition; nobody outside the warehouse."""

PRODUCTS = Path(__file__).parent / "products"
_PROPERTIES = {"title", "purposeZh", "grainZh", "audience", "personLevel", "people", "counts", "figures"}


@dataclass(frozen=True)
class Product:
    """One published table.

    Attributes:
        name: Of the mart and of its file.
        purpose: The question it answers, and how not to read it.
        key: Columns that name a row.
        columns: Every column with its physical type.
        person_level: Whether it has a row per person.
        people: The column that says how many people a row is about, None where it is about none.
        counts: Columns that count people: small ones are not shown.
        figures: Columns made from these counts: not shown where a count or the people behind them are few.
    """

    name: str
    version: str
    title: Text
    purpose: Text
    audience: Audience
    key: tuple[str, ...]
    columns: dict[str, str]
    person_level: bool
    people: str | None
    counts: tuple[str, ...]
    figures: tuple[str, ...]


@cache
def load_products() -> dict[str, Product]:
    """Return every product by name.

    Raises:
        ContractError: naming the file and what is wrong in it.
    """
    return {product.name: product for product in map(_read, sorted(PRODUCTS.glob("*.odcs.yaml")))}


def _read(path: Path) -> Product:
    place = path.name
    try:
        content = read_yaml(path)
        odcs = OpenDataContractStandard(**content)
    except (OSError, TypeError, ValueError, yaml.YAMLError) as exc:
        raise ContractError(f"{place}: not a data contract: {exc}") from exc
    if not odcs.schema_ or len(odcs.schema_) != 1 or not odcs.schema_[0].properties:
        raise ContractError(f"{place}: exactly one schema object with properties is expected")
    refuse_unknown_keys(content, place)
    extras = custom_values(odcs.customProperties, _PROPERTIES, place)
    properties = odcs.schema_[0].properties
    purpose = odcs.description.purpose if odcs.description else None
    keyed = sorted((p.primaryKeyPosition or 0, p.name or "") for p in properties if p.primaryKey)
    product = Product(
        name=odcs.name or "",
        version=odcs.version or "",
        title=both_languages(extras.get("title"), f"{place}: title"),
        purpose=both_languages({"en": purpose, "zh": extras.get("purposeZh")}, f"{place}: purpose"),
        audience=extras.get("audience", "restricted"),
        key=tuple(name for _, name in keyed),
        columns={p.name or "": p.physicalType or "" for p in properties},
        person_level=bool(extras.get("personLevel", False)),
        people=extras.get("people"),
        counts=tuple(extras.get("counts", ())),
        figures=tuple(extras.get("figures", ())),
    )
    _refuse_contradictions(product, place)
    return product


def _refuse_contradictions(product: Product, place: str) -> None:
    if f"{product.name}.odcs.yaml" != place:
        raise ContractError(f"{place}: the contract is named {product.name}")
    if product.audience not in get_args(Audience):
        raise ContractError(f"{place}: audience '{product.audience}' is none of {', '.join(get_args(Audience))}")
    if not product.key:
        raise ContractError(f"{place}: no column is part of the key")
    named: list[Any] = [product.people, *product.counts, *product.figures]
    unknown = sorted({name for name in named if name is not None} - product.columns.keys())
    if unknown:
        raise ContractError(f"{place}: no column {', '.join(unknown)}")
