"""Ready answers about fairness: the two marts of groups as they may be published. Judging belongs in the marts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data_contracts.products import load_products
from pipelines.publication.disclosure.tables import shown_rows
from pipelines.publication.sqlite_file import AnswerTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

FAIRNESS = AnswerTable(
    "fairness",
    (
        "list_kind TEXT NOT NULL",
        "attribute TEXT NOT NULL",
        "group_code TEXT NOT NULL",
        "numerator INTEGER",
        "denominator INTEGER",
        "value TEXT",
        "status TEXT NOT NULL",
        "interval_low TEXT",
        "interval_high TEXT",
        "is_reference INTEGER NOT NULL",
        "selection_ratio TEXT",
        "conditional_ratio TEXT",
        "exposure_per_person TEXT",
        "exposure_ratio TEXT",
        "verdict TEXT",
        "reason TEXT",
    ),
    ("list_kind", "attribute", "group_code"),
)

FAIRNESS_COMPONENT = AnswerTable(
    "fairness_component",
    (
        "attribute TEXT NOT NULL",
        "group_code TEXT NOT NULL",
        "component TEXT NOT NULL",
        "pool_people INTEGER",
        "component_weight INTEGER NOT NULL",
        "mean_points TEXT",
        "other_mean_points TEXT",
        "score_gap TEXT",
        "is_largest_loss INTEGER",
    ),
    ("attribute", "group_code", "component"),
)

MARTS = {FAIRNESS.name: "mart_fairness", FAIRNESS_COMPONENT.name: "mart_fairness_component"}


def fairness_rows(warehouse: Warehouse, rules: DisclosureRules, table: AnswerTable) -> Iterator[tuple[object, ...]]:
    """Rows of one of the two tables, in key order, without what would tell of too few people."""
    product = load_products()[MARTS[table.name]]
    relation, key = warehouse.relation(product.name), ", ".join(product.key)
    mart = warehouse.connection.execute(f"select * from {relation} order by {key}").pl()  # noqa: S608 our own names
    shown = shown_rows(mart, product, rules) if mart.height else mart
    for row in shown.iter_rows(named=True):
        yield tuple(_plain(row[name]) for name in table.column_names)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return int(value) if isinstance(value, bool) else value
