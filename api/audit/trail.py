"""How a route puts on record what it shows: list views in batches, what is about one person before the answer."""

from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request

from api.auth.caller import Caller
from api.services import Services, services_of
from pipelines.store.ledger import AuditEntry


class Action(StrEnum):
    """What can be on record."""

    CANDIDATES_LISTED = "candidates_listed"
    CANDIDATES_EXPORTED = "candidates_exported"
    CHANGES_LISTED = "changes_listed"
    POOL_LISTED = "pool_listed"
    INTRODUCTIONS_LISTED = "introductions_listed"
    INTRODUCTION_ASKED = "introduction_asked"
    INTRODUCTION_DECIDED = "introduction_decided"
    INTRODUCTION_ENDED = "introduction_withdrawn"
    OUTCOME_TOLD = "outcome_told"
    STUDENT_WITHDRAWN = "student_withdrawn"
    CONTACT_VIEWED = "contact_viewed"
    AUDIT_READ = "audit_read"


@dataclass(frozen=True, slots=True)
class Trail:
    """What one request puts on record."""

    services: Services
    caller: Caller
    request_id: str

    def listed(self, action: Action, subject: str, *, rows: int) -> None:
        """Put a list view on record; call it before the answer, which must not go out when this raises.

        Args:
            action: What was done.
            subject: What was listed: an id of ours, never words of a person.
            rows: How many people or entries the answer shows.

        Raises:
            AuditBehind: it cannot be recorded now.
        """
        self.services.audit.add(self.entry(action, subject, rows=rows))
        if action not in (Action.AUDIT_READ, Action.INTRODUCTIONS_LISTED):
            self.services.measures.candidates_served.inc(rows)

    def entry(self, action: Action, subject: str, *, person_key: str | None = None, rows: int = 0) -> AuditEntry:
        """Return an entry for whoever writes it before the answer, as each step of an introduction does."""
        return AuditEntry(
            client_id=self.caller.client_id,
            role=self.caller.role,
            org=self.caller.org,
            action=action.value,
            subject=subject,
            person_key=person_key,
            row_count=rows,
            request_id=self.request_id,
            recorded_at=self.services.clock(),
        )


def trail_of(request: Request) -> Trail:
    """Return the trail of a request whose caller is known."""
    caller: Caller = request.state.caller
    return Trail(services_of(request), caller, request.state.request_id)
