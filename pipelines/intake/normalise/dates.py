"""Dates as people write them, to ISO 8601. What cannot be known stays as it is and is refused by the checks."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from data_contracts.code_tables import vocabulary
from pipelines.intake.normalise.signs import narrow

# The blank before a time tells 1 September, 10:30 from 11 September, 0:30: cut the time off before blanks go.
_TIME = re.compile(r"(?<=\d)(?:\s+|T)\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$|(?<=日)\s*\d{1,2}:\d{2}(?::\d{2})?$")
_FULL = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})[-./年](\d{1,2})月?$")
_COMPACT_MONTH = re.compile(r"^(\d{4})(\d{2})$")
_SERIAL = re.compile(r"^\d{5}$")
_YEAR_AND_MONTH = re.compile(r"^(19|20)\d{3}$")
"""As text `20249` is a month that lost its dot as likely as a serial; only a spreadsheet's own number is one."""
_SERIAL_EPOCH = dt.date(1899, 12, 30)
_SERIAL_EPOCH_1904 = dt.date(1904, 1, 1)
_SERIALS = range(20000, 60001)


def to_date(text: str, *, numeric: bool, since_1904: bool = False) -> tuple[str | None, str | None]:
    """Return a date's canonical text and the repair, or the text as it was; None for a word of no end.

    Args:
        text: The cell.
        numeric: Whether the workbook stores the cell as a number: then `2024.1` may once have been 2024.10, and
            `20249` is a serial.
        since_1904: Whether the workbook counts its days from 1904.
    """
    narrowed = narrow(_TIME.sub("", unicodedata.normalize("NFKC", text)))
    if narrowed.casefold() in vocabulary("open_ended"):
        return None, "open_ended"
    if not numeric and _YEAR_AND_MONTH.match(narrowed):
        return text, None
    if _SERIAL.match(narrowed) and int(narrowed) in _SERIALS:
        epoch = _SERIAL_EPOCH_1904 if since_1904 else _SERIAL_EPOCH
        repair = "date_from_serial_1904" if since_1904 else "date_from_serial"
        return (epoch + dt.timedelta(days=int(narrowed))).isoformat(), repair
    if match := _FULL.match(narrowed) or _COMPACT.match(narrowed):
        return _iso(match[1], match[2], match[3], text, "date_format")
    if numeric and "." in narrowed:
        return text, None
    if match := _MONTH.match(narrowed) or _COMPACT_MONTH.match(narrowed):
        return _iso(match[1], match[2], "1", text, "date_month_only")
    return text, None


def _iso(year: str, month: str, day: str, text: str, repair: str) -> tuple[str, str | None]:
    try:
        iso = dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text, None
    return iso, None if iso == text else repair
