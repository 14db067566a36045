"""Identity numbers, phones, e-mails and names: only what is certain is repaired, a lost digit never guessed."""

from __future__ import annotations

import re

from pipelines.intake.normalise.signs import narrow

_MIDDLE_DOTS = re.compile(r"[•．‧∙⋅・･]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")


def to_id_number(text: str) -> tuple[str, str | None]:
    """Return an identity number in half-width capitals without blanks or hyphens."""
    clean = narrow(text).replace("-", "").upper()
    return clean, None if clean == text else "id_signs"


def to_phone(text: str) -> tuple[str, str | None]:
    """Return a phone number in half-width digits."""
    clean = narrow(text).removesuffix(".0")
    return clean, None if clean == text else "phone_signs"


def to_email(text: str) -> tuple[str, str | None]:
    """Return an e-mail address in half-width signs."""
    clean = narrow(text)
    return clean, None if clean == text else "email_signs"


def to_person_name(text: str) -> tuple[str, str | None]:
    """Return a name with one kind of middle dot; its characters are never folded."""
    clean = _MIDDLE_DOTS.sub("·", text)
    return clean, None if clean == text else "name_dot"
