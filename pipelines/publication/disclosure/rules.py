"""The numbers that disclosure control works with: thresholds of the day, out of the code table of that name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

NEEDED = (
    "min_denominator_public",
    "hidden_sum_min_people",
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
        hidden_sum_min_people: a sum over shown and hidden counts hides so many people at least, if it hides any.
        k_anonymity: a generalised person row is shared by at least so many people.
        pay_min_people: pay statistics need so many people,
        pay_min_employers: so many employers,
        pay_max_employer_share: and no employer with a larger share of them.
    """

    min_denominator: int
    hidden_sum_min_people: int
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
        hidden_sum_min_people=int(values["hidden_sum_min_people"]),
        k_anonymity=int(values["k_anonymity"]),
        pay_min_people=int(values["pay_min_people"]),
        pay_min_employers=int(values["pay_min_employers"]),
        pay_max_employer_share=values["pay_max_employer_share"],
    )


def _holds(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)
