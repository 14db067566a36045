"""GET /v1/editions and the reports of one."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Security
from fastapi.responses import HTMLResponse, JSONResponse

from api.etag import CONDITIONAL, conditional
from api.forms import EDITION
from api.leases import lease_of
from api.official_scope import OfficialScope, official_scope
from api.paging import PageAskDep
from api.problems import BadCursor, EditionRetired, NoEdition, NotAllowed, NotFound
from api.reference import Page, problems_of
from api.reports.schemas import Edition
from api.services import ServicesDep
from data_contracts.model import Text
from pipelines.store.editions import EditionPointer, list_editions

router = APIRouter(prefix="/v1/editions", tags=["official"])

ReportScope = Annotated[OfficialScope, Security(official_scope, scopes=["reports:read"])]
EditionId = Annotated[
    str, Path(pattern=EDITION, description="From the list of editions. 数据版本，见版本列表。", examples=["e000001"])
]

# A report is one self-contained page: it needs nothing from anywhere, and may not ask.
_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


class ReportName(StrEnum):
    """The reports of an edition."""

    PLACEMENT = "placement"
    FAIRNESS = "fairness"


class Language(StrEnum):
    """The languages of a report."""

    EN = "en"
    ZH = "zh"


@router.get(
    "",
    summary="List the editions 数据版本列表",
    response_model=Page[Edition],
    responses=problems_of(BadCursor, EditionRetired, NoEdition),
)
def list_published(scope: ReportScope, services: ServicesDep, ask: PageAskDep) -> JSONResponse:
    """List the published editions, newest first."""
    page = ask.open(organisation=scope.organisation, edition=None)
    newest = page.after[0] if page.after else None
    found = [e for e in list_editions(services.platform.paths) if newest is None or e.edition < newest]
    items = [([e.edition], _item(e, current=e.edition == scope.edition)) for e in found[: page.fetch]]
    return JSONResponse(page.body(items) | {"edition": scope.edition}, headers={"Cache-Control": "no-cache"})


@router.get(
    "/{edition}/reports/{report}",
    summary="Read a report 查看报告",
    response_class=HTMLResponse,
    responses={**CONDITIONAL, **problems_of(NotFound, NotAllowed, NoEdition)},
)
def read_report(
    request: Request,
    edition: EditionId,
    report: Annotated[ReportName, Path(description="Which report. 报告名称。")],
    scope: ReportScope,
    services: ServicesDep,
    lang: Annotated[Language, Query(description="Language. 语言。")] = Language.EN,
) -> HTMLResponse:
    """Read an edition's report as one HTML page. It tells of every college, so who sees only some may not read it."""
    published = next((e for e in list_editions(services.platform.paths) if e.edition == edition), None)
    if published is None:
        raise NotFound(Text(f"There is no edition {edition}.", f"没有版本 {edition}。"))
    with lease_of(published) as lease:
        # Not the edition in service: another may count other colleges.
        is_allowed = scope.on(lease).sees_everything()
    if not is_allowed:
        detail = Text(
            "The report covers colleges outside your region; read the figures of your region under /v1/metrics.",
            "该报告包含本区域以外的院校，请通过 /v1/metrics 查看本区域指标。",
        )
        raise NotAllowed(detail)
    try:
        page = (published.folder / "reports" / f"{report}.{lang}.html").read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise NotFound(Text(f"Edition {edition} has no such report.", f"版本 {edition} 没有该报告。")) from exc
    headers = conditional(request, stamp=edition, organisation=scope.organisation)
    return HTMLResponse(page, headers={**headers, "Content-Language": lang, "Content-Security-Policy": _CONTENT_POLICY})


def _item(pointer: EditionPointer, *, current: bool) -> dict[str, object]:
    return {
        "edition": pointer.edition,
        "as_of": pointer.as_of,
        "published_at": pointer.published_at,
        "current": current,
    }
