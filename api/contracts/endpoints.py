"""GET /v1/contracts, one of them, and its template."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request, Security
from fastapi.responses import JSONResponse, Response

from api.auth.caller import Caller, current_caller
from api.contracts.schemas import ContractAnswer, ContractSummary, answer_of, summary_of
from api.etag import CONDITIONAL, conditional
from api.forms import FEED
from api.paging import PageAskDep
from api.problems import BadCursor, NotFound
from api.reference import Page, problems_of
from api.workbooks import XLSX, attachment
from data_contracts.loader import feed_names, load_contract, load_contracts
from data_contracts.model import Contract, Text
from pipelines.intake.template import template_bytes

router = APIRouter(prefix="/v1/contracts", tags=["senders"])

Reader = Annotated[Caller, Security(current_caller, scopes=["contracts:read"])]
FeedName = Annotated[
    str, Path(pattern=FEED, description="From the list of contracts. 数据表，见契约目录。", examples=["enrolment"])
]


@router.get(
    "",
    summary="List the data contracts 数据契约目录",
    response_model=Page[ContractSummary],
    responses=problems_of(BadCursor),
)
def list_contracts(caller: Reader, ask: PageAskDep) -> JSONResponse:
    """List every feed that can be sent, and which of them you may send."""
    page = ask.open(organisation=caller.org, edition=None)
    last = page.after[0] if page.after else ""
    found = [([c.feed], summary_of(c, caller.role)) for c in load_contracts().values() if c.feed > last]
    return JSONResponse(page.body(found[: page.fetch]))


@router.get(
    "/{feed}",
    summary="Read one data contract 数据契约详情",
    response_model=ContractAnswer,
    responses={**CONDITIONAL, **problems_of(NotFound)},
)
def read_contract(request: Request, feed: FeedName, caller: Reader) -> JSONResponse:
    """Read a feed's fields and rules, with how to fill each field and what each rule says."""
    contract = _known(feed)
    headers = conditional(request, stamp=f"{feed} {contract.version}", organisation=caller.org)
    return JSONResponse(answer_of(contract, caller.role), headers=headers)


@router.get(
    "/{feed}/template",
    summary="Get the workbook to fill in 下载填报模板",
    response_class=Response,
    responses={
        200: {
            "description": "The Excel workbook. 填报模板（Excel）。",
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        },
        **CONDITIONAL,
        **problems_of(NotFound),
    },
)
def read_template(request: Request, feed: FeedName, caller: Reader) -> Response:
    """Get the Excel workbook in which a feed's rows are filled in, with drop-downs, help and an example."""
    contract = _known(feed)
    workbook = template_bytes(contract)
    # The drop-downs come from the code tables, which change without the contract's version.
    stamp = f"{feed} {contract.version} {hashlib.sha256(workbook).hexdigest()}"
    headers = conditional(request, stamp=stamp, organisation=caller.org)
    headers["Content-Disposition"] = attachment(f"{feed}-{contract.version}.xlsx", f"{contract.title.zh}填报模板.xlsx")
    return Response(workbook, media_type=XLSX, headers=headers)


def _known(feed: str) -> Contract:
    if feed not in feed_names():
        raise NotFound(Text(f"There is no feed '{feed}'.", f"没有数据表“{feed}”。"))
    return load_contract(feed)
