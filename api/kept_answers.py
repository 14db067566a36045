"""Answers made of one edition, kept for whoever asks for the same again: an edition does not change.

An ETag names an answer down to its bytes, and two organisations never share one, so it is also what an answer is kept
under. They go with the opened file that they were made of: where an erasure replaces it, `editions` lets go of both.
Only the event loop reaches them, so nothing is locked.
"""

from collections import OrderedDict
from typing import Final, NamedTuple

MOST_BYTES: Final = 96 * 1024 * 1024
_KEEPING: Final = 300
"""Bytes that an answer costs beside its body, so that many short ones do not take more room than there is."""


class KeptAnswer(NamedTuple):
    """An answer's body, and how many rows it shows, for the audit."""

    body: bytes
    rows: int


class KeptAnswers:
    """Answers by their ETags; the longest unused goes when there is no room."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()

    def get(self, etag: str) -> KeptAnswer | None:
        """Return the answer of this ETag, if it is kept."""
        found = self._kept.get(etag)
        if found is not None:
            self._kept.move_to_end(etag)
        return found

    def keep(self, etag: str, answer: KeptAnswer) -> None:
        """Keep an answer that is not kept yet, in place of older ones where there is no room."""
        self._kept[etag] = answer
        self._bytes += len(answer.body) + _KEEPING
        while self._bytes > self._most_bytes:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone.body) + _KEEPING
