"""Writers take turns: what is appended is in order of its recording, and nothing is recorded behind an export.

Every writing transaction changes the one row of `write_turn` first, so on SQLite and on PostgreSQL alike the next
writer waits until this one is committed: event numbers rise in the order in which events become visible, and what a
writer looks up before it appends still holds when it does. The row also keeps up to which moment a run has exported.

The number of turns tells whoever remembers what the ledger said whether it may say otherwise by now. Of an audit entry
nobody remembers anything, so appending some of them is a turn that is not counted. Whoever changes the ledger by hand
or migrates it stops the servers first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from pipelines.store.ledger.tables import write_turn
from pipelines.store.ledger.times import from_text, to_text

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """The one writing transaction that is under way."""

    connection: sa.Connection
    exported_to: str

    def execute(self, statement: sa.Executable) -> sa.CursorResult[tuple[object, ...]]:
        """Run one statement in the transaction."""
        result: sa.CursorResult[tuple[object, ...]] = self.connection.execute(statement)
        return result

    def recorded_at(self, moment: datetime) -> str:
        """Return when an event counts as recorded, as the ledger writes it.

        What was decided before a run's `as_of` and comes to the ledger after that run's export was not known to the
        run: it counts from just after.
        """
        text = to_text(moment)
        if text > self.exported_to:
            return text
        return to_text(from_text(self.exported_to) + _TICK)


@contextmanager
def writing(engine: sa.Engine, *, counted: bool = True) -> Iterator[Turn]:
    """Open a writing transaction when those before it are over; commit it at the end, or nothing of it.

    Args:
        engine: The ledger's.
        counted: Whether it may change an answer that somebody remembers.
    """
    take = sa.update(write_turn).values(turns=write_turn.c.turns + int(counted)).returning(write_turn.c.exported_to)
    with engine.begin() as connection:
        yield Turn(connection, connection.execute(take).scalar_one())


def close_until(engine: sa.Engine, moment: datetime) -> None:
    """Let no event be recorded up to a moment any more: who reads afterwards misses none of them."""
    with writing(engine) as turn:
        if to_text(moment) > turn.exported_to:
            turn.execute(sa.update(write_turn).values(exported_to=to_text(moment)))
