"""What the ledger said, remembered until anything at all is written to it.

So approval, revocation, withdrawal and erasure count from the next request on, and yet most requests ask the ledger
for one number only. Where it cannot tell that number, it is asked every time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

_MOST: Final = 4096

Answer = TypeVar("Answer")


class Remembered:
    """Answers of the ledger by what was asked."""

    def __init__(self, version: Callable[[], Hashable | None]) -> None:
        self._version = version
        self._lock = Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._of: Hashable | None = None

    def knows(self, *asked: Hashable) -> bool:
        """Whether all of these would be answered without asking the ledger."""
        known = self._current()[0]
        return known is not None and all(one in known for one in asked)

    def answer(self, asked: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return what the ledger says, asking it only when it may say otherwise than before."""
        known, version = self._current()
        if known is None:
            return ask()
        if asked in known:
            found: Answer = known[asked]
            return found
        answer = ask()
        with self._lock:
            # What was written while it was asked may be in the answer or not: it is forgotten with the next request.
            if self._of == version:
                known[asked] = answer
                while len(known) > _MOST:
                    known.popitem(last=False)
        return answer

    def _current(self) -> tuple[OrderedDict[Hashable, Any] | None, Hashable | None]:
        version = self._version()
        if version is None:
            return None, None
        with self._lock:
            if version != self._of:
                self._known, self._of = OrderedDict(), version
            return self._known, version
