"""How like the names of a field a header is. What stands below it belongs in `fit`, choosing in `suggest`."""

from __future__ import annotations

import unicodedata
from functools import cache

from rapidfuzz import fuzz

from data_contracts.model import Field
from pipelines.intake.layout.header import header_key


def header_likeness(text: str, item: Field) -> int:
    """Return how like the names of a field a header is, out of a hundred."""
    key, words = header_key(text), _words(text)
    names = _names(item)
    by_signs = max(fuzz.ratio(key, name) for name, _ in names)
    by_words = max(fuzz.token_sort_ratio(words, spaced) for _, spaced in names)
    return int(max(by_signs, by_words))


@cache
def _names(item: Field) -> tuple[tuple[str, str], ...]:
    texts = (item.name, item.title.zh, item.title.en, *item.synonyms)
    return tuple((header_key(text), _words(text)) for text in texts)


def _words(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("_", " ").casefold()
