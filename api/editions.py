"""Follow the current edition: notice a new pointer, open it aside, switch, close the old one after its last reader.

A new edition that cannot be opened leaves the last good one in service. What is read from an edition belongs in
the repositories, and who may read it in `scope`.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from api.problems import NoEdition
from data_contracts.model import Text
from pipelines.store.editions import EditionError, EditionPointer, current_edition, open_edition
from pipelines.store.paths import DataPaths

_TABLES: Final = frozenset(
    {"vacancy", "candidate", "pool_member", "pool_occupation", "pool_skill", "pool_blocked"}
    | {"metric", "metric_definition", "college", "label", "edition_info"}
)
_RETRY_SECONDS: Final = 5.0
_NEVER_PUBLISHED: Final = Text(
    "No edition has been published yet; run: talent run", "尚未发布任何数据版本，请运行：talent run"
)

_Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class EditionLease:
    """One request's hold on an edition: it stays open and the same until the request has been answered."""

    edition: str
    as_of: str
    connection: sqlite3.Connection


@dataclass(slots=True)
class _Served:
    """An open edition with its idle connections; a connection serves one request at a time."""

    pointer: EditionPointer
    idle: list[sqlite3.Connection] = field(default_factory=list)
    retired: bool = False


class EditionsInService:
    """The edition that requests are answered from, following the pointer without a restart."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._lock = Lock()
        self._served: _Served | None = None
        self._seen: _Signature | None = None
        self._fault: Text | None = _NEVER_PUBLISHED
        self._tried_at = -_RETRY_SECONDS

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
    def lease(self) -> Iterator[EditionLease]:
        """Hold the current edition for one request.

        Raises:
            NoEdition: none can be served; the detail says why.
        """
        served, connection = self._take()
        try:
            yield EditionLease(served.pointer.edition, served.pointer.as_of, connection)
        finally:
            self._give_back(served, connection)

    def refresh(self) -> None:
        """Look at the pointer and switch when it was replaced; one `stat` when it was not."""
        signature = _signature(self._paths.current_pointer)
        if self._settled(signature):
            return
        with self._lock:
            if not self._settled(signature):
                self._switch(signature)

    def close(self) -> None:
        """Close what no request is reading; the rest closes with its last reader."""
        with self._lock:
            self._retire()

    def _settled(self, signature: _Signature | None) -> bool:
        if signature != self._seen:
            return False
        # A broken edition may be mended under the same pointer, so it is tried again, but not by every request.
        return self._fault is None or time.monotonic() - self._tried_at < _RETRY_SECONDS

    def _switch(self, signature: _Signature | None) -> None:
        self._seen, self._tried_at = signature, time.monotonic()
        try:
            pointer = current_edition(self._paths)
            if pointer is None:
                self._fault = _NEVER_PUBLISHED
                return
            first = _open_whole(pointer)
        except (EditionError, OSError, sqlite3.Error) as exc:
            self._fault = Text(f"The newest edition cannot be served: {_reason(exc)}", "最新数据版本无法提供服务。")
            return
        self._retire()
        self._served, self._fault = _Served(pointer, [first]), None

    def _retire(self) -> None:
        if self._served is not None:
            self._served.retired = True
            for connection in self._served.idle:
                connection.close()
            self._served.idle.clear()
            self._served = None

    def _take(self) -> tuple[_Served, sqlite3.Connection]:
        self.refresh()
        with self._lock:
            served = self._served
            if served is None:
                raise NoEdition(self._fault)
            connection = served.idle.pop() if served.idle else open_edition(served.pointer.folder)
            return served, connection

    def _give_back(self, served: _Served, connection: sqlite3.Connection) -> None:
        with self._lock:
            if served.retired:
                connection.close()
            else:
                served.idle.append(connection)


@contextmanager
def lease_of(pointer: EditionPointer) -> Iterator[EditionLease]:
    """Hold a published edition, in service or not.

    Raises:
        EditionError: it cannot be opened.
    """
    connection = open_edition(pointer.folder)
    try:
        yield EditionLease(pointer.edition, pointer.as_of, connection)
    finally:
        connection.close()


def _signature(path: Path) -> _Signature | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _open_whole(pointer: EditionPointer) -> sqlite3.Connection:
    connection = open_edition(pointer.folder)
    try:
        _refuse_partial(connection, pointer.edition)
    except (EditionError, sqlite3.Error):
        connection.close()
        raise
    return connection


def _refuse_partial(connection: sqlite3.Connection, edition: str) -> None:
    found = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    if missing := sorted(_TABLES - found):
        raise EditionError(f"edition {edition} lacks the tables {', '.join(missing)}")
    row = connection.execute("select value from edition_info where key = 'edition'").fetchone()
    if row is None or row[0] != edition:
        raise EditionError(f"the file of edition {edition} says it is another")


def _reason(exc: Exception) -> str:
    # Only our own messages are free of paths.
    return str(exc) if isinstance(exc, EditionError) else type(exc).__name__
