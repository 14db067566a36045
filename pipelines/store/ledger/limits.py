"""What a column can hold on either engine: what cannot be in it is not there, which is no error of the database's."""

from __future__ import annotations

LARGEST_NUMBER = 2**31 - 1
"""The largest event or delivery number."""

_NUL = chr(0)


def can_be_kept(text: str) -> bool:
    """Return whether PostgreSQL and SQLite would take a text at all; half a surrogate pair is no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return _NUL not in text
