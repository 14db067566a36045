"""Which deliveries the referee has judged, so that each is judged once. Judging belongs in orchestration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from pipelines.store.ledger.deliveries import append_state
from pipelines.store.ledger.tables import referee_verdict
from pipelines.store.ledger.turns import writing

_ACTOR = "referee"


class Verdicts:
    """The referee's verdicts, one per delivery."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def judged(self, delivery_nos: Iterable[int]) -> set[int]:
        """Return which of the deliveries have a verdict."""
        wanted = set(delivery_nos)
        with self._engine.connect() as connection:
            return wanted & set(connection.scalars(sa.select(referee_verdict.c.delivery_no)))

    def record(self, delivery_no: int, *, refusal: str, recorded_at: datetime) -> None:
        """Write down a verdict and, with a refusal, hold the delivery, both or neither; a verdict is given once.

        Args:
            delivery_no: The delivery judged.
            refusal: Why the referee refuses it; empty when it passes.
            recorded_at: When it was judged.
        """
        given = sa.select(referee_verdict.c.passed).where(referee_verdict.c.delivery_no == delivery_no)
        with writing(self._engine) as turn:
            if turn.connection.scalar(given) is not None:
                return
            values = {"delivery_no": delivery_no, "passed": not refusal, "recorded_at": turn.recorded_at(recorded_at)}
            turn.execute(sa.insert(referee_verdict).values(**values))
            if refusal:
                append_state(turn, delivery_no, "held", refusal, recorded_at, _ACTOR)
