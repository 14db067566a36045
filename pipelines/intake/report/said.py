"""What intake says to a sender outside of findings: one sentence in both languages, also as an error."""

from __future__ import annotations

from data_contracts.model import Text


def both(text: Text) -> str:
    """Return a sentence as one line in both languages, for places that hold one text."""
    return f"{text.en} / {text.zh}"


class SaidError(Exception):
    """An error whose text the sender reads; `str()` of it is one line in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(both(text))
        self.text = text
