"""Follow the current edition: notice a new pointer, open it aside, switch, close the old one after its last reader.

A new edition that cannot be opened leaves the last good one in service. Who goes on in the edition in which he began
is given that one, out of `kept_editions`. What is read belongs in the repositories, who may read it in `scope`.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

from api.kept_answers import KeptAnswer
from api.kept_editions import open_kept
from api.leases import EditionLease, Served
from api.problems import EditionRetired, NoEdition
from api.whole_editions import Damage, Signature, file_signature, open_whole, signature_of
from data_contracts.model import Text
from pipelines.store.editions import EditionError, current_edition
from pipelines.store.paths import DataPaths

_RETRY_SECONDS: Final = 5.0
_NEVER_PUBLISHED: Final = Text(
    "No edition has been published yet; run: talent run", "尚未发布任何数据版本，请运行：talent run"
)


class EditionsInService:
    """The edition that requests are answered from, following the pointer without a restart."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._pointer_file = paths.current_pointer
        self._lock = Lock()
        self._served: Served | None = None
        self._seen: Signature | None = None
        self._fault: Text | None = _NEVER_PUBLISHED
        self._tried_at = -_RETRY_SECONDS
        self._damage = Damage()
        self._before: str | None = None

    @property
    def name(self) -> str | None:
        """The edition in service, if any."""
        served = self._served
        return served.pointer.edition if served else None

    @property
    def fault(self) -> Text | None:
        """Why the newest edition is not the one in service, if so."""
        return self._fault

    @contextmanager
    def lease(self, edition: str | None = None) -> Iterator[EditionLease]:
        """Hold the current edition for one request, or the one named.

        Raises:
            NoEdition: none can be served; the detail says why.
            EditionRetired: the one named is gone, or its people have left it.
            EditionError: the one named cannot be opened.
        """
        served, connection = self._take(edition)
        if connection is None:
            pointer, connection = open_kept(self._paths, edition or "")
            served = Served(pointer, retired=True)
        try:
            yield served.lease(connection)
        finally:
            with self._lock:
                served.give_back(connection)

    def kept_answer(self, etag: str) -> KeptAnswer | None:
        """Return an answer that is kept of the edition in service."""
        self.refresh()
        served = self._served
        return served.answers.get(etag) if served else None

    def refresh(self) -> None:
        """Look at the pointer and switch when it was replaced; one `stat` when it was not."""
        signature = signature_of(self._pointer_file)
        if self._settled(signature):
            return
        with self._lock:
            if not self._settled(signature):
                self._switch(signature)

    def distrust(self, edition: str) -> None:
        """Take an edition whose file turned out damaged out of service; the one before it comes back, if it is there.

        The damaged one is looked at again when its file is another one.
        """
        with self._lock:
            if self._served is not None and self._served.pointer.edition == edition:
                self._drop(self._served)

    def close(self) -> None:
        """Close what no request is reading; the rest closes with its last reader."""
        with self._lock:
            self._retire()

    def _settled(self, signature: Signature | None) -> bool:
        if signature != self._seen:
            return False
        # A broken edition may be mended under the same pointer, so it is tried again, but not by every request.
        return self._fault is None or (time.monotonic() - self._tried_at < _RETRY_SECONDS and not self._is_replaced())

    def _is_replaced(self) -> bool:
        return self._served is not None and self._served.is_replaced

    def _switch(self, signature: Signature | None) -> None:
        self._seen, self._tried_at = signature, time.monotonic()
        try:
            pointer = current_edition(self._paths)
            if pointer is None:
                self._fault = _NEVER_PUBLISHED
                return
            file = file_signature(pointer)
            first = open_whole(pointer, self._damage)
        except (EditionError, OSError, sqlite3.Error) as exc:
            self._fault = Text(f"The newest edition cannot be served: {_reason(exc)}", "最新数据版本无法提供服务。")
            if self._is_replaced():
                # An erasure took its people: neither what is open of it nor what was kept may be shown any more.
                self._retire()
            return
        if self._served is not None and self._served.pointer.edition != pointer.edition:
            self._before = self._served.pointer.edition
        self._retire()
        self._served, self._fault = Served(pointer, [first], file), None

    def _drop(self, served: Served) -> Text:
        """Go back to the edition before, as far as there is one; return why."""
        self._fault = self._damage.found(served.pointer)
        self._retire()
        before, self._before = self._before, None
        if before is not None:
            with suppress(EditionRetired, EditionError, OSError, sqlite3.Error):
                pointer, connection = open_kept(self._paths, before)
                self._served = Served(pointer, [connection], file_signature(pointer))
        return self._fault

    def _retire(self) -> None:
        if self._served is not None:
            self._served.retire()
            self._served = None

    def _take(self, edition: str | None) -> tuple[Served, sqlite3.Connection | None]:
        """Return the edition in service with a connection; none when another is asked for."""
        self.refresh()
        with self._lock:
            served = self._served
            if served is None:
                raise NoEdition(self._fault)
            if edition not in (None, served.pointer.edition):
                return served, None
            try:
                return served, served.connection()
            except EditionError as exc:
                raise NoEdition(self._drop(served)) from exc


def _reason(exc: Exception) -> str:
    # Only our own messages are free of paths.
    return str(exc) if isinstance(exc, EditionError) else type(exc).__name__
