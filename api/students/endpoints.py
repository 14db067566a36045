"""POST /v1/students/{student_no}/withdrawal: a student leaves the pool."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Security
from fastapi.responses import JSONResponse

from api.audit.trail import Action, trail_of
from api.forms import STUDENT_NO
from api.introduced_scope import CollegeScope, college_scope
from api.problems import NoEdition, NotFound
from api.reference import problems_of
from api.services import ServicesDep
from api.students import repository
from api.students.schemas import StudentWithdrawal
from data_contracts.model import Text

router = APIRouter(prefix="/v1/students", tags=["introductions"])

WithdrawScope = Annotated[CollegeScope, Security(college_scope, scopes=["students:withdraw"])]
StudentNo = Annotated[
    str, Path(pattern=STUDENT_NO, description="As sent with enrolment. 学号，同学籍报送。", examples=["20240103"])
]


@router.post(
    "/{student_no}/withdrawal",
    summary="Take a student out of the pool 撤出后备人才库",
    response_model=StudentWithdrawal,
    responses=problems_of(NotFound, NoEdition),
)
def withdraw_student(
    request: Request, student_no: StudentNo, scope: WithdrawScope, services: ServicesDep
) -> JSONResponse:
    """Take an own student out of the pool, at the student's wish: from the next request on nobody is shown the person.

    Introductions under way end and contacts are shut. Repeating it changes nothing.
    """
    person_key = repository.person_of(scope, student_no)
    if person_key is None:
        raise NotFound(Text("There is no such student of yours.", "贵校没有该学号的学生。"))
    ledger, at = services.platform.ledger, services.clock()
    entry = trail_of(request).entry(Action.STUDENT_WITHDRAWN, "pool", person_key=person_key)
    for key in ledger.decisions.keys_of(person_key):
        ledger.pool_withdrawals.withdraw(
            key, college=scope.organisation, actor=scope.client_id, at=at, entry=replace(entry, person_key=key)
        )
    body = {"edition": scope.edition, "student_no": student_no, "status": "withdrawn"}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
