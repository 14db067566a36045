"""Record that a person is to be erased: from then on nobody sees them, and no file brings them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipelines.intake.erasure.raw_rows import rows_of
from pipelines.intake.erasure.subject import Subject
from pipelines.store.ledger import Mark
from pipelines.store.platform import Platform


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded.

    Attributes:
        repeated: Whether it had been recorded before and is still to be carried out.
        rows: How many rows of each feed the next run takes out.
        unsure: Rows under a student number that was given again which cannot be told apart; they stay.
    """

    erasure_no: int
    repeated: bool
    rows: dict[str, int] = field(default_factory=dict)
    unsure: int = 0


def request_erasure(platform: Platform, subject: Subject, *, actor: str, at: datetime) -> Receipt:
    """Record an erasure; asking twice records it once."""
    rows: dict[str, int] = {}
    unsure = 0
    for found in rows_of(platform.paths, subject):
        rows[found.feed] = rows.get(found.feed, 0) + int(found.theirs.sum())
        unsure += found.unsure
    rows = {feed: count for feed, count in rows.items() if count}
    erasures = platform.ledger.erasures
    for pending in erasures.pending():
        if Subject.unsealed(platform.keys, pending.sealed, pending.erasure_no).keys == subject.keys:
            return Receipt(pending.erasure_no, repeated=True, rows=rows, unsure=unsure)
    marks = _marks(platform, subject, at)
    while True:
        number = erasures.next_number()
        sealed = subject.sealed(platform.keys, number)
        if erasures.request(number, sealed=sealed, marks=marks, actor=actor, recorded_at=at):
            return Receipt(number, repeated=False, rows=rows, unsure=unsure)


def _marks(platform: Platform, subject: Subject, at: datetime) -> list[Mark]:
    marks = [Mark(platform.keys.erasure_mark("document", *document)) for document in subject.documents]
    for institution, student_no in sorted(subject.numbers):
        # Whoever begins a programme under the number after this day is somebody else.
        since = max(subject.starts(institution, student_no), default=at.date())
        marks.append(Mark(platform.keys.erasure_mark("student", institution, student_no), since))
    return marks
