"""Places for the checks of uploads: few, with threads of their own, so that no other route ever waits for one.

A check may take minutes. In the shared threads, some dozen of them would stop the whole service.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import anyio

from api.problems import Busy

CHECKS_AT_ONCE: Final = 4
_RETRY_AFTER: Final = {"Retry-After": "30"}

Result = TypeVar("Result")


class CheckSlots:
    """Runs so many checks at once and refuses the next instead of letting it wait. For one event loop."""

    def __init__(self, total: int = CHECKS_AT_ONCE) -> None:
        self._limiter = anyio.CapacityLimiter(total)
        self._total = total
        self._running = 0

    def refuse_when_full(self) -> None:
        """Refuse early, before a body is read for nothing.

        Raises:
            Busy: every place is taken.
        """
        if self._running >= self._total:
            raise Busy(headers=_RETRY_AFTER)

    async def run(self, check: Callable[[], Result]) -> Result:
        """Run a check in a thread of ours.

        Raises:
            Busy: every place is taken.
        """
        self.refuse_when_full()
        # Counted here, since the limiter gives its place only after a switch of tasks.
        self._running += 1
        try:
            return await anyio.to_thread.run_sync(check, limiter=self._limiter)
        finally:
            self._running -= 1
