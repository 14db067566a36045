"""Introductions: asked for by an enterprise, put to the student by the college, answered, and their outcome.

Every step is an event; what may follow what is said in `introduction_states`. A step's `entry` goes to the audit with
it, both or neither. An introduction of another organisation is one that does not exist. Who may call what belongs in
`api`, contact details in the vault.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

import sqlalchemy as sa

from pipelines.store.ledger.audit import AuditEntry
from pipelines.store.ledger.contact_budgets import ContactBudget, Spent, require_budget, spent
from pipelines.store.ledger.introduction_records import (
    Introduction,
    IntroductionEvent,
    append_event,
    recorded_until,
    select_events,
    select_introductions,
)
from pipelines.store.ledger.introduction_states import (
    WAITING,
    Answer,
    IntroductionRefusedError,
    Outcome,
    require_may_follow,
)
from pipelines.store.ledger.introduction_tables import introduction, introduction_event
from pipelines.store.ledger.limits import LARGEST_NUMBER, can_be_kept
from pipelines.store.ledger.pool_withdrawals import is_withdrawn
from pipelines.store.ledger.turns import Turn, writing

Side = Literal["enterprise", "college"]
_MAY_ASK_AGAIN = ("expired",)


@dataclass(frozen=True, slots=True)
class NewIntroduction:
    """Whom an enterprise asks for, for which vacancy, whose student it is, and in which edition it saw them."""

    uscc: str
    vacancy_id: str
    person_key: str
    institution_code: str
    edition: str


class Introductions:
    """The ledger's introductions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def ask(
        self, new: NewIntroduction, *, budget: ContactBudget, actor: str, at: datetime, entry: AuditEntry | None = None
    ) -> Introduction:
        """Ask for a person; nobody is asked for the same vacancy again unless the question found no answer.

        Raises:
            IntroductionRefusedError: asked before, the person left the pool, or a budget is spent.
        """
        mine = (introduction.c.uscc == new.uscc) & (introduction.c.vacancy_id == new.vacancy_id)
        with writing(self._engine) as turn:
            before = select_introductions(turn.connection, mine & (introduction.c.person_key == new.person_key))
            if any(one.state not in _MAY_ASK_AGAIN for one in before):
                raise IntroductionRefusedError("asked_before", before[-1].state)
            if is_withdrawn(turn.connection, new.person_key):
                raise IntroductionRefusedError("withdrawn_from_pool")
            require_budget(turn.connection, new.person_key, new.vacancy_id, budget=budget, at=at)
            values = asdict(new) | {"introduction_id": _new_id()}
            key = turn.execute(sa.insert(introduction).values(**values)).inserted_primary_key
            number = int(cast("tuple[int]", key)[0])
            append_event(turn, number, "asked", actor=actor, at=at, entry=entry)
            return _one(turn, introduction.c.introduction_no == number)

    def put_to_student(
        self, introduction_id: str, *, college: str, actor: str, at: datetime, entry: AuditEntry | None = None
    ) -> Introduction:
        """Record that the college has put the question to its student."""
        with self._of(introduction_id, "college", college) as (turn, found):
            require_may_follow(found.state, "put_to_student")
            append_event(turn, found.introduction_no, "put_to_student", actor=actor, at=at, entry=entry)
            return _again(turn, found)

    def decide(
        self,
        introduction_id: str,
        answer: Answer,
        *,
        college: str,
        evidence: str,
        actor: str,
        at: datetime,
        entry: AuditEntry | None = None,
    ) -> Introduction:
        """Record the student's consent, with the number of the document that proves it, or refusal.

        Raises:
            KeyError: the college has no such introduction.
            IntroductionRefusedError: it is not waiting for an answer, or consent comes without evidence.
        """
        if answer == "consented" and not evidence.strip():
            raise IntroductionRefusedError("evidence_missing")
        with self._of(introduction_id, "college", college) as (turn, found):
            require_may_follow(found.state, answer)
            proof, number = evidence[:200], found.introduction_no
            append_event(turn, number, answer, actor=actor, at=at, evidence=proof, entry=entry)
            return _again(turn, found)

    def withdraw(
        self, introduction_id: str, *, college: str, actor: str, at: datetime, entry: AuditEntry | None = None
    ) -> Introduction:
        """Record that the student takes part no longer; the contact is shut with the next request."""
        with self._of(introduction_id, "college", college) as (turn, found):
            require_may_follow(found.state, "withdrawn")
            append_event(turn, found.introduction_no, "withdrawn", actor=actor, at=at, entry=entry)
            return _again(turn, found)

    def record_outcome(
        self,
        introduction_id: str,
        outcome: Outcome,
        *,
        enterprise: str,
        reason: str = "",
        actor: str,
        at: datetime,
        entry: AuditEntry | None = None,
    ) -> Introduction:
        """Record what became of it; declining needs the code of a reason.

        Raises:
            KeyError: the enterprise has no such introduction.
            IntroductionRefusedError: it has not come that far, or the reason is missing.
        """
        if outcome == "declined" and not reason:
            raise IntroductionRefusedError("reason_missing")
        with self._of(introduction_id, "enterprise", enterprise) as (turn, found):
            require_may_follow(found.state, outcome)
            append_event(turn, found.introduction_no, outcome, actor=actor, at=at, reason=reason, entry=entry)
            return _again(turn, found)

    def view_contact(self, introduction_id: str, *, enterprise: str, entry: AuditEntry) -> Introduction:
        """Record that the enterprise looks at the contact, in the audit too, before anything is shown.

        Raises:
            KeyError: the enterprise has no such introduction.
            IntroductionRefusedError: the person has not consented, or has withdrawn.
        """
        with self._of(introduction_id, "enterprise", enterprise) as (turn, found):
            if not found.is_open:
                raise IntroductionRefusedError("not_in_this_state", found.state)
            by, at = entry.client_id, entry.recorded_at
            append_event(turn, found.introduction_no, "contact_viewed", actor=by, at=at, entry=entry)
            return found

    def expire(self, at: datetime, *, after: timedelta, actor: str = "run") -> list[str]:
        """Close every question that found no answer in time; return which."""
        with writing(self._engine) as turn:
            waiting = [one for one in select_introductions(turn.connection, sa.true()) if one.state in WAITING]
            late = [one for one in waiting if one.asked_at + after <= at]
            for one in late:
                append_event(turn, one.introduction_no, "expired", actor=actor, at=at)
        return [one.introduction_id for one in late]

    def get(self, introduction_id: str, *, side: Side, org: str) -> Introduction | None:
        """Return an introduction of an organisation's, None when there is none or it is another's."""
        if not can_be_kept(introduction_id):
            return None
        with self._engine.connect() as connection:
            found = select_introductions(
                connection, _mine(side, org) & (introduction.c.introduction_id == introduction_id)
            )
        return found[0] if found else None

    def asked(self, uscc: str, vacancy_id: str, person_key: str) -> Introduction | None:
        """Return the newest introduction of a person to an enterprise for a vacancy, None when there is none."""
        wanted = (
            (introduction.c.uscc == uscc)
            & (introduction.c.vacancy_id == vacancy_id)
            & (introduction.c.person_key == person_key)
        )
        with self._engine.connect() as connection:
            found = select_introductions(connection, wanted)
        return found[-1] if found else None

    def page(self, *, side: Side, org: str, after: int = 0, limit: int = 50) -> Sequence[Introduction]:
        """Return introductions of an organisation's in order of their numbers."""
        with self._engine.connect() as connection:
            return select_introductions(
                connection,
                _mine(side, org) & (introduction.c.introduction_no > min(after, LARGEST_NUMBER)),
                limit=limit,
            )

    def known(self, as_of: datetime) -> list[tuple[Introduction, IntroductionEvent]]:
        """Return every event recorded up to a moment with the introduction that it is of, oldest first."""
        with self._engine.connect() as connection:
            events = select_events(connection, recorded_until(as_of))
            by_number = {one.introduction_no: one for one in select_introductions(connection, sa.true())}
        return [(by_number[event.introduction_no], event) for event in events]

    def newest_event(self) -> int:
        """Return the number of the newest event of any introduction; a look at a contact changes nothing."""
        newest = sa.select(sa.func.max(introduction_event.c.event_no))
        with self._engine.connect() as connection:
            return connection.scalar(newest.where(introduction_event.c.event != "contact_viewed")) or 0

    def history(self, introduction_no: int) -> list[IntroductionEvent]:
        """Return the steps of one introduction, oldest first."""
        with self._engine.connect() as connection:
            return select_events(connection, introduction_event.c.introduction_no == introduction_no)

    def spent(self, person_key: str, vacancy_id: str, *, since: datetime) -> Spent:
        """Return how much of the contact budgets of a person and a vacancy is used."""
        with self._engine.connect() as connection:
            return spent(connection, person_key, vacancy_id, since=since)

    @contextmanager
    def _of(self, introduction_id: str, side: Side, org: str) -> Iterator[tuple[Turn, Introduction]]:
        if not can_be_kept(introduction_id):
            raise KeyError("no such introduction")
        condition = _mine(side, org) & (introduction.c.introduction_id == introduction_id)
        with writing(self._engine) as turn:
            yield turn, _one(turn, condition)


def _mine(side: Side, org: str) -> sa.ColumnElement[bool]:
    return (introduction.c.uscc if side == "enterprise" else introduction.c.institution_code) == org


def _one(turn: Turn, condition: sa.ColumnElement[bool]) -> Introduction:
    found = select_introductions(turn.connection, condition)
    if not found:
        raise KeyError("no such introduction")
    return found[0]


def _again(turn: Turn, found: Introduction) -> Introduction:
    return _one(turn, introduction.c.introduction_no == found.introduction_no)


def _new_id() -> str:
    return "i_" + base64.b32encode(secrets.token_bytes(10)).decode().lower()
