"""Which deliveries the referee has judged, so that each is judged once. Judging belongs in orchestration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from pipelines.store.ledger.tables import referee_verdict
from pipelines.store.ledger.times import to_text


class Verdicts:
    """The referee's verdicts, one per delivery."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def judged(self, delivery_nos: Iterable[int]) -> set[int]:
        """Return which of the deliveries have a verdict."""
        wanted = set(delivery_nos)
        with self._engine.connect() as connection:
            return wanted & set(connection.scalars(sa.select(referee_verdict.c.delivery_no)))

    def record(self, delivery_no: int, *, passed: bool, recorded_at: datetime) -> None:
        """Write down a verdict; a verdict is given once."""
        values = {"delivery_no": delivery_no, "passed": passed, "recorded_at": to_text(recorded_at)}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(referee_verdict).values(**values))
