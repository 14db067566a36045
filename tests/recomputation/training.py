"""What is known of the sessions of a plan item by a day: who was trained, passed and certified, and what is unknown.

Adding it up by stage, and the money, belong in `plans`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tests.recomputation.certificates import valid
from tests.recomputation.in_force import InForce
from tests.recomputation.source import Row

Register = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Session:
    """One session with the people named in it."""

    row: Row
    named: tuple[Row, ...]

    @property
    def day(self) -> dt.date | None:
        """The day that the session counts on."""
        day: dt.date | None = self.row["end_date"] or self.row["start_date"]
        return day

    @property
    def present(self) -> list[Row]:
        """The people named who attended."""
        return [row for row in self.named if attended(row)]

    @property
    def heads(self) -> int:
        """How many attended as far as is known: by the count or by name."""
        return max(self.row["attended_count"] or 0, len(self.present))

    def over(self, by: dt.date) -> bool:
        """Whether the session is over by a day, and something says that it was held."""
        held = self.row["end_date"] is not None or self.row["attended_count"] is not None or bool(self.present)
        return self.day is not None and self.day <= by and held

    def absent_unknown(self) -> int:
        """Return of how many people nobody knows whether they attended."""
        if self.row["attended_count"] is not None:
            return 0
        known = [row for row in self.named if attended(row) is not None]
        return max(self.row["enrolled_count"] or 0, len(self.named)) - len(known)

    def result_unknown(self) -> int:
        """Return of how many who attended nobody knows whether they passed."""
        if self.row["passed_count"] is not None:
            return 0
        return self.heads - len([row for row in self.present if row["passed"] is not None])


@dataclass(frozen=True, slots=True)
class Item:
    """One plan item with its sessions."""

    row: Row
    sessions: tuple[Session, ...]

    def trained(self, by: dt.date) -> int:
        """Return how many people attended."""
        over = self._over(by)
        people = {row["person_key"] for session in over for row in session.present}
        return len(people) + sum(session.heads - len(session.present) for session in over)

    def passed(self, by: dt.date) -> int:
        """Return how many people attended and passed."""
        over = self._over(by)
        named = [[row for row in session.present if row["passed"]] for session in over]
        people = {row["person_key"] for rows in named for row in rows}
        counts = [session.row["passed_count"] or 0 for session in over]
        return len(people) + sum(max(count - len(rows), 0) for count, rows in zip(counts, named, strict=True))

    def absent_unknown(self, by: dt.date) -> int:
        """Return of how many nobody knows whether they attended."""
        return sum(session.absent_unknown() for session in self._over(by))

    def result_unknown(self, by: dt.date) -> int:
        """Return of how many who attended nobody knows whether they passed."""
        return sum(session.result_unknown() for session in self._over(by))

    def certified(self, by: dt.date, register: Register, today: dt.date) -> set[str]:
        """Return the people whose training led to a certificate that the register holds."""
        return {row["person_key"] for row in self._records(today) if _leads(row, register, by)}

    def unseen(self, by: dt.date, register: Register, today: dt.date) -> int:
        """Return how many may have been certified without anybody being able to see it."""
        seen = self.certified(by, register, today)
        hidden = {row["person_key"] for row in self._records(by) if row["certificate_key"] not in register} - seen
        heads = sum(session.heads - len(session.present) for session in self._over(by))
        return self.absent_unknown(by) + len(hidden) + heads

    def _over(self, by: dt.date) -> list[Session]:
        return [session for session in self.sessions if session.over(by)]

    def _records(self, by: dt.date) -> list[Row]:
        """Return the records, of sessions up to a day, that name a certificate."""
        begun = [session for session in self.sessions if session.day is not None and session.day <= by]
        return [row for session in begun for row in session.named if row["certificate_key"] is not None]


def attended(row: Row) -> bool | None:
    """Whether a person attended; None where nobody says."""
    hours = row["attended_hours"]
    if row["passed"] or (hours is not None and hours > 0):
        return True
    return None if hours is None else False


def items(force: InForce) -> list[Item]:
    """Return every plan item with its sessions."""
    named: dict[str, list[Row]] = defaultdict(list)
    for row in force.rows("training_record"):
        named[row["session_id"]].append(row)
    sessions: dict[str | None, list[Session]] = defaultdict(list)
    for row in force.rows("training_session"):
        sessions[row["plan_id"]].append(Session(row, tuple(named[row["session_id"]])))
    return [Item(row, tuple(sessions[row["plan_id"]])) for row in force.rows("training_plan")]


def certificates(force: InForce) -> Register:
    """Return the register, of the people it knows, by the key of the certificate number."""
    found: Register = defaultdict(list)
    for row in force.rows("certificate"):
        if row["certificate_key"] is not None and row["person_key"] is not None:
            found[row["certificate_key"]].append(row)
    return dict(found)


def _leads(record: Row, register: Register, by: dt.date) -> bool:
    return any(
        row["person_key"] == record["person_key"] and valid(row) and row["issue_date"] is not None
        and row["issue_date"] <= by
        for row in register.get(record["certificate_key"], ())
    )  # fmt: skip
