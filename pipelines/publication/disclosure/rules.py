"""Primary suppression of published figures, as SQL over the warehouse's marts.

Hidden are cells about too few people, small numerators and concentrated pay. Not hidden are small numbers of unknown,
small complements (denominator - numerator), and whatever a difference of shown figures gives: complementary
suppression, rounding and differencing are other rules and belong in modules of their own.

Thresholds come from the code table `thresholds`, by the day they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

SUPPRESSED = "suppressed"
NEEDED = (
    "min_denominator_public",
    "k_anonymity",
    "pay_min_people",
    "pay_min_employers",
    "pay_max_employer_share",
)


@dataclass(frozen=True)
class DisclosureRules:
    """The numbers the suppression works with.

    Attributes:
        min_denominator: a rate about fewer people is not published, nor is that number of people. It is also the
            smallest numerator that is published above zero.
        k_anonymity: a generalised person row is shared by at least so many people.
        pay_min_people: pay statistics need so many people,
        pay_min_employers: so many employers,
        pay_max_employer_share: and no employer with a larger share of them.
    """

    min_denominator: int
    k_anonymity: int
    pay_min_people: int
    pay_min_employers: int
    pay_max_employer_share: Decimal


def thresholds_on(thresholds: pl.DataFrame, on: date) -> dict[str, Decimal]:
    """Every threshold that holds on a day, from the code table of that name."""
    return {
        row["name"]: Decimal(row["value"])
        for row in thresholds.iter_rows(named=True)
        if _holds(row["valid_from"], row["valid_to"], on)
    }


def disclosure_rules(values: Mapping[str, Decimal]) -> DisclosureRules:
    """Read the rules out of the thresholds of a day.

    Raises:
        PublicationError: when a threshold is missing, since nothing may be published without it.
    """
    missing = sorted(set(NEEDED) - values.keys())
    if missing:
        raise PublicationError(f"code table thresholds has no value in force for: {', '.join(missing)}")
    return DisclosureRules(
        min_denominator=int(values["min_denominator_public"]),
        k_anonymity=int(values["k_anonymity"]),
        pay_min_people=int(values["pay_min_people"]),
        pay_min_employers=int(values["pay_min_employers"]),
        pay_max_employer_share=values["pay_max_employer_share"],
    )


def suppressed_metrics_sql(relation: str, pay_cells: str, columns: Sequence[str], rules: DisclosureRules) -> str:
    """A select over `mart_metric` with the same columns, without small denominators and small numerators.

    A denominator that is too small hides the whole cell, the number of people included; a small count above a
    large enough denominator hides value and numerator. A cell whose denominator is unknown is hidden too: what
    cannot be shown to be large enough is not shown. Pay is hidden further when few employers pay it.
    A small `unknown` or a small rest of the denominator stays visible beside a denominator that is large enough.

    Args:
        relation: the quoted mart.
        pay_cells: the quoted relation with people and employers of each pay cell.
        columns: the mart's columns, which the select keeps.
        rules: the thresholds.
    """
    # A cell about nobody has nothing to hide and keeps the reason the mart gave.
    nobody = (
        "coalesce(denominator, 0) = 0 and coalesce(numerator, 0) = 0 and coalesce(unknown, 0) = 0 and value is null"
    )
    hide_cell = f"(coalesce(denominator, 0) < {rules.min_denominator} and not ({nobody}))"
    hide_count = (
        f"({hide_cell} or coalesce(numerator between 1 and {rules.min_denominator - 1}, false)"
        f" or {_pay_is_concentrated_sql(pay_cells, rules)})"
    )
    replaced = {
        "numerator": f"case when {hide_count} then null else numerator end",
        "denominator": f"case when {hide_cell} then null else denominator end",
        "unknown": f"case when {hide_cell} then null else unknown end",
        "value": f"case when {hide_count} then null else value end",
        "status": f"case when {hide_count} then '{SUPPRESSED}' else status end",
    }
    select = ", ".join(f'{replaced.get(name, f"metric.{name}")} as "{name}"' for name in columns)
    return f"select {select} from {relation} as metric"  # noqa: S608 names from the warehouse's own catalogue


def _pay_is_concentrated_sql(pay_cells: str, rules: DisclosureRules) -> str:
    return (
        f"(unit like 'CNY%' and exists (select 1 from {pay_cells} as pay"  # noqa: S608 our own name
        " where pay.cohort = metric.cohort and pay.cutoff_date = metric.cutoff_date"
        " and pay.cell_college = metric.college_code and pay.cell_major_class = metric.major_class"
        f" and (pay.numerator between 1 and {rules.pay_min_people - 1}"
        f" or pay.numerator > 0 and (pay.employer_count < {rules.pay_min_employers}"
        f" or pay.top_employer_count > {rules.pay_max_employer_share} * pay.numerator))))"
    )


def _holds(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)
