"""Contracts of what goes out: one file per published table, what it answers, its columns, and what is hidden in it.

What comes in is declared under `feeds/`; making the tables belongs in the models, hiding and writing in publication.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from data_contracts.model import Text
from data_contracts.rule_reading import both_languages, custom_values
from data_contracts.strict import ContractError, read_yaml, refuse_unknown_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Audience = Literal["official", "platform", "restricted"]
"""Who may read a table: officials, in an edition; the platform alone, in an edition; nobody outside the warehouse."""

PRODUCTS = Path(__file__).parent / "products"
_PROPERTIES = {
    "title",
    "purposeZh",
    "grainZh",
    "audience",
    "personLevel",
    "people",
    "counts",
    "figures",
    "sums",
    "overall",
    "pay",
    "compared",
    "withheld",
}
_PAY = {"people", "employers", "topEmployer", "columns"}
_COMPARED = {"columns", "within", "reference"}


@dataclass(frozen=True)
class Column:
    """One column as people read it."""

    name: str
    title_zh: str
    physical_type: str
    description: str


@dataclass(frozen=True)
class Sum:
    """A count of a row and the counts of the row that make it up."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Pay:
    """Columns of pay, and those that say whose pay it is.

    Attributes:
        people: How many people are paid.
        employers: How many employers pay them.
        top_employer: How many of them the largest pays.
        columns: What they are paid.
    """

    people: str
    employers: str
    top_employer: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """Columns that compare a row with another, from which the other's counts could be worked out.

    Attributes:
        columns: What compares.
        within: Columns that both rows share.
        reference: The flag of the row that is compared with.
    """

    columns: tuple[str, ...]
    within: tuple[str, ...]
    reference: str


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
        figures: Columns made from these counts: not shown where one of their counts is not.
        sums: What the counts of a row add up to.
        overall: Of a column of the key that names ways to break all down, the value that stands for all.
        pay: Columns that tell what people are paid.
        compared: Columns that compare a row with another: not shown where a count of the other is not.
        withheld: Columns that are never shown.
        described: The columns as people read them.
    """

    name: str
    version: str
    title: Text
    purpose: Text
    audience: Audience
    key: tuple[str, ...]
    columns: dict[str, str]
    person_level: bool = False
    people: str | None = None
    counts: tuple[str, ...] = ()
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums: tuple[Sum, ...] = ()
    overall: Mapping[str, str] = field(default_factory=dict)
    pay: Pay | None = None
    compared: Compared | None = None
    withheld: tuple[str, ...] = ()
    described: tuple[Column, ...] = ()

    @property
    def people_columns(self) -> tuple[str, ...]:
        """Every column that counts people."""
        return self.counts if self.people is None else (self.people, *self.counts)

    @property
    def hides(self) -> bool:
        """Whether anything in it may have to be hidden."""
        return bool(self.people_columns or self.withheld or self.pay)


@cache
def load_products() -> dict[str, Product]:
    """Return every product by name.

    Raises:
        ContractError: naming the file and what is wrong in it.
    """
    return {product.name: product for product in map(read_product, sorted(PRODUCTS.glob("*.odcs.yaml")))}


def read_product(path: Path) -> Product:
    """Return the product that a file declares.

    Raises:
        ContractError: naming the file and what is wrong in it.
    """
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
        figures={figure: tuple(counts) for figure, counts in extras.get("figures", {}).items()},
        sums=tuple(Sum(said["total"], tuple(said["parts"])) for said in extras.get("sums", ())),
        overall=extras.get("overall", {}),
        pay=_pay(extras.get("pay"), place),
        compared=_compared(extras.get("compared"), place),
        withheld=tuple(extras.get("withheld", ())),
        described=tuple(
            Column(p.name or "", p.businessName or "", p.physicalType or "", p.description or "") for p in properties
        ),
    )
    _refuse_contradictions(product, place)
    return product


def _pay(said: dict[str, Any] | None, place: str) -> Pay | None:
    if said is None:
        return None
    if said.keys() != _PAY:
        raise ContractError(f"{place}: pay names {', '.join(sorted(_PAY))} and nothing else")
    return Pay(said["people"], said["employers"], said["topEmployer"], tuple(said["columns"]))


def _compared(said: dict[str, Any] | None, place: str) -> Compared | None:
    if said is None:
        return None
    if said.keys() != _COMPARED:
        raise ContractError(f"{place}: compared names {', '.join(sorted(_COMPARED))} and nothing else")
    return Compared(tuple(said["columns"]), tuple(said["within"]), said["reference"])


def _refuse_contradictions(product: Product, place: str) -> None:
    if f"{product.name}.odcs.yaml" != place:
        raise ContractError(f"{place}: the contract is named {product.name}")
    if product.audience not in get_args(Audience):
        raise ContractError(f"{place}: audience '{product.audience}' is none of {', '.join(get_args(Audience))}")
    if not product.key:
        raise ContractError(f"{place}: no column is part of the key")
    if unknown := sorted(set(_named(product)) - product.columns.keys()):
        raise ContractError(f"{place}: no column {', '.join(unknown)}")
    counted = {name for counts in product.figures.values() for name in counts}
    counted |= {name for said in product.sums for name in (said.total, *said.parts)}
    if uncounted := sorted(counted - set(product.people_columns)):
        raise ContractError(f"{place}: not among the counts: {', '.join(uncounted)}")


def _named(product: Product) -> Iterator[str]:
    yield from (*product.people_columns, *product.figures, *product.overall, *product.withheld)
    if product.pay is not None:
        yield from (product.pay.people, product.pay.employers, product.pay.top_employer, *product.pay.columns)
    if product.compared is not None:
        yield from (*product.compared.columns, *product.compared.within, product.compared.reference)
