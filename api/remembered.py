"""What the ledger said, remembered until anything but the audit is written to it.

So approval, revocation, withdrawal and erasure count from the next request on, and yet most requests ask the ledger
for one number only. Where it cannot tell that number, it is asked every time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

_MOST: Final = 4096
_UNKNOWN: Final = object()

Answer = TypeVar("Answer")


class Said:
    """What the ledger says, never older than the moment in which the request looked: known already, or asked for."""

    def __init__(self, known: OrderedDict[Hashable, Any] | None) -> None:
        self._known = known

    def knows(self, *asked: Hashable) -> bool:
        """Whether all of these would be answered without asking the ledger."""
        known = self._known
        return known is not None and all(one in known for one in asked)

    def recall(self, asked: Hashable, kind: type[Answer]) -> Answer | None:
        """Return what is known, without asking the ledger; None where nothing of this kind is."""
        found = None if self._known is None else self._known.get(asked)
        return found if isinstance(found, kind) else None

    def answer(self, asked: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return what the ledger says, asking it only when it may say otherwise than before."""
        known = self._known
        if known is None:
            return ask()
        if (found := known.get(asked, _UNKNOWN)) is _UNKNOWN:
            found = known[asked] = ask()
            while len(known) > _MOST:
                known.popitem(last=False)
        answer: Answer = found
        return answer


class Remembered:
    """Answers of the ledger by what was asked, of its newest state alone."""

    def __init__(self, version: Callable[[], Hashable | None]) -> None:
        self._version = version
        self._lock = Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._of: Hashable | None = None

    def now(self) -> Said:
        """Return what the ledger says, for one request."""
        version = self._version()
        if version is None:
            return Said(None)
        with self._lock:
            if version != self._of:
                self._known, self._of = OrderedDict(), version
            return Said(self._known)
