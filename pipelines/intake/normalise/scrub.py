"""Take phone numbers, identity numbers and e-mail addresses out of free text, in any width or spacing."""

from __future__ import annotations

import re

REMOVED = "***"

_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_IDENTITY = r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ](?![\dA-Za-z])|(?<!\d)\d{15}(?!\d)"
_MOBILE = r"(?<!\d)[1１][3-9３-９](?:[ -]?\d){9}(?!\d)"
_LANDLINE = r"(?<!\d)[0０]\d{2,3}[ -]?\d{7,8}(?!\d)"
_PERSONAL = re.compile("|".join((_EMAIL, _IDENTITY, _MOBILE, _LANDLINE)))


def scrub(text: str) -> tuple[str, str | None]:
    """Return the text without what points at a person, and the repair when something was taken out."""
    clean = _PERSONAL.sub(REMOVED, text)
    return clean, None if clean == text else "free_text_scrubbed"
