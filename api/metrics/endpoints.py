"""GET /v1/metrics and one of them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Security
from fastapi.responses import JSONResponse

from api.etag import CONDITIONAL, conditional
from api.forms import METRIC_ID
from api.metrics import repository
from api.metrics.schemas import MetricDefinition, MetricFilter, MetricPage
from api.official_scope import OfficialScope, official_scope
from api.paging import PageAskDep
from api.problems import BadCursor, EditionRetired, NoEdition, NotFound
from api.reference import Page, problems_of
from data_contracts.model import Text

router = APIRouter(prefix="/v1/metrics", tags=["official"])

MetricScope = Annotated[OfficialScope, Security(official_scope, scopes=["metrics:read"])]
MetricId = Annotated[
    str,
    Path(
        pattern=METRIC_ID, description="From the list of metrics. 指标编号，见指标目录。", examples=["destination_rate"]
    ),
]


@router.get(
    "",
    summary="List the metrics 指标目录",
    response_model=Page[MetricDefinition],
    responses={**CONDITIONAL, **problems_of(BadCursor, EditionRetired, NoEdition)},
)
def list_metrics(request: Request, scope: MetricScope, ask: PageAskDep) -> JSONResponse:
    """List what is measured: definition, numerator, denominator and exclusions of each metric."""
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    headers = conditional(request, stamp=scope.edition, organisation=scope.organisation)
    return JSONResponse(page.body(repository.definitions(scope, page)), headers=headers)


@router.get(
    "/{metric_id}",
    summary="Read a metric's figures 指标数值",
    response_model=MetricPage,
    responses={**CONDITIONAL, **problems_of(BadCursor, EditionRetired, NotFound, NoEdition)},
)
def read_metric(
    request: Request,
    metric_id: MetricId,
    wanted: Annotated[MetricFilter, Query()],
    scope: MetricScope,
    ask: PageAskDep,
) -> JSONResponse:
    """Read the figures of the official's region, each with its denominator, its unknowns and its dates."""
    metric = repository.definition(scope, metric_id)
    if metric is None:
        raise NotFound(Text(f"There is no metric '{metric_id}'.", f"没有指标“{metric_id}”。"))
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    headers = conditional(request, stamp=scope.edition, organisation=scope.organisation)
    return JSONResponse(page.body(repository.figures(scope, metric_id, wanted, page), metric=metric), headers=headers)
