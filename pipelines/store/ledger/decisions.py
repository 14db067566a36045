"""Decisions of stewards about people, append-only: which pseudonyms are one person.

Who is meant by a student number belongs in `intake.same_person`; what a decision does to figures in dbt_project.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from pipelines.store.ledger.tables import decision
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.ledger.turns import Turn, writing

DecisionKind = Literal["person_alias", "person_alias_undone"]

Refusal = Literal["same_person", "merged_before", "circle", "never_merged"]


class DecisionRefusedError(Exception):
    """A decision contradicts what was decided before; `refusal` says how."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal: Refusal = refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: the old pseudonym stands for the person of the new one, or does so no longer."""

    decision_no: int
    kind: DecisionKind
    old_person_key: str
    new_person_key: str
    reason: str
    decided_by: str
    recorded_at: datetime


class Decisions:
    """The ledger's decisions about people."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def same_person(self, old: str, new: str, *, reason: str, decided_by: str, recorded_at: datetime) -> int:
        """Record that an old pseudonym is the person of a new one, and return the number of the decision.

        Raises:
            DecisionRefusedError: they are one person already, the old one stands for somebody else, or both for each
                other.
        """
        with writing(self._engine) as turn:
            known = _aliases(_read(turn.connection))
            if _kept(known, old) == _kept(known, new):
                raise DecisionRefusedError("circle" if _kept(known, new) == old and new != old else "same_person")
            if old in known:
                raise DecisionRefusedError("merged_before")
            return _append(turn, "person_alias", (old, new), (reason, decided_by, recorded_at))

    def not_same_person(self, old: str, *, reason: str, decided_by: str, recorded_at: datetime) -> int:
        """Record that an old pseudonym stands for itself again, and return the number of the decision.

        Raises:
            DecisionRefusedError: it was never merged, or stands for itself already.
        """
        with writing(self._engine) as turn:
            known = _aliases(_read(turn.connection))
            if old not in known:
                raise DecisionRefusedError("never_merged")
            return _append(turn, "person_alias_undone", (old, known[old]), (reason, decided_by, recorded_at))

    def events(self, as_of: datetime | None = None) -> list[Decision]:
        """Return the decisions recorded up to a moment, or all, oldest first."""
        with self._engine.connect() as connection:
            return _read(connection, as_of)

    def kept_key(self, key: str) -> str:
        """Return the pseudonym that stays of a person's: the key itself when nothing was decided about it."""
        return _kept(_aliases(self.events()), key)

    def same_people(self) -> dict[str, tuple[str, ...]]:
        """Return every pseudonym of each person who has several, by each of them."""
        known = _aliases(self.events())
        people: dict[str, set[str]] = {}
        for old in known:
            kept = _kept(known, old)
            people.setdefault(kept, {kept}).add(old)
        return {key: tuple(sorted(keys)) for keys in people.values() for key in keys}

    def keys_of(self, key: str) -> tuple[str, ...]:
        """Return every pseudonym of a person's, the given one among them, in order."""
        known = _aliases(self.events())
        kept = _kept(known, key)
        return tuple(sorted({key, kept, *(old for old in known if _kept(known, old) == kept)}))


def _read(connection: sa.Connection, as_of: datetime | None = None) -> list[Decision]:
    query = sa.select(decision).order_by(decision.c.decision_no)
    if as_of is not None:
        query = query.where(decision.c.recorded_at <= to_text(as_of))
    return [
        Decision(
            row.decision_no, row.kind, **json.loads(row.payload), reason=row.reason, decided_by=row.decided_by,
            recorded_at=from_text(row.recorded_at),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _aliases(decisions: list[Decision]) -> dict[str, str]:
    """Return what each old pseudonym stands for after all decisions."""
    known: dict[str, str] = {}
    for made in decisions:
        if made.kind == "person_alias":
            known[made.old_person_key] = made.new_person_key
        else:
            known.pop(made.old_person_key, None)
    return known


def _kept(aliases: dict[str, str], key: str) -> str:
    seen = {key}
    while (following := aliases.get(key)) is not None and following not in seen:
        seen.add(following)
        key = following
    return key


def _append(turn: Turn, kind: DecisionKind, keys: tuple[str, str], why: tuple[str, str, datetime]) -> int:
    reason, decided_by, recorded_at = why
    values = {
        "kind": kind,
        "payload": json.dumps({"old_person_key": keys[0], "new_person_key": keys[1]}),
        "reason": reason[:500],
        "decided_by": decided_by,
        "recorded_at": turn.recorded_at(recorded_at),
    }
    key = turn.execute(sa.insert(decision).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError("the ledger gave the decision no number")
    return int(key[0])
