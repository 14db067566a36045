"""Open the data folder: when the server starts, or, while the server of its ledger is away, as soon as that is back.

What is opened is put together in `app`. A wrong key or an older ledger at the start is no reason to wait: it is raised.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final

from api.faults import LedgerDown
from api.services import Services
from data_contracts.model import Text
from pipelines.store.platform import PlatformAwayError, PlatformError

_AGAIN_SECONDS: Final = 1.0
_RETRY_AFTER: Final = {"Retry-After": "5"}

_log = logging.getLogger("talent.faults")


class Opening:
    """The services of an application, or what they are waiting for."""

    def __init__(self, start: Callable[[], Services]) -> None:
        self._start = start
        self._lock = Lock()
        self._services: Services | None = None
        self._waits_for: str | None = None
        self._is_over = False

    @property
    def services(self) -> Services:
        """What every request can reach.

        Raises:
            LedgerDown: nothing yet; the detail says what is waited for.
        """
        if self._services is None:
            title = LedgerDown.title
            reason = Text(f"{title.en} At the start: {self._waits_for}.", f"{title.zh}启动时：{self._waits_for}。")
            raise LedgerDown(reason, headers=_RETRY_AFTER)
        return self._services

    def at_start(self) -> bool:
        """Open now; return whether the ledger answered.

        Raises:
            PlatformError: the data folder cannot be used, however long one waits.
        """
        try:
            self._open()
        except PlatformAwayError as exc:
            self._say(exc)
            return False
        return True

    async def later(self) -> None:
        """Try again until it is open."""
        while self._services is None:
            await asyncio.sleep(_AGAIN_SECONDS)
            try:
                await asyncio.to_thread(self._open)
            except PlatformError as exc:
                self._say(exc)

    def close(self, stop: Callable[[Services], None]) -> None:
        """Open no more, and stop what is open."""
        with self._lock:
            self._is_over = True
            if self._services is not None:
                stop(self._services)

    def _open(self) -> None:
        with self._lock:
            if self._services is None and not self._is_over:
                self._services = self._start()

    def _say(self, exc: PlatformError) -> None:
        if str(exc) != self._waits_for:
            _log.warning("started without the ledger: %s", str(exc))
        self._waits_for = str(exc)


async def cancelled(task: "asyncio.Task[None]") -> None:
    """Stop a task and wait for its end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
