"""GET /v1/pool: search the reserve-talent pool."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import JSONResponse

from api.audit.trail import Action, trail_of
from api.etag import CONDITIONAL, conditional
from api.faults import AuditBehind
from api.paging import PageAskDep
from api.pool import repository
from api.pool.schemas import PoolFilter, PoolPage
from api.problems import BadCursor, EditionRetired, NoEdition
from api.reference import problems_of
from api.scope import EnterpriseScope, enterprise_scope

router = APIRouter(prefix="/v1/pool", tags=["enterprise"])

PoolScope = Annotated[EnterpriseScope, Security(enterprise_scope, scopes=["pool:read"])]


@router.get(
    "",
    summary="Search the reserve-talent pool 检索后备人才库",
    response_model=PoolPage,
    responses={**CONDITIONAL, **problems_of(BadCursor, EditionRetired, NoEdition, AuditBehind)},
)
def search_pool(
    request: Request, wanted: Annotated[PoolFilter, Query()], scope: PoolScope, ask: PageAskDep
) -> JSONResponse:
    """Search the pool; of each person only the generalised row is shown, which several people share.

    Some filters act on that row and some on what is known of the person; each says which. Where fewer people match
    than the edition's threshold (ten unless it says otherwise), nobody is listed or counted and `note` says so.
    `counts` is exact with up to two filters, and up to 1,000 with more. 人数低于阈值时不列出、不计数。
    """
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    headers = conditional(request, stamp=scope.stamp, organisation=scope.organisation)
    found = repository.search(scope, wanted, page)
    note = found.note.as_dict() if found.note else None
    body = page.body(found.people, counts=found.counts, note=note)
    trail_of(request).listed(Action.POOL_LISTED, "pool", rows=len(body["items"]))
    return JSONResponse(body, headers=headers)
