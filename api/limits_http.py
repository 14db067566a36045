"""Limits on the wire: sizes and times of bodies, times of answers, headers that tell what is left.

Whose quota is how large belongs in `limits`. A request is let in before anything else sees it; who sends it is known
to `auth.caller` only later, which takes the client's share through the request's ticket.
"""

import asyncio
from time import monotonic
from typing import Final

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.faults import LedgerDown
from api.limit_problems import Overloaded, TooSlow
from api.limits import TICKET, Meter, Ticket
from api.problems import Problem, TooLarge, problem_response, shown_path
from api.quotas import Limits
from api.services import services_of

UPLOADS: Final = frozenset({("POST", "/v1/deliveries")})
"""The routes whose body is as large as they say themselves."""

ALWAYS_ANSWERED: Final = frozenset({("GET", "/health")})
"""What is answered before the data folder is open."""

# What is left of the body is not read: the connection cannot be used again.
_CLOSE: Final = {"Connection": "close"}


class _SlowReaderError(Exception):
    """A client does not take its answer."""


class LimitsOnTheWire:
    """Lets requests in, each within its limits."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            meter = services_of(Request(scope)).meter
        except LedgerDown as problem:
            is_answered = (scope["method"], scope["path"]) in ALWAYS_ANSWERED
            await (self._app if is_answered else _refusal(problem, scope))(scope, receive, send)
            return
        try:
            with meter.request() as ticket:
                await self._let_in(scope, receive, send, meter, ticket)
        except Overloaded as problem:
            await _refusal(problem, scope)(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, meter: Meter, ticket: Ticket) -> None:
        scope[TICKET] = ticket
        is_upload = (scope["method"], scope["path"]) in UPLOADS
        body = _Body(receive, meter.limits, most=None if is_upload else meter.limits.small_body)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += ticket.headers
            try:
                async with asyncio.timeout(meter.limits.reading):
                    await send(message)
            except TimeoutError as exc:
                raise _SlowReaderError from exc

        try:
            await self._app(scope, body.receive, told)
        except _SlowReaderError:
            # The server closes a connection whose answer was left unfinished.
            return


def _refusal(problem: Problem, scope: Scope) -> JSONResponse:
    return problem_response(problem, instance=shown_path(scope["path"]), edition=None)


class _Body:
    """A request's body as it arrives, held to its size and its time."""

    def __init__(self, receive: Receive, limits: Limits, *, most: int | None) -> None:
        self._receive = receive
        self._limits = limits
        self._most = most
        self._size = 0
        self._began = monotonic()
        self._is_whole = False

    async def receive(self) -> Message:
        """Return the next part.

        Raises:
            HTTPException: it is too large, or came too late.
        """
        if self._is_whole:
            # Whoever waits now waits for the client to go away.
            return await self._receive()
        allowed = self._limits.body_grace + self._size / self._limits.body_rate
        try:
            async with asyncio.timeout(self._began + allowed - monotonic()):
                message = await self._receive()
        except TimeoutError as exc:
            raise HTTPException(TooSlow.status, headers=_CLOSE) from exc
        self._size += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._most is not None and self._size > self._most:
            raise HTTPException(TooLarge.status, headers=_CLOSE)
        return message
