"""An open edition, and the hold of each request on it. Which one is in service belongs in `editions`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.kept_answers import KeptAnswers
from api.whole_editions import Signature, file_signature
from pipelines.store.editions import EditionPointer, open_edition


@dataclass(frozen=True, slots=True)
class EditionLease:
    """One request's hold on an edition: it stays open and the same until the request has been answered."""

    edition: str
    as_of: str
    connection: sqlite3.Connection
    answers: KeptAnswers


@dataclass(slots=True)
class Served:
    """An open edition with its idle connections, each of which serves one request at a time, and its kept answers.

    Attributes:
        file: What its file was when it was opened.
    """

    pointer: EditionPointer
    idle: list[sqlite3.Connection] = field(default_factory=list)
    file: Signature | None = None
    retired: bool = False
    answers: KeptAnswers = field(default_factory=KeptAnswers)

    @property
    def is_replaced(self) -> bool:
        """Whether its file is another one by now, as when its people have left it."""
        return file_signature(self.pointer) != self.file

    def lease(self, connection: sqlite3.Connection) -> EditionLease:
        """Return a request's hold by one of its connections."""
        return EditionLease(self.pointer.edition, self.pointer.as_of, connection, self.answers)

    def connection(self) -> sqlite3.Connection:
        """Return an idle connection, or a new one.

        Raises:
            EditionError: it cannot be opened any more.
        """
        return self.idle.pop() if self.idle else open_edition(self.pointer.folder)

    def give_back(self, connection: sqlite3.Connection) -> None:
        """Take a connection back."""
        if self.retired:
            connection.close()
        else:
            self.idle.append(connection)

    def retire(self) -> None:
        """Close what no request is reading; the rest closes with its last reader."""
        self.retired = True
        for connection in self.idle:
            connection.close()
        self.idle.clear()


@contextmanager
def lease_of(pointer: EditionPointer) -> Iterator[EditionLease]:
    """Hold a published edition, in service or not.

    Raises:
        EditionError: it cannot be opened.
    """
    connection = open_edition(pointer.folder)
    try:
        yield Served(pointer).lease(connection)
    finally:
        connection.close()
