"""Whether a cell's text holds one of some words as a whole, however people break it up. Whose row it is is not said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipelines.intake.normalise.signs import visible

_GAP = r"[\s\-\u2010-\u2015\u2212]*"
_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_NO_SIGN_BEFORE, _NO_SIGN_AFTER = "(?<![0-9A-Z])", "(?![0-9A-Z])"
"""Another Latin letter or digit makes another number; a Chinese character beside it does not."""


class Tokens:
    """Words sought as whole tokens; blanks and dashes inside, width and case do not matter."""

    def __init__(self, words: Iterable[str]) -> None:
        self._plain = {bare for word in words if (bare := _GAPS.sub("", _folded(word)))}
        sought = "|".join(_GAP.join(map(re.escape, word)) for word in sorted(self._plain))
        self._whole = re.compile(f"{_NO_SIGN_BEFORE}(?:{sought}){_NO_SIGN_AFTER}")

    def cells_naming(self, row: Sequence[str | None]) -> frozenset[int]:
        """Return the columns, from 0, of the cells that hold a word."""
        # Most rows hold none: they are looked at once, and not cell by cell.
        if not self._signs_stand_in(_folded("|".join(cell for cell in row if cell))):
            return frozenset()
        return frozenset(at for at, cell in enumerate(row) if cell and self.stand_in(cell))

    def stand_in(self, text: str) -> bool:
        """Return whether a text holds a word."""
        folded = _folded(text)
        return self._signs_stand_in(folded) and self._whole.search(folded) is not None

    def _signs_stand_in(self, folded: str) -> bool:
        bare = _GAPS.sub("", folded)
        return any(word in bare for word in self._plain)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", visible(text)).upper()
