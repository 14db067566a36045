"""Run one select on an open edition: rows at once or as a stream, stopped at its time limit.

Only `scope` may call this, since it alone says whose rows a select is about.
"""

import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from api.faults import EditionDamaged
from api.limit_problems import TookTooLong
from api.problems import Problem
from data_contracts.model import Text

_STREAMED_ROWS: Final = 512
_STEPS_BETWEEN_LOOKS: Final = 50_000
_DAMAGED: Final = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
_PRIMARY_CODE: Final = 0xFF


class QueryFailed(Problem):
    """A query on an edition failed; the message names both and no values."""

    code = "query_failed"
    title = Text("The edition could not be read.", "数据版本读取失败。")


@dataclass(frozen=True, slots=True)
class Question:
    """A select with its name and its edition, for messages."""

    name: str
    edition: str
    sql: str
    values: Mapping[str, Any]


def rows(connection: sqlite3.Connection, asked: Question, *, seconds: float) -> list[sqlite3.Row]:
    """Return the rows of a select.

    Raises:
        QueryFailed: naming the question and the edition.
        TookTooLong: stopped at its time limit.
    """
    with _told(asked), _stopped_after(connection, seconds):
        return connection.execute(asked.sql, asked.values).fetchall()


def stream(connection: sqlite3.Connection, asked: Question) -> Generator[list[sqlite3.Row], None, None]:
    """Yield the rows of a select by the hundred, as they are asked for; how long that goes on is the caller's affair.

    Raises:
        QueryFailed: naming the question and the edition.
    """
    with _told(asked):
        cursor = connection.execute(asked.sql, asked.values)
        try:
            while found := cursor.fetchmany(_STREAMED_ROWS):
                yield found
        finally:
            cursor.close()


@contextmanager
def _told(asked: Question) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        # What Python itself refuses, such as a closed connection, has no code.
        code = getattr(exc, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if code == sqlite3.SQLITE_INTERRUPT:
            raise TookTooLong(headers={"Retry-After": "60"}) from exc
        if code in _DAMAGED:
            told = Text(
                f"The file of edition {asked.edition} is damaged, {asked.name} failed; it must be published anew.",
                f"数据版本 {asked.edition} 的文件已损坏，{asked.name} 无法读取，须重新发布。",
            )
            raise EditionDamaged(told, headers={"Retry-After": "60"}) from exc
        reason = f"{asked.name} failed on {asked.edition}: {type(exc).__name__}"
        raise QueryFailed(Text(reason, f"{asked.edition} 版本的查询 {asked.name} 失败。")) from exc


@contextmanager
def _stopped_after(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
