"""Make every error of the application a problem: ours, the store's, FastAPI's, Starlette's and the unexpected.

The kinds of problem belong in `problems`. A value that breaks its description is never repeated back.
"""

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.faults import EditionDamaged, LedgerDown
from api.forms import broken_value
from api.limit_problems import TooSlow
from api.problems import (
    BadRequest,
    InvalidInput,
    MethodNotAllowed,
    NoEdition,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    Problem,
    TooLarge,
    problem_response,
    shown_path,
)
from api.services import services_of
from api.watch.request_ids import HEADER
from data_contracts.model import Text
from pipelines.store.editions import EditionError
from pipelines.store.ledger import LedgerError
from pipelines.store.ledger.connect import is_out_of_reach

_log = logging.getLogger("talent.faults")

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_BY_STATUS: Final[dict[int, type[Problem]]] = {
    p.status: p
    for p in (
        *(BadRequest, NotAuthenticated, NotAllowed, NotFound, MethodNotAllowed),
        *(TooSlow, TooLarge, InvalidInput),
    )
}


class NotModified(Exception):  # noqa: N818 - an answer, not an error
    """The caller holds this very answer already; not an error, but decided before the answer is made."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("not modified")
        self.headers = headers


def install(app: FastAPI) -> None:
    """Register the handlers."""

    async def on_damage(request: Request, exc: Exception) -> JSONResponse:
        services_of(request).editions.distrust(getattr(request.state, "edition", ""))
        return await on_problem(request, exc)

    async def on_problem(request: Request, exc: Exception) -> JSONResponse:
        return problem_answer(request, exc if isinstance(exc, Problem) else Problem())

    async def on_validation(request: Request, exc: Exception) -> JSONResponse:
        errors = exc.errors() if isinstance(exc, RequestValidationError) else []
        return problem_answer(request, InvalidInput(errors=[broken_value(e) for e in errors]))

    async def on_http(request: Request, exc: Exception) -> JSONResponse:
        problem = _from_http(exc) if isinstance(exc, HTTPException) else Problem()
        if isinstance(problem, MethodNotAllowed):
            problem.headers["Allow"] = ", ".join(_methods_of(request))
        return problem_answer(request, problem)

    async def on_not_modified(_: Request, exc: Exception) -> Response:
        return Response(status_code=304, headers=exc.headers if isinstance(exc, NotModified) else None)

    async def on_edition_error(request: Request, exc: Exception) -> JSONResponse:
        return problem_answer(request, NoEdition(Text(str(exc), "数据版本无法读取。")))

    async def on_ledger_error(request: Request, exc: Exception) -> JSONResponse:
        if not is_out_of_reach(exc):
            raise exc
        _log.warning("the ledger does not answer: %s", exc)
        return problem_answer(request, LedgerDown(headers={"Retry-After": "5"}))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(EditionDamaged, on_damage)
    app.add_exception_handler(SQLAlchemyError, on_ledger_error)
    app.add_exception_handler(LedgerError, on_ledger_error)
    app.add_exception_handler(EditionError, on_edition_error)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(NotModified, on_not_modified)
    app.add_exception_handler(Exception, on_problem)


def problem_answer(request: Request, problem: Problem) -> JSONResponse:
    """Return a problem as the answer to a request."""
    edition = getattr(request.state, "edition", None) or services_of(request).editions.name
    answer = problem_response(problem, instance=shown_path(request.url.path), edition=edition)
    # The answer to an unexpected error passes by the layer that names every other answer.
    if request_id := getattr(request.state, "request_id", ""):
        answer.headers[HEADER] = request_id
    return answer


def _from_http(exc: HTTPException) -> Problem:
    headers = dict(exc.headers or {})
    kind = _BY_STATUS.get(exc.status_code, BadRequest if exc.status_code < 500 else Problem)
    return kind(headers=headers)


def _methods_of(request: Request) -> list[str]:
    """Return the methods that a path takes: the framework tells those of the first of its routes alone."""
    routes = request.app.router.routes
    asked = [(method, dict(request.scope) | {"method": method}) for method in _METHODS]
    return [method for method, scope in asked if any(route.matches(scope)[0] is Match.FULL for route in routes)]
