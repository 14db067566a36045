"""How wide text is in a sheet, for column widths and row heights."""

from __future__ import annotations

_FIRST_WIDE = 0x2E80


def wide(text: str) -> int:
    """Return how wide a text is in half-width signs; a Chinese sign is two."""
    return sum(2 if ord(sign) > _FIRST_WIDE else 1 for sign in text)
