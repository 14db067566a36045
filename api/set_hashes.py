"""The set hash: one digest of all that an enterprise may see, so that it can prove to itself that it holds just that.

Of each candidate of each own vacancy one line `candidate_id,vacancy_id,status`; the lines sorted by their bytes, each
ended by a line feed; of that the sha256, as 64 hexadecimal digits in lower case. Which candidates belongs in `export`.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Final, Self
from weakref import WeakValueDictionary

import anyio

_FIRST_OF_ID: Final = slice(2, 3)
_KEPT_IN_MEMORY: Final = 1 << 20
_REMEMBERED: Final = 512
_MADE_AT_ONCE: Final = 2

SetKey = tuple[str, str]
"""Whose set, and the stamp of the edition as it is shown."""


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A whole set in one line: how many candidates, and their set hash."""

    rows: int
    set_hash: str


class SetDigest:
    """Takes the lines in any order, in bounded memory: they wait sorted by the first character of the id, on disk."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._waiting: dict[str, IO[bytes]] = {}
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, candidate_id: str, vacancy_id: str, status: str) -> None:
        """Take the line of one candidate."""
        first = candidate_id[_FIRST_OF_ID]
        if (file := self._waiting.get(first)) is None:
            file = self._open.enter_context(SpooledTemporaryFile(_KEPT_IN_MEMORY))  # noqa: SIM115 closed with the others
            self._waiting[first] = file
        file.write(f"{candidate_id},{vacancy_id},{status}\n".encode("ascii"))
        self._rows += 1

    def summary(self) -> SetSummary:
        """Return how many lines were taken and the hash of them all."""
        digest = hashlib.sha256()
        for _, file in sorted(self._waiting.items()):
            file.seek(0)
            digest.update(b"".join(sorted(file)))
        return SetSummary(self._rows, digest.hexdigest())


class SetHashes:
    """Remembers set hashes, and makes a missing one once, however many ask for it. For one event loop."""

    def __init__(self) -> None:
        self._known: OrderedDict[SetKey, SetSummary] = OrderedDict()
        self._making: WeakValueDictionary[SetKey, asyncio.Lock] = WeakValueDictionary()
        # Threads of their own: who waits for a large set takes none from the other routes.
        self._limiter = anyio.CapacityLimiter(_MADE_AT_ONCE)

    def known(self, key: SetKey) -> SetSummary | None:
        """Return a set's summary if it was made before."""
        if (found := self._known.get(key)) is not None:
            self._known.move_to_end(key)
        return found

    def remember(self, key: SetKey, summary: SetSummary) -> None:
        """Keep a summary."""
        self._known[key] = summary
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def of(self, key: SetKey, make: Callable[[], SetSummary]) -> SetSummary:
        """Return a set's summary, made in a thread when nobody has asked before."""
        async with self._making.setdefault(key, asyncio.Lock()):
            if (found := self.known(key)) is None:
                found = await anyio.to_thread.run_sync(make, limiter=self._limiter)
                self.remember(key, found)
            return found
