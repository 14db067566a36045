"""What a run ends because its time is over or the register has changed: approvals of clients, unanswered questions.

A run calls this before it exports the ledger, so that the export holds what ended. What each of these means belongs
in `store.ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data_contracts.thresholds import limit
from pipelines.intake.register_check import register_words
from pipelines.store.platform import Platform


@dataclass(frozen=True, slots=True)
class Ended:
    """What a review ended: ids of clients, and of introductions."""

    lapsed: list[str]
    against_register: list[str]
    unanswered: list[str]


def review_access(platform: Platform, at: datetime) -> Ended:
    """End approvals that have lapsed or that the register now speaks against, and questions without an answer.

    An enterprise of which the register says nothing keeps its approval: unknown is not a word against it.
    """
    ledger = platform.ledger
    lapsed = ledger.clients.end_lapsed_approvals(at)
    against = _end_against_register(platform, at)
    unanswered = ledger.introductions.expire(at, after=timedelta(days=int(limit("introduction_answer_days"))))
    return Ended(lapsed, against, unanswered)


def _end_against_register(platform: Platform, at: datetime) -> list[str]:
    approved = [one for one in platform.ledger.clients.all(at) if one.role == "enterprise" and one.approved]
    if not approved:
        return []
    words = register_words(platform, on=at.date())
    ended = []
    for one in approved:
        word = words.get(one.org)
        if word is not None and word.is_against and word.objection is not None:
            platform.ledger.clients.end_approval(one.client_id, at, actor="run", reason=word.objection.en)
            ended.append(one.client_id)
    return ended
