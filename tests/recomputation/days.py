"""Civil days: ends of months, days so many months later.

Which day a metric asks for belongs in its family.
"""

from __future__ import annotations

import calendar
import datetime as dt


def month_end(day: dt.date, months: int = 0) -> dt.date:
    """Return the last day of the calendar month so many months after that of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later, the last of the month where it has no such day."""
    last = month_end(day, months)
    return last.replace(day=min(day.day, last.day))


def quarter_end(day: dt.date) -> dt.date:
    """Return the last day of the quarter of a day."""
    return month_end(day, 2 - (day.month - 1) % 3)
