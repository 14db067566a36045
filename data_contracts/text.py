"""A sentence in the two languages of the platform."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the platform."""

    en: str
    zh: str

    def as_dict(self) -> dict[str, str]:
        """Return `{"en": ..., "zh": ...}`."""
        return {"en": self.en, "zh": self.zh}
