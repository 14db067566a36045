"""Primary suppression: which cells of `mart_metric` are about too few people by themselves, as SQL over the mart.

What other cells must be hidden so that the hidden ones cannot be worked out belongs in `complementary`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.publication.disclosure.rules import DisclosureRules

HIDES_CELL = "hides_cell"
"""The whole cell, the number of people in it included."""

HIDES_COUNT = "hides_count"
"""Numerator and value."""


def flagged_metrics_sql(relation: str, pay_cells: str, pay_key: Sequence[str], rules: DisclosureRules) -> str:
    """A select over `mart_metric` with all its columns and the two flags.

    A denominator that is too small hides the whole cell; a small count above a large enough denominator hides
    numerator and value. A cell whose denominator is unknown is hidden too: what cannot be shown to be large enough is
    not shown. Pay is hidden further when few employers pay it. A cell about nobody has nothing to hide and keeps the
    reason the mart gave.

    Args:
        relation: the quoted mart.
        pay_cells: the quoted relation with people and employers of each pay cell.
        pay_key: the columns that name a cell in both.
        rules: the thresholds.
    """
    nobody = (
        "coalesce(denominator, 0) = 0 and coalesce(numerator, 0) = 0 and coalesce(unknown, 0) = 0 and value is null"
    )
    hides_cell = f"(coalesce(denominator, 0) < {rules.min_denominator} and not ({nobody}))"
    hides_count = (
        f"({hides_cell} or coalesce(numerator between 1 and {rules.min_denominator - 1}, false)"
        f" or {_pay_is_concentrated_sql(pay_cells, pay_key, rules)})"
    )
    return f"select metric.*, {hides_cell} as {HIDES_CELL}, {hides_count} as {HIDES_COUNT} from {relation} as metric"  # noqa: S608 names from the warehouse's own catalogue


def _pay_is_concentrated_sql(pay_cells: str, pay_key: Sequence[str], rules: DisclosureRules) -> str:
    same_cell = " and ".join(f"pay.{name} = metric.{name}" for name in pay_key)
    return (
        f"(unit = 'CNY per month' and exists (select 1 from {pay_cells} as pay where {same_cell}"  # noqa: S608 our own names
        f" and (pay.numerator between 1 and {rules.pay_min_people - 1}"
        f" or pay.numerator > 0 and (pay.employer_count < {rules.pay_min_employers}"
        f" or pay.top_employer_count > {rules.pay_max_employer_share} * pay.numerator))))"
    )
