"""GET and HEAD /v1/export/candidates: all of it at once, or what it would be."""

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from functools import partial
from time import monotonic
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import iterate_in_threadpool
from starlette.types import Receive, Scope, Send

from api.audit.trail import Action, trail_of
from api.etag import CONDITIONAL, conditional
from api.export import repository, writers
from api.export.formats import MEDIA_TYPES, ExportFormat, accepted_format
from api.export.schemas import EXPORT_ANSWER, ExportedCandidate
from api.faults import AuditBehind
from api.limit_problems import NotAcceptable, Overloaded
from api.limits import ticket_of
from api.problems import NoEdition
from api.reference import problems_of
from api.scope import EnterpriseScope, enterprise_scope
from api.services import Services, ServicesDep
from api.set_hashes import SetDigest, SetSummary

router = APIRouter(prefix="/v1/export", tags=["enterprise"])

ExportScope = Annotated[EnterpriseScope, Security(enterprise_scope, scopes=["candidates:read"])]
WantedFormat = Annotated[
    ExportFormat | None,
    Query(
        alias="format",
        description="`ndjson`, `parquet` or `csv`; without it `Accept` decides, and NDJSON where that does not. "
        "导出格式；未指定时按 Accept 头，默认 ndjson。",
    ),
]


class ExportResponse(StreamingResponse):
    """A stream, by default of JSON lines, that lets go of its edition before the edition is given back."""

    media_type = MEDIA_TYPES[ExportFormat.NDJSON]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, to the end or as far as the client takes it."""
        async with aclosing(cast("AsyncGenerator[bytes, None]", self.body_iterator)):
            await super().__call__(scope, receive, send)


@router.get(
    "/candidates",
    summary="Export every candidate 导出全部候选人",
    response_class=ExportResponse,
    response_model=ExportedCandidate,
    responses={**EXPORT_ANSWER, **CONDITIONAL, **problems_of(NotAcceptable, Overloaded, NoEdition, AuditBehind)},
)
async def export_candidates(
    request: Request, scope: ExportScope, services: ServicesDep, wanted: WantedFormat = None
) -> Response:
    """Export all ranked candidates of all own vacancies, as they stand in one edition when the export begins.

    The set hash proves that nothing is missing: NDJSON ends with a line of `edition`, `rows` and `set_hash`, Parquet
    has them in its footer's metadata, CSV in the headers `Talent-Edition` and `Talent-Set-Hash`. `HEAD` answers with
    these headers alone. Text that a spreadsheet would take for a formula has an apostrophe before it in CSV.
    """
    form = wanted or accepted_format(request.headers.get("accept", ""))
    headers = _headers(request, scope, form)
    services.meter.ask_export(ticket_of(request), scope.client_id)
    known = services.set_hashes.known(scope.set_key)
    if form is ExportFormat.CSV:
        known = await _summary(services, scope)
    rows = known.rows if known else repository.promised(scope)
    trail_of(request).listed(Action.CANDIDATES_EXPORTED, scope.edition, rows=rows)
    content = _streamed(services, scope, form)
    return ExportResponse(content, headers=headers | _told(known), media_type=MEDIA_TYPES[form])


@router.head("/candidates", include_in_schema=False)
async def tell_export(
    request: Request, scope: ExportScope, services: ServicesDep, wanted: WantedFormat = None
) -> Response:
    """Tell the set hash of what would be exported now."""
    form = wanted or accepted_format(request.headers.get("accept", ""))
    headers = _headers(request, scope, form)
    return Response(headers=headers | _told(await _summary(services, scope)), media_type=MEDIA_TYPES[form])


async def _summary(services: Services, scope: EnterpriseScope) -> SetSummary:
    return await services.set_hashes.of(scope.set_key, partial(repository.summary, scope))


def _headers(request: Request, scope: EnterpriseScope, form: ExportFormat) -> dict[str, str]:
    headers = conditional(request, stamp=f"{scope.stamp} {form}", organisation=scope.organisation)
    name = f"candidates-{scope.edition}.{form}"
    return headers | {
        "Vary": "Authorization, Accept",
        "Talent-Edition": scope.edition,
        "Content-Disposition": f'attachment; filename="{name}"',
    }


def _told(known: SetSummary | None) -> dict[str, str]:
    return {} if known is None else {"Talent-Set-Hash": known.set_hash, "Talent-Rows": str(known.rows)}


async def _streamed(services: Services, scope: EnterpriseScope, form: ExportFormat) -> AsyncGenerator[bytes, None]:
    """Make the parts in threads, one at a time and each only when the one before has been taken."""
    end = monotonic() + services.meter.limits.exporting
    made: list[SetSummary] = []
    with closing(_parts(scope, form, made)) as parts:
        async for part in iterate_in_threadpool(parts):
            if monotonic() > end:
                # Nothing can be told any more: the stream breaks off before its last line.
                raise TimeoutError(f"an export of {scope.edition} took too long")
            yield part
    services.set_hashes.remember(scope.set_key, made[0])


def _parts(scope: EnterpriseScope, form: ExportFormat, made: list[SetSummary]) -> Generator[bytes, None, None]:
    with SetDigest() as digest, closing(repository.everybody(scope)) as found:
        if form is ExportFormat.NDJSON:
            written = writers.ndjson(found, scope.edition, digest)
        elif form is ExportFormat.PARQUET:
            written = writers.parquet(found, scope.edition, digest)
        else:
            written = writers.csv_text(found, digest)
        made.append((yield from written))
