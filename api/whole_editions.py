"""Whether the file of an edition can be served: it has every table, says its own name, and is not damaged.

Following the edition in service belongs in `editions`.
"""

import sqlite3
from pathlib import Path
from typing import Final

from data_contracts.model import Text
from pipelines.store.editions import EditionError, EditionPointer, open_edition

_TABLES: Final = frozenset(
    {"vacancy", "candidate", "pool_member", "pool_blocked"}
    | {"metric", "metric_definition", "college", "label", "edition_info"}
)

Signature = tuple[int, int, int]
"""Changes when a file is replaced or written."""


class Damage:
    """Remembers the edition whose file turned out damaged, so that only another file of it is looked at again."""

    def __init__(self) -> None:
        self._known: tuple[str, Signature | None] | None = None

    def found(self, pointer: EditionPointer) -> Text:
        """Remember an edition and return what is to be said of it."""
        self._known = pointer.edition, signature_of(_file(pointer))
        return damage_text(pointer.edition)

    def refuse(self, pointer: EditionPointer, connection: sqlite3.Connection) -> None:
        """Refuse the edition while its file is the damaged one, or another one that is damaged too.

        Raises:
            EditionError: it cannot be served.
        """
        if self._known is None or self._known[0] != pointer.edition:
            return
        # To read all of a file takes its time, which is spent once for each file.
        if self._known[1] == signature_of(_file(pointer)) or _is_damaged(connection):
            self.found(pointer)
            raise EditionError(f"the file of edition {pointer.edition} is damaged")
        self._known = None


def open_whole(pointer: EditionPointer, damage: Damage) -> sqlite3.Connection:
    """Open an edition that can be served.

    Raises:
        EditionError: it cannot; the message says why.
    """
    connection = open_edition(pointer.folder)
    try:
        _refuse_partial(connection, pointer.edition)
        damage.refuse(pointer, connection)
    except (EditionError, sqlite3.Error):
        connection.close()
        raise
    return connection


def signature_of(path: Path) -> Signature | None:
    """Return the signature of a file, None when it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def file_signature(pointer: EditionPointer) -> Signature | None:
    """Return the signature of an edition's file, None when it is not there."""
    return signature_of(_file(pointer))


def damage_text(edition: str) -> Text:
    """Return what is said of a damaged edition."""
    return Text(
        f"The file of edition {edition} is damaged; it must be published anew.",
        f"数据版本 {edition} 的文件已损坏，须重新发布。",
    )


def _file(pointer: EditionPointer) -> Path:
    return pointer.folder / "edition.sqlite"


def _is_damaged(connection: sqlite3.Connection) -> bool:
    try:
        return [row[0] for row in connection.execute("pragma quick_check(1)")] != ["ok"]
    except sqlite3.Error:
        return True


def _refuse_partial(connection: sqlite3.Connection, edition: str) -> None:
    found = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    if missing := sorted(_TABLES - found):
        raise EditionError(f"edition {edition} lacks the tables {', '.join(missing)}")
    row = connection.execute("select value from edition_info where key = 'edition'").fetchone()
    if row is None or row[0] != edition:
        raise EditionError(f"the file of edition {edition} says it is another")
