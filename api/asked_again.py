"""Before all routes: what a client was just told, asked by it again, is told again without going to its route.

Nothing that the answer depends on may be different: the token still holds, the ledger says what it said, so that the
client is who it was and nobody was hidden or has withdrawn, and the edition's file is the one that the answer was made
of. Quotas and audit are those of the route. On any doubt the route itself answers. Keeping answers belongs in
`kept_answers`; which of them may be told like this is decided by their routes.
"""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.audit.trail import Action, trail_of
from api.auth.caller import Caller, grant_of, is_known_still
from api.faults import LedgerDown
from api.limits import ticket_of
from api.problem_handlers import problem_answer
from api.problems import NotAuthenticated, Problem
from api.remembered import Said
from api.services import Services, services_of
from pipelines.store.ledger import Role


@dataclass(frozen=True, slots=True)
class _Told:
    """What a client was told: enough to find the answer, and to put on record that it is told again."""

    route: BaseRoute
    headers: dict[str, str]
    action: Action
    subject: str
    client_id: str
    role: Role
    org: str


def told(request: Request, headers: dict[str, str], action: Action, subject: str) -> None:
    """Remember that a request is being answered by an answer that is kept under its ETag.

    Args:
        request: What is asked, by whom.
        headers: The answer's, with its ETag.
        action: What was put on record.
        subject: What it was about.
    """
    if _may_be_told_again(request.scope):
        caller: Caller = request.state.caller
        what = _Told(request.scope["route"], headers, action, subject, caller.client_id, caller.role, caller.org)
        caller.said.answer(_asked(request), lambda: what)


class AskedAgain:
    """Answers the requests of which everything is known, and passes the others on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        answer = _told_again(Request(scope)) if _may_be_told_again(scope) else None
        await (self._app if answer is None else answer)(scope, receive, send)


def _told_again(request: Request) -> Response | None:
    """Return the answer, counted and put on record as its route does it, or why not; None on any doubt."""
    try:
        services = services_of(request)
    except LedgerDown:
        # Some routes answer even then.
        return None
    said = services.remembered.now()
    what = said.recall(_asked(request), _Told)
    if what is None or not _is_admitted(request, services, said):
        return None
    answer = services.editions.kept_answer(what.headers["ETag"])
    if answer is None:
        return None
    request.scope["route"] = what.route
    try:
        services.meter.ask(ticket_of(request), what.client_id)
        request.state.caller = Caller(what.client_id, what.role, what.org, said)
        trail_of(request).listed(what.action, what.subject, rows=answer.rows)
    except Problem as problem:
        return problem_answer(request, problem)
    return Response(answer.body, headers=what.headers, media_type="application/json")


def _may_be_told_again(scope: Scope) -> bool:
    # A query or a condition is for the route to read.
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return False
    headers = Headers(scope=scope)
    return "authorization" in headers and "if-none-match" not in headers


def _asked(request: Request) -> tuple[str, str, str]:
    return "told", request.scope["path"], request.headers["authorization"]


def _is_admitted(request: Request, services: Services, said: Said) -> bool:
    """Whether who was let in with this token is let in now; that the ledger has not changed is known already."""
    try:
        client_id = grant_of(request, services).client_id
    except NotAuthenticated:
        return False
    return is_known_still(said, client_id, services.clock())
