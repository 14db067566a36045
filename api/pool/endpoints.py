"""GET /v1/pool: search the reserve-talent pool."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import JSONResponse

from api.etag import conditional
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
    responses=problems_of(BadCursor, EditionRetired, NoEdition),
)
def search_pool(
    request: Request, wanted: Annotated[PoolFilter, Query()], scope: PoolScope, ask: PageAskDep
) -> JSONResponse:
    """Search by what is public of each person: the generalised row that at least ten people share."""
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    headers = conditional(request, stamp=scope.edition, organisation=scope.organisation)
    found = repository.people(scope, wanted, page)
    return JSONResponse(page.body(found, counts=repository.count(scope, wanted)), headers=headers)
