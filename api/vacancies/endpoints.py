"""GET /v1/vacancies, one of them, and its candidates."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Security
from fastapi.responses import JSONResponse, Response

from api.asked_again import told
from api.audit.trail import Action, trail_of
from api.etag import CONDITIONAL, conditional, tagged, unless_held
from api.faults import AuditBehind
from api.forms import VACANCY_ID
from api.kept_answers import KeptAnswer
from api.paging import PageAsk, PageAskDep
from api.problems import BadCursor, EditionRetired, NoEdition, NotFound
from api.reference import Page, problems_of
from api.scope import EnterpriseScope, enterprise_scope
from api.vacancies import repository
from api.vacancies.schemas import Candidate, Vacancy, VacancyAnswer
from data_contracts.model import Text

router = APIRouter(prefix="/v1/vacancies", tags=["enterprise"])

_NOT_YOURS: Final = Text("There is no such vacancy of yours.", "贵企业没有该岗位。")

VacancyScope = Annotated[EnterpriseScope, Security(enterprise_scope, scopes=["vacancies:read"])]
CandidateScope = Annotated[EnterpriseScope, Security(enterprise_scope, scopes=["candidates:read"])]
VacancyId = Annotated[
    str,
    Path(
        pattern=VACANCY_ID,
        description="From the list of vacancies. 岗位编号，见岗位列表。",
        examples=["v_k4m2x7qz5tn3c6d7f2ga"],
    ),
]


@router.get(
    "",
    summary="List own vacancies 本企业岗位列表",
    response_model=Page[Vacancy],
    responses={**CONDITIONAL, **problems_of(BadCursor, EditionRetired, NoEdition)},
)
def list_vacancies(request: Request, scope: VacancyScope, ask: PageAskDep) -> JSONResponse:
    """List the enterprise's vacancies in the current edition, by vacancy_id."""
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    headers = conditional(request, stamp=scope.stamp, organisation=scope.organisation)
    return JSONResponse(page.body(repository.vacancies(scope, page)), headers=headers)


@router.get(
    "/{vacancy_id}",
    summary="Read one own vacancy 岗位详情",
    response_model=VacancyAnswer,
    responses={**CONDITIONAL, **problems_of(NotFound, NoEdition)},
)
def read_vacancy(request: Request, vacancy_id: VacancyId, scope: VacancyScope) -> JSONResponse:
    """Read one of the enterprise's vacancies; another enterprise's is a 404 like one that does not exist."""
    body = {"edition": scope.edition, **_own(scope, vacancy_id)}
    return JSONResponse(body, headers=conditional(request, stamp=scope.stamp, organisation=scope.organisation))


@router.get(
    "/{vacancy_id}/candidates",
    summary="Read the ranked candidates 岗位候选人",
    response_model=Page[Candidate],
    responses={**CONDITIONAL, **problems_of(BadCursor, EditionRetired, NotFound, NoEdition, AuditBehind)},
)
async def list_candidates(request: Request, vacancy_id: VacancyId, scope: CandidateScope, ask: PageAskDep) -> Response:
    """Read an own vacancy's candidates by rank, each with every component of its score and the skills it lacks."""
    # No thread for it: a page is a few short looks at a mapped file, and to go to a thread costs more than that.
    headers = tagged(request, stamp=scope.stamp, organisation=scope.organisation)
    answer = scope.answers.get(headers["ETag"])
    # The tag of a kept answer holds the organisation: that the vacancy is its own was seen when it was made.
    if answer is None and not repository.is_own(scope, vacancy_id):
        raise NotFound(_NOT_YOURS)
    unless_held(request, headers)
    if answer is None:
        answer = _candidates(vacancy_id, scope, ask)
        scope.answers.keep(headers["ETag"], answer)
    trail_of(request).listed(Action.CANDIDATES_LISTED, vacancy_id, rows=answer.rows)
    told(request, headers, Action.CANDIDATES_LISTED, vacancy_id)
    return Response(answer.body, headers=headers, media_type="application/json")


def _candidates(vacancy_id: str, scope: EnterpriseScope, ask: PageAsk) -> KeptAnswer:
    page = ask.open(organisation=scope.organisation, edition=scope.edition)
    found = repository.candidates(scope, vacancy_id, page)
    return KeptAnswer(page.text(found), page.shown(found))


def _own(scope: EnterpriseScope, vacancy_id: str) -> dict[str, Any]:
    found = repository.vacancy(scope, vacancy_id)
    if found is None:
        raise NotFound(_NOT_YOURS)
    return found
