"""GET /v1/changes: what an enterprise's copy of an earlier edition lacks, has too much, or has otherwise."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from api.audit.trail import Action, trail_of
from api.changes import repository
from api.changes.schemas import ChangesPage
from api.etag import CONDITIONAL, conditional
from api.export.repository import summary
from api.faults import AuditBehind
from api.forms import EDITION
from api.kept_editions import was_published
from api.limit_problems import TookTooLong
from api.paging import PageAskDep
from api.problems import BadCursor, EditionRetired, NoEdition, NotFound
from api.reference import problems_of
from api.scope import EnterpriseScope, enterprise_scope
from api.services import ServicesDep
from data_contracts.model import Text

router = APIRouter(prefix="/v1/changes", tags=["enterprise"])

ChangesScope = Annotated[EnterpriseScope, Security(enterprise_scope, scopes=["candidates:read"])]
Since = Annotated[
    str,
    Query(
        pattern=EDITION,
        description="The edition of your copy: the one that its export or its pages named. 您所持副本的数据版本。",
        examples=["e000001"],
    ),
]


@router.get(
    "",
    summary="Read what has changed 查看变更",
    response_model=ChangesPage,
    responses={
        **CONDITIONAL,
        **problems_of(BadCursor, EditionRetired, NotFound, NoEdition, TookTooLong, AuditBehind),
    },
)
async def list_changes(
    request: Request, since: Since, scope: ChangesScope, services: ServicesDep, ask: PageAskDep
) -> JSONResponse:
    """Read which candidates of own vacancies were added, changed or removed since an earlier edition.

    Laid over a copy of that edition, in any order and as often as you like, the changes make it the set of the edition
    in the answer, statuses of this moment included; `set_hash` proves it. Pages stay with the two editions they began
    with. Where `set_hash` is not the same on the first and the last page, a status changed meanwhile: ask again since
    the newer edition. An edition whose people have left it is a 410: export the whole set anew.
    """
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    if since > scope.edition or not was_published(services.platform.paths, since):
        raise NotFound(Text(f"There is no edition {since} before this one.", f"没有早于当前版本的版本 {since}。"))
    with services.editions.lease(since) as lease:
        headers = conditional(request, stamp=scope.stamp, organisation=scope.organisation)
        found = await run_in_threadpool(lambda: repository.changes(scope.with_the_hidden(lease), scope, page))
    whole = await services.set_hashes.of(scope.set_key, partial(summary, scope))
    told = {"since": since, "rows": whole.rows, "set_hash": whole.set_hash}
    body = page.body(found.found, looked_to=found.looked_to, **told)
    trail_of(request).listed(Action.CHANGES_LISTED, since, rows=len(body["items"]))
    return JSONResponse(body, headers=headers)
