"""Signs that nobody meant: invisible ones, full-width ones, apostrophes, null words."""

from __future__ import annotations

import re
import unicodedata

from data_contracts.code_tables import normalise_word, vocabulary

_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad\u202a-\u202e]")
# The separators of old terminals too: whoever strips a text afterwards takes them for blanks.
_EDGES = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u3000'’`"
_OWN_NULL_WORDS = {"phone": "null_words_phone"}
_DASHES = str.maketrans(dict.fromkeys("－–—−‐", "-"))


def visible(text: str) -> str:
    """Return the text without invisible signs and without blanks or apostrophes at its ends."""
    return _INVISIBLE.sub("", text).strip(_EDGES)


def narrow(text: str) -> str:
    """Return a code's or number's text in half-width signs without blanks inside."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    # A sign may fold into a blank and an accent, which meet their neighbour once the blank is gone.
    return unicodedata.normalize("NFKC", "".join(folded.split()))


def is_null_word(text: str, *, form: str = "") -> bool:
    """Return whether a cell says that there is nothing; some words say so in cells of one form only."""
    word = normalise_word(text)
    return word in vocabulary("null_words") or (form in _OWN_NULL_WORDS and word in vocabulary(_OWN_NULL_WORDS[form]))
