"""The first of all routes: what a client was just told, asked by it again, is told again without going to its route.

Nothing that the answer depends on may be different: the token still holds, the ledger says what it said, so that the
client is who it was and nobody was hidden or has withdrawn, and the edition's file is the one that the answer was made
of. Quotas and audit are those of the route. On any doubt the route itself answers. Keeping answers belongs in
`kept_answers`; which of them may be told like this is decided by their routes.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from api.audit.trail import Action, trail_of
from api.auth.caller import Caller, is_known_still, token_of
from api.auth.tokens import read_token
from api.faults import LedgerDown
from api.kept_answers import KeptAnswer
from api.limits import ticket_of
from api.problems import NotAuthenticated
from api.remembered import Said
from api.services import Services, services_of
from pipelines.store.ledger import Role

_FOUND: Final = "talent_asked_again"


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


@dataclass(frozen=True, slots=True)
class _Found:
    told: _Told
    answer: KeptAnswer
    said: Said


def told(request: Request, headers: dict[str, str], action: Action, subject: str) -> None:
    """Remember that a request is being answered by an answer that is kept under its ETag.

    Args:
        request: What is asked, by whom.
        headers: The answer's, with its ETag.
        action: What was put on record.
        subject: What it was about.
    """
    if _may_be_told_again(request):
        caller: Caller = request.state.caller
        what = _Told(request.scope["route"], headers, action, subject, caller.client_id, caller.role, caller.org)
        caller.said.answer(_asked(request), lambda: what)


class AskedAgain(BaseRoute):
    """Takes the requests of which everything is known, and leaves the others to the routes after it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether this request can be answered at once."""
        request = Request(scope)
        found = _find(request) if _may_be_told_again(request) else None
        return (Match.FULL, {_FOUND: found, "route": found.told.route}) if found else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer.

        Raises:
            TooManyRequests: the client has used up its quota.
            TooManyAtOnce: it has too many requests under way.
            AuditBehind: it cannot be recorded now.
        """
        request, found = Request(scope), scope[_FOUND]
        what, answer = found.told, found.answer
        services_of(request).meter.ask(ticket_of(request), what.client_id)
        request.state.caller = Caller(what.client_id, what.role, what.org, found.said)
        trail_of(request).listed(what.action, what.subject, rows=answer.rows)
        await Response(answer.body, headers=what.headers, media_type="application/json")(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Name no path: the routes after it have theirs.

        Raises:
            NoMatchFound: always.
        """
        raise NoMatchFound(name, path_params)


def _may_be_told_again(request: Request) -> bool:
    # A query or a condition is for the route to read.
    scope, headers = request.scope, request.headers
    is_plain = scope["type"] == "http" and scope["method"] == "GET" and not scope["query_string"]
    return is_plain and "authorization" in headers and "if-none-match" not in headers


def _asked(request: Request) -> tuple[str, str, str]:
    return "told", request.scope["path"], request.headers["authorization"]


def _find(request: Request) -> _Found | None:
    try:
        services = services_of(request)
    except LedgerDown:
        # Some routes answer even then.
        return None
    said = services.remembered.now()
    what = said.recall(_asked(request), _Told)
    if what is None or not _is_admitted(request, services, said, what.client_id):
        return None
    answer = services.editions.kept_answer(what.headers["ETag"])
    return None if answer is None else _Found(what, answer, said)


def _is_admitted(request: Request, services: Services, said: Said, client_id: str) -> bool:
    """Whether who was let in with this token is let in now; that the ledger has not changed is known already."""
    now = services.clock()
    try:
        read_token(token_of(request), key=services.platform.keys.token_key, now=now)
    except NotAuthenticated:
        return False
    return is_known_still(said, client_id, now)
