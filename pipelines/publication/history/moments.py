"""Moments of the past at which vacancies are ranked again: one a month, when the platform had just got vacancies.

A later moment of the month would know more than a vacancy's own day, an earlier one would not know the vacancy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.publication.dbt_project import civil_day, end_of_day

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, order=True)
class Moment:
    """The end of a civil day.

    Attributes:
        day: The day; what is dated after it is the future.
        as_of: Its last second in UTC; what was received after it is not known.
    """

    day: date
    as_of: datetime


def moments_of(deliveries: pl.DataFrame) -> list[Moment]:
    """Return for each month the last day on which vacancies were received, in order.

    Args:
        deliveries: The ledger's deliveries that count today.
    """
    received = deliveries.filter(deliveries["feed"] == "vacancy")["received_at"].to_list()
    newest: dict[tuple[int, int], date] = {}
    for moment in received:
        day = civil_day(moment.replace(tzinfo=UTC))
        month = (day.year, day.month)
        newest[month] = max(day, newest.get(month, day))
    return [Moment(day, end_of_day(day)) for day in sorted(newest.values())]
