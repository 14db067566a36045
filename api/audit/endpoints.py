"""GET /v1/audit: who was shown what, for the office that answers for it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import JSONResponse

from api.audit.schemas import AuditFilter, AuditRecord, record_of
from api.audit.scope import AuditScope, audit_scope
from api.audit.trail import Action, trail_of
from api.faults import AuditBehind
from api.paging import PageAskDep
from api.problems import BadCursor
from api.reference import Page, problems_of

router = APIRouter(prefix="/v1/audit", tags=["official"])

ReadScope = Annotated[AuditScope, Security(audit_scope, scopes=["audit:read"])]

_FRESH = {"Cache-Control": "no-store"}


@router.get(
    "",
    summary="Read the audit 访问记录",
    response_model=Page[AuditRecord],
    responses=problems_of(BadCursor, AuditBehind),
)
def read_audit(
    request: Request, wanted: Annotated[AuditFilter, Query()], scope: ReadScope, ask: PageAskDep
) -> JSONResponse:
    """Read what clients of the organisations in your region have been shown, oldest first.

    A walk through the pages ends with what was on record when it began. Reading is on record too. Lists are recorded
    within a second; a look at a person's contact is recorded before it is answered.
    """
    page = ask.open(organisation=scope.organisation, edition=None)
    after, up_to = page.after or (0, scope.newest)
    found = scope.entries(
        organisation=wanted.organisation,
        client_id=wanted.client_id,
        action=wanted.action,
        since=_utc(wanted.since),
        until=_utc(wanted.until),
        after=after,
        up_to=up_to,
        limit=page.fetch,
    )
    body = page.body([([e.event_no, up_to], record_of(e, scope.person(e.person_key))) for e in found])
    trail_of(request).listed(Action.AUDIT_READ, "audit", rows=len(body["items"]))
    return JSONResponse(body, headers=_FRESH)


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        # The first and the last day of the calendar, in another zone than ours: as good as no limit.
        return moment.replace(tzinfo=UTC)
