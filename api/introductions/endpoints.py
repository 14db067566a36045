"""POST /v1/vacancies/{vacancy_id}/introductions and the steps of an introduction, each by the side whose it is."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Security
from fastapi.responses import JSONResponse

from api.audit.trail import Action, trail_of
from api.faults import AuditBehind
from api.forms import INTRODUCTION_ID, VACANCY_ID
from api.introduced_scope import AskingScope, CollegeScope, asking_scope, college_scope, either_scope
from api.introductions import steps
from api.introductions.opened import Contact
from api.introductions.refusals import IntroductionRefused
from api.introductions.schemas import (
    DecisionAsk,
    IntroductionAsk,
    IntroductionPage,
    OutcomeAsk,
    OwnIntroductionAnswer,
    StudentIntroductionAnswer,
)
from api.introductions.views import introductions_page, own_answer, student_answer
from api.paging import PageAskDep
from api.problems import BadCursor, EditionRetired, InvalidInput, NoEdition, NotFound
from api.reference import problems_of
from api.services import ServicesDep

router = APIRouter(prefix="/v1", tags=["introductions"])

AskScope = Annotated[AskingScope, Security(asking_scope, scopes=["introductions:ask"])]
ContactScope = Annotated[AskingScope, Security(asking_scope, scopes=["contacts:read"])]
DecideScope = Annotated[CollegeScope, Security(college_scope, scopes=["introductions:decide"])]
ReadScope = Annotated[AskingScope | CollegeScope, Security(either_scope, scopes=["introductions:read"])]
VacancyId = Annotated[
    str,
    Path(
        pattern=VACANCY_ID,
        description="From the list of vacancies. 岗位编号，见岗位列表。",
        examples=["v_k4m2x7qz5tn3c6d7f2ga"],
    ),
]
IntroductionId = Annotated[
    str,
    Path(
        pattern=INTRODUCTION_ID,
        description="From the list of introductions. 推介编号，见推介列表。",
        examples=["i_k4m2x7qz5tn3c6d7"],
    ),
]

FRESH = {"Cache-Control": "no-store"}
_STEP_PROBLEMS = problems_of(NotFound, IntroductionRefused, InvalidInput, NoEdition)


@router.post(
    "/vacancies/{vacancy_id}/introductions",
    status_code=201,
    summary="Ask for a candidate 请求推介候选人",
    response_model=OwnIntroductionAnswer,
    responses={
        200: {"model": OwnIntroductionAnswer, "description": "Asked for before; nothing changed. 已请求过，未作更改。"},
        **_STEP_PROBLEMS,
    },
)
def ask_for_candidate(
    request: Request, vacancy_id: VacancyId, wanted: IntroductionAsk, scope: AskScope, services: ServicesDep
) -> JSONResponse:
    """Ask for a candidate of an own vacancy: the college puts the question to the student.

    Asking again for the same candidate and vacancy changes nothing and answers with the introduction there is, unless
    the question found no answer in time. How often a person may be asked for, and how many introductions of a vacancy
    may wait for an answer, is limited: `candidate_budget_spent`, `vacancy_budget_spent`.
    """
    found, is_new = steps.ask(scope, services, vacancy_id, wanted.candidate_id, trail_of(request))
    return JSONResponse(own_answer(scope, found), status_code=201 if is_new else 200, headers=FRESH)


@router.get(
    "/introductions",
    summary="List introductions 推介列表",
    response_model=IntroductionPage,
    responses=problems_of(BadCursor, EditionRetired, NoEdition, AuditBehind),
)
def list_introductions(request: Request, scope: ReadScope, ask: PageAskDep) -> JSONResponse:
    """List introductions, oldest first: an enterprise those it asked for, a college those of its students.

    An enterprise sees the candidate_id alone; a college its student's number, who asks, and for which vacancy.
    """
    body = introductions_page(scope, ask)
    trail_of(request).listed(Action.INTRODUCTIONS_LISTED, "introductions", rows=len(body["items"]))
    return JSONResponse(body, headers=FRESH)


@router.get(
    "/introductions/{introduction_id}/contact",
    summary="See the contact 查看联系方式",
    response_model=Contact,
    responses=problems_of(NotFound, IntroductionRefused, NoEdition),
)
def read_contact(
    request: Request, introduction_id: IntroductionId, scope: ContactScope, services: ServicesDep
) -> JSONResponse:
    """See what the person's consent opens, for the enterprise that asked and as long as the consent stands.

    Each look is on record before it is answered. The answer may not be kept by anything on its way.
    """
    return JSONResponse(steps.look(scope, services, introduction_id, trail_of(request)), headers=FRESH)


@router.post(
    "/introductions/{introduction_id}/outcome",
    summary="Tell the outcome 反馈推介结果",
    response_model=OwnIntroductionAnswer,
    responses=_STEP_PROBLEMS,
)
def tell_outcome(
    request: Request, introduction_id: IntroductionId, told: OutcomeAsk, scope: AskScope, services: ServicesDep
) -> JSONResponse:
    """Tell what became of an introduction the person consented to; repeating it changes nothing."""
    found = steps.tell(scope, services, introduction_id, told, trail_of(request))
    return JSONResponse(own_answer(scope, found), headers=FRESH)


@router.post(
    "/introductions/{introduction_id}/decision",
    summary="Record the student's answer 登记学生答复",
    response_model=StudentIntroductionAnswer,
    responses=_STEP_PROBLEMS,
)
def record_decision(
    request: Request, introduction_id: IntroductionId, said: DecisionAsk, scope: DecideScope, services: ServicesDep
) -> JSONResponse:
    """Say that the question was put to the student, and then what the student answered; repeating it changes nothing.

    Before the answer the student is told who asks, for which vacancy, and what consent opens: see `opens`.
    """
    found = steps.decide(scope, services, introduction_id, said, trail_of(request))
    return JSONResponse(student_answer(scope, found), headers=FRESH)


@router.post(
    "/introductions/{introduction_id}/withdrawal",
    summary="Withdraw from an introduction 撤回推介",
    response_model=StudentIntroductionAnswer,
    responses=_STEP_PROBLEMS,
)
def withdraw_introduction(
    request: Request, introduction_id: IntroductionId, scope: DecideScope, services: ServicesDep
) -> JSONResponse:
    """Withdraw a student from one introduction: the contact is shut with the next request.

    Repeating it changes nothing.
    """
    found = steps.withdraw(scope, services, introduction_id, trail_of(request))
    return JSONResponse(student_answer(scope, found), headers=FRESH)
