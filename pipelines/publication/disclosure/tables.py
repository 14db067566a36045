"""Published tables other than the metrics: their rows without what would tell of too few people.

What the counts add up to belongs in `table_sums`, the metrics in `metrics`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.publication.disclosure.complementary import protected
from pipelines.publication.disclosure.equations import NODE
from pipelines.publication.disclosure.metrics import SUPPRESSED
from pipelines.publication.disclosure.table_sums import COLUMN, ROW, VALUE, table_equations, table_nodes

if TYPE_CHECKING:
    from data_contracts.products import Compared, Pay, Product
    from pipelines.publication.disclosure.rules import DisclosureRules

STATUS = "status"


def shown_rows(table: pl.DataFrame, product: Product, rules: DisclosureRules) -> pl.DataFrame:
    """Return the rows of a mart without what would tell of too few people; columns and types stay.

    A row about too few people shows none of its counts and figures; in another row a small count is not shown, nor
    what would give it away by a sum, nor any figure made from a count that is not shown. Pay is not shown when few
    employers pay it, and nothing is compared with a row that hides a count. A true zero is shown. Where the table has
    figures, its status says that something is hidden.

    Args:
        table: The mart, in key order.
        product: Says which columns count people and what is made from them.
        rules: The thresholds.
    """
    rows = table.with_row_index(ROW)
    gone = hidden_counts(rows, product, rules)
    hidden = {name: _is_in(gone.filter(pl.col(COLUMN) == name)[ROW]) for name in product.people_columns}
    about_hidden = pl.lit(value=False) if product.people is None else hidden[product.people]
    for figure, counts in product.figures.items():
        hidden[figure] = pl.any_horizontal(about_hidden, *(hidden[name] for name in counts))
    if product.pay is not None:
        hidden |= dict.fromkeys(product.pay.columns, about_hidden | _is_concentrated(product.pay, rules))
    if product.compared is not None:
        gone_of_reference = pl.any_horizontal(*(hidden[name] for name in product.people_columns))
        for name in product.compared.columns:
            hidden[name] = hidden.get(name, about_hidden) | _reference_is(gone_of_reference, product.compared)
    # What is never shown says nothing about the row.
    says = pl.any_horizontal(*hidden.values()) if product.figures or product.pay else None
    hidden |= dict.fromkeys(product.withheld, pl.lit(value=True))
    masks = [pl.when(~condition).then(pl.col(name)).alias(name) for name, condition in hidden.items()]
    if says is not None and STATUS in table.columns:
        masks.append(pl.when(says).then(pl.lit(SUPPRESSED)).otherwise(pl.col(STATUS)).alias(STATUS))
    return rows.with_columns(masks).select(table.columns).cast(table.schema)


def hidden_counts(rows: pl.DataFrame, product: Product, rules: DisclosureRules) -> pl.DataFrame:
    """Return the counts that are not shown, as columns row and column.

    Args:
        rows: The mart in key order, with the number of each row.
        product: Says which columns count people, and what they add up to.
        rules: The thresholds.
    """
    nodes = table_nodes(rows, product.people_columns)
    few = pl.col(VALUE).is_between(1, rules.min_denominator - 1)
    few_people = nodes.filter(few & (pl.col(COLUMN) == (product.people or "")))[ROW]
    hidden = nodes.filter(few | _is_in(few_people))[NODE].unique().sort()
    values = nodes.group_by(NODE).agg(pl.col(VALUE).first().alias("value")).sort(NODE)
    equations = table_equations(rows, nodes, product)
    smallest, ample = rules.min_denominator, rules.hidden_sum_min_people
    hidden = protected(values, equations, hidden, smallest=smallest, ample=ample)
    return nodes.filter(pl.col(NODE).is_in(hidden.implode())).select(ROW, COLUMN)


def _is_in(rows: pl.Series) -> pl.Expr:
    return pl.col(ROW).is_in(rows.unique().implode())


def _is_concentrated(pay: Pay, rules: DisclosureRules) -> pl.Expr:
    """Whether too few people, too few employers or one above all stand behind the pay; so it is where nobody knows."""
    people, largest = pl.col(pay.people), pl.col(pay.top_employer)
    enough = (
        (people >= rules.pay_min_people)
        & (pl.col(pay.employers) >= rules.pay_min_employers)
        & (largest <= people * pl.lit(rules.pay_max_employer_share))
    )
    return ~enough.fill_null(value=False) & (people.fill_null(1) > 0)


def _reference_is(hidden: pl.Expr, compared: Compared) -> pl.Expr:
    """Whether a count of the row that is compared with is not shown: a ratio to it would give it away."""
    return (hidden & pl.col(compared.reference)).any().over(compared.within)
