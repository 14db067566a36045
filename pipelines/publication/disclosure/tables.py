"""Published tables other than the metrics: which counts and figures of a row are about too few people, as SQL.

These tables hold no totals of their own rows; the metrics do, and are protected against sums in `metrics`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_contracts.products import Product
    from pipelines.publication.disclosure.rules import DisclosureRules

STATUS = "status"
SUPPRESSED = "suppressed"


def suppressed_sql(relation: str, columns: Sequence[str], product: Product, rules: DisclosureRules) -> str:
    """A select over a mart with the same columns, without what would tell of too few people.

    A row about too few people shows none of its counts and figures; in another row a small count is not shown, nor
    any figure made from the counts. A true zero is shown.

    Args:
        relation: The quoted mart.
        columns: Its columns, which the select keeps.
        product: Says which columns count people.
        rules: The thresholds.
    """
    few_people = "false" if product.people is None else _few(product.people, rules)
    small = {name: f"({few_people} or {_few(name, rules)})" for name in product.counts}
    any_small = " or ".join([few_people, *small.values()])
    hidden = small | dict.fromkeys(product.figures, f"({any_small})")
    if product.people is not None:
        hidden[product.people] = few_people
    select = [_cell(name, hidden.get(name), any_small if hidden else None) for name in columns]
    return f"select {', '.join(select)} from {relation}"  # noqa: S608 names from the warehouse's own catalogue


def _few(column: str, rules: DisclosureRules) -> str:
    return f"coalesce({column} > 0 and {column} < {rules.min_denominator}, false)"


def _cell(name: str, hides: str | None, any_small: str | None) -> str:
    if name == STATUS and any_small is not None:
        return f"case when {any_small} then '{SUPPRESSED}' else {name} end as {name}"
    return name if hides is None else f"case when not {hides} then {name} end as {name}"
