"""Writes the audit of list views in batches, within a second, from a thread of its own.

What is waiting is bounded: an answer that cannot be put on record is refused. What the ledger does not take stays in
the queue; what is left when the server ends goes to a file. A view of one person's contact never comes here: it is
written before the answer, in the ledger's own transaction.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from threading import Condition, Event, Thread
from typing import Final

from api.audit.left_over import LeftOver
from api.faults import AuditBehind
from pipelines.store.ledger import AuditEntry

MOST_WAITING: Final = 20_000
_GATHER_SECONDS: Final = 0.02
"""Short: while many entries are written at once, requests wait for the processor."""

_AGAIN_SECONDS: Final = 1.0
_BATCH: Final = 1000
_RETRY_AFTER: Final = {"Retry-After": "5"}

_log = logging.getLogger("talent.audit")


class AuditWriter:
    """A bounded queue and the thread that empties it into the ledger."""

    def __init__(
        self,
        append: Callable[[Sequence[AuditEntry]], None],
        left_over: LeftOver,
        *,
        most: int = MOST_WAITING,
        gather: float = _GATHER_SECONDS,
    ) -> None:
        self._append = append
        self._left_over = left_over
        self._most = most
        self._gather = gather
        self._waiting: deque[tuple[AuditEntry, float]] = deque()
        self._changed = Condition()
        self._ending = Event()
        self._thread = Thread(target=self._work, name="audit", daemon=True)

    def start(self) -> None:
        """Begin to write, what an earlier server left first."""
        self._thread.start()

    def add(self, entry: AuditEntry) -> None:
        """Take an entry that will be written within a second.

        Raises:
            AuditBehind: the queue is full, or the server is ending: what the entry is about must not be shown.
        """
        if entry.person_key is not None:
            raise ValueError("what is about one person is written before the answer, not gathered")
        with self._changed:
            if self._ending.is_set() or len(self._waiting) >= self._most:
                raise AuditBehind(headers=_RETRY_AFTER)
            self._waiting.append((entry, time.monotonic()))
            self._changed.notify()

    @property
    def waiting(self) -> int:
        """How many entries are not written yet."""
        return len(self._waiting)

    @property
    def lag(self) -> float:
        """How many seconds the oldest of them has been waiting."""
        with self._changed:
            return time.monotonic() - self._waiting[0][1] if self._waiting else 0.0

    def close(self) -> None:
        """Take no more, and write what is waiting: to the ledger, or to a file where it does not answer."""
        self._ending.set()
        with self._changed:
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()
        while self._waiting:
            if not self._write():
                self._left_over.keep([entry for entry, _ in self._waiting])
                _log.warning("the ledger does not answer: %d audit entries are kept in a file", len(self._waiting))
                self._waiting.clear()

    def _work(self) -> None:
        handed_over = False
        while not self._ending.is_set():
            handed_over = handed_over or self._hand_over()
            with self._changed:
                while not self._waiting and not self._ending.is_set() and handed_over:
                    self._changed.wait()
            # A moment for others to join the batch.
            self._ending.wait(self._gather)
            if not self._write():
                self._ending.wait(_AGAIN_SECONDS)

    def _write(self) -> bool:
        """Write what is waiting now, oldest first; return whether the ledger took it."""
        # What comes meanwhile waits for the next time: else a busy server writes entry by entry, without end.
        left = len(self._waiting)
        while batch := list(islice(self._waiting, min(left, _BATCH))):
            left -= len(batch)
            try:
                self._append([entry for entry, _ in batch])
            except Exception as exc:  # noqa: BLE001 - whatever it is, no entry may be lost for it
                _log.warning("the audit waits for the ledger: %s", exc)
                return False
            with self._changed:
                for _ in batch:
                    self._waiting.popleft()
        return True

    def _hand_over(self) -> bool:
        try:
            self._left_over.hand_over(self._append)
        except Exception as exc:  # noqa: BLE001 - tried again
            _log.warning("what an earlier server left of the audit waits for the ledger: %s", exc)
            return False
        return True
