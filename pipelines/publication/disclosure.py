"""Primary suppression of published figures, as SQL over the warehouse's marts.

Thresholds come from the code table `thresholds`, by the day they hold. Complementary suppression, rounding and
differencing are other rules and belong in modules of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class DisclosureRules:
    """The numbers the suppression works with.

    Attributes:
        min_denominator: a rate about fewer people is not published, nor is that number of people.
        min_count: a count of people from 1 up to one less than this is not published.
        k_anonymity: a generalised person row is shared by at least so many people.
    """

    min_denominator: int
    min_count: int
    k_anonymity: int


def disclosure_rules(thresholds: pl.DataFrame, on: date) -> DisclosureRules:
    """Read the rules that hold on a day.

    Args:
        thresholds: the code table of that name.
        on: the day, from `as_of`.

    Raises:
        PublicationError: when a threshold is missing, since nothing may be published without it.
    """
    values = {
        row["name"]: row["value"]
        for row in thresholds.iter_rows(named=True)
        if _holds(row["valid_from"], row["valid_to"], on)
    }
    missing = sorted({"min_denominator_public", "k_anonymity"} - values.keys())
    if missing:
        raise PublicationError(f"code table thresholds has no value on {on} for: {', '.join(missing)}")
    min_denominator = int(values["min_denominator_public"])
    return DisclosureRules(
        min_denominator=min_denominator,
        min_count=int(values.get("min_count_public", min_denominator)),
        k_anonymity=int(values["k_anonymity"]),
    )


def suppressed_metrics_sql(relation: str, columns: Sequence[str], rules: DisclosureRules) -> str:
    """A select over `mart_metric` with the same columns, in which nothing small is left.

    A denominator that is too small hides the whole cell, the number of people included; a small count above a
    large enough denominator hides value and numerator. A cell whose denominator is unknown is hidden too: what
    cannot be shown to be large enough is not shown.

    Args:
        relation: the quoted mart.
        columns: its columns, which the select keeps.
        rules: the thresholds.
    """
    few = f"coalesce(denominator, 0) < {rules.min_denominator}"
    small = f"coalesce(numerator between 1 and {rules.min_count - 1}, false)"
    # A mart row without any figure has nothing to hide and keeps the reason the mart gave.
    empty = "numerator is null and denominator is null and value is null and unknown is null"
    nothing = f"({empty} or (coalesce(denominator, 0) = 0 and coalesce(numerator, 0) = 0 and value is null))"
    hide_cell = f"(not {nothing} and {few})"
    hide_count = f"({hide_cell} or {small})"
    replaced = {
        "numerator": f"case when {hide_count} then null else numerator end",
        "denominator": f"case when {hide_cell} then null else denominator end",
        "unknown": f"case when {hide_cell} then null else unknown end",
        "value": f"case when {hide_count} then null else value end",
        "status": f"case when {hide_count} then '{SUPPRESSED}' else status end",
    }
    select = ", ".join(f"{replaced[name]} as {name}" if name in replaced else f'"{name}"' for name in columns)
    return f"select {select} from {relation}"  # noqa: S608 names from the warehouse's own catalogue


def suppressed_counts_sql(
    relation: str, columns: Sequence[str], counts: Sequence[str], total: str, rules: DisclosureRules
) -> str:
    """A select over a mart of counts in which small ones are null and `status` says so.

    Args:
        relation: the quoted mart.
        columns: its columns, which the select keeps.
        counts: those that count people or what belongs to one person, such as internships.
        total: the one they are counted out of; when it is small all of them are hidden.
        rules: the thresholds.
    """
    few = f"coalesce({total}, 0) between 1 and {rules.min_denominator - 1}"
    hidden = {name: f"({few} or coalesce({name} between 1 and {rules.min_count - 1}, false))" for name in counts}
    select = [
        f'case when {hidden[name]} then null else "{name}" end as "{name}"' if name in hidden else f'"{name}"'
        for name in columns
        if name != "status"
    ]
    any_hidden = " or ".join([few, *hidden.values()])
    select.append(f"case when {any_hidden} then '{SUPPRESSED}' else 'ok' end as status")
    return f"select {', '.join(select)} from {relation}"  # noqa: S608 names from the warehouse's own catalogue


def _holds(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)
