"""The day by whose limits a file is judged. What the limits are belongs in `data_contracts.thresholds`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from data_contracts.thresholds import NotInForceError, threshold

_ALL = Decimal(1)


def judged_day(period: str, today: dt.date | None) -> dt.date | None:
    """Return the first day of the month that a file reports for, else the day on which somebody asks.

    Args:
        period: The month, as 2026-10; empty where nobody said.
        today: The day of asking; None where nobody said, and then no limit of a day can be applied.
    """
    return dt.date.fromisoformat(f"{period}-01") if period else today


def share_allowed(name: str, day: dt.date | None) -> Decimal:
    """Return a threshold that is a share of a delivery's rows; all of them on a day for which nothing is said."""
    try:
        return threshold(name, on=day)
    except NotInForceError:
        return _ALL
