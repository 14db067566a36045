"""POST /v1/deliveries, the list, one of them, its findings, its confirmation."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Security
from fastapi.responses import JSONResponse

from api.deliveries import intake
from api.deliveries.answers import DifferenceAnswer, FindingsPage
from api.deliveries.difference import difference_page
from api.deliveries.findings import findings_page
from api.deliveries.form import UPLOAD_BODY
from api.deliveries.schemas import DeliveryAnswer, answer_of
from api.deliveries.upload import received_upload
from api.paging import PageAskDep
from api.problems import BadCursor, BadRequest, Busy, Conflict, InvalidInput, NotFound, TooLarge
from api.reference import Page, problems_of
from api.sender_scope import SenderScope, sender_scope
from api.services import ServicesDep

router = APIRouter(prefix="/v1/deliveries", tags=["senders"])

ReadScope = Annotated[SenderScope, Security(sender_scope, scopes=["deliveries:read"])]
WriteScope = Annotated[SenderScope, Security(sender_scope, scopes=["deliveries:write"])]
DeliveryNo = Annotated[
    int, Path(ge=1, le=2**63 - 1, description="From the list of deliveries. 报送编号。", examples=[17])
]

_FRESH = {"Cache-Control": "no-store"}


@router.post(
    "",
    status_code=201,
    summary="Send a file 报送数据文件",
    response_model=DeliveryAnswer,
    responses={
        200: {"description": "This very file had been sent before; nothing changed. 重复报送，未作更改。"},
        **problems_of(BadRequest, TooLarge, InvalidInput, Busy),
    },
    openapi_extra=UPLOAD_BODY,
)
async def send_delivery(request: Request, scope: WriteScope, services: ServicesDep) -> JSONResponse:
    """Send one file of one feed. It is checked at once; read the findings, then confirm (or send `confirm=auto`)."""
    services.checks.refuse_when_full()
    async with received_upload(request, services.platform.paths) as upload:
        outcome = await services.checks.run(partial(intake.take_in, services, scope, upload))
    services.measures.uploads.labels(outcome.delivery.feed, outcome.delivery.state).inc()
    body = answer_of(outcome.delivery) | {"repeated": outcome.repeated}
    location = f"/v1/deliveries/{outcome.delivery.delivery_no}"
    return JSONResponse(body, status_code=200 if outcome.repeated else 201, headers={**_FRESH, "Location": location})


@router.get(
    "",
    summary="List own deliveries 本单位报送列表",
    response_model=Page[DeliveryAnswer],
    responses=problems_of(BadCursor),
)
def list_deliveries(scope: ReadScope, ask: PageAskDep) -> JSONResponse:
    """List what your organisation has sent, by delivery number."""
    page = ask.open(organisation=scope.caller.org, edition=None)
    found = scope.deliveries(after=page.after[0] if page.after else 0, limit=page.fetch)
    return JSONResponse(page.body([([d.delivery_no], answer_of(d)) for d in found]), headers=_FRESH)


@router.get(
    "/{delivery_no}",
    summary="Read one own delivery 报送详情",
    response_model=DeliveryAnswer,
    responses=problems_of(NotFound),
)
def read_delivery(delivery_no: DeliveryNo, scope: ReadScope) -> JSONResponse:
    """Read one of your deliveries; somebody else's is a 404 like one that does not exist."""
    return JSONResponse(answer_of(scope.delivery(delivery_no)), headers=_FRESH)


@router.get(
    "/{delivery_no}/findings",
    summary="Read what was found in it 核验问题",
    response_model=FindingsPage,
    responses=problems_of(BadCursor, NotFound),
)
def list_findings(delivery_no: DeliveryNo, scope: ReadScope, services: ServicesDep, ask: PageAskDep) -> JSONResponse:
    """Read every finding of one of your deliveries, by sheet, row, column and rule; the first page groups them."""
    return JSONResponse(findings_page(services, scope, ask, delivery_no), headers=_FRESH)


@router.get(
    "/{delivery_no}/difference",
    summary="Read what it changes 与生效数据的差异",
    response_model=DifferenceAnswer,
    responses=problems_of(BadCursor, NotFound, Conflict),
)
def read_difference(delivery_no: DeliveryNo, scope: ReadScope, services: ServicesDep, ask: PageAskDep) -> JSONResponse:
    """Compare one of your deliveries, by key, with what is in force (one that counts already: with what was before it).

    Names, document numbers, phones, e-mail and addresses are sealed and not compared: a row in which only these
    change is unchanged here. A snapshot of an older month is compared with that month.
    """
    return JSONResponse(difference_page(services, scope, ask, delivery_no), headers=_FRESH)


@router.post(
    "/{delivery_no}/confirm",
    summary="Confirm a checked delivery 确认报送",
    response_model=DeliveryAnswer,
    responses=problems_of(NotFound, Conflict),
)
def confirm_delivery(delivery_no: DeliveryNo, scope: WriteScope, services: ServicesDep) -> JSONResponse:
    """Say that a checked delivery is meant; it counts from the next run on."""
    return JSONResponse(answer_of(intake.confirm(services, scope, delivery_no)), headers=_FRESH)
