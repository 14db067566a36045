"""From a request's token to the caller behind it, with the ledger asked on every request.

So approval and revocation count from the next request on, not from the next token on.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from anyio import to_thread
from fastapi import Request
from fastapi.openapi.models import OAuth2, OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase

from api.auth.credentials import refuse_credentials_in_query
from api.auth.roles import OPEN_BEFORE_APPROVAL, ROLE_TEXTS, SCOPE_TEXTS, SCOPES_BY_ROLE
from api.auth.tokens import Grant, read_token
from api.limits import ticket_of
from api.parameters import refuse_unknown_parameters
from api.problems import NotAllowed, NotApproved, NotAuthenticated
from api.remembered import Said
from api.services import Services, services_of
from data_contracts.model import Text
from pipelines.store.ledger import Client, Role


@dataclass(frozen=True, slots=True)
class Caller:
    """The client behind a request."""

    client_id: str
    role: Role
    org: str
    said: Said
    """What the ledger says, never older than when it was asked for the client."""


class ClientCredentials(SecurityBase):
    """The scheme by which every route but the open ones knows its caller.

    What a route depends on is itself such a scheme, rather than one with the scheme for its own dependency: FastAPI
    goes through each of them for each request, which costs more than to find the caller.
    """

    def __init__(self) -> None:
        flow = OAuthFlowClientCredentials(tokenUrl="/oauth/token", scopes=SCOPE_TEXTS)
        self.model = OAuth2(flows=OAuthFlows(clientCredentials=flow))
        self.scheme_name = "client_credentials"

    async def caller(self, request: Request, needed: SecurityScopes) -> Caller:
        """Return the caller, who may do what the route needs.

        Raises:
            CredentialsInQuery: a secret or token stands in the address.
            NotAuthenticated: no token, or one that does not hold, or its client was revoked or stopped.
            NotAllowed: the role, or the scopes asked for, do not reach.
            NotApproved: an enterprise before its approval.
            TooManyRequests: it has used up its quota.
            TooManyAtOnce: it has too many requests under way.
            InvalidInput: the query has a parameter that the route does not have.
        """
        services = services_of(request)
        refuse_credentials_in_query(request)
        grant = grant_of(request, services)
        # Before the ledger is asked, so that who asks too much costs little.
        services.meter.ask(ticket_of(request), grant.client_id)
        said = services.remembered.now()
        client = await _client(services, said, grant.client_id)
        if client is None or client.shut_out:
            raise NotAuthenticated(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        missing = set(needed.scopes) - (grant.scopes & set(SCOPES_BY_ROLE[client.role]))
        if missing:
            names = ", ".join(sorted(missing))
            detail = Text(
                f"The {client.role}'s token lacks the scope {names}.",
                f"{ROLE_TEXTS[client.role].zh}的令牌缺少权限 {names}。",
            )
            raise NotAllowed(detail, scope=sorted(missing))
        if client.role == "enterprise" and not client.approved and set(needed.scopes) - OPEN_BEFORE_APPROVAL:
            raise NotApproved
        # Every route behind a token comes through here, and a stranger is told nothing but that a token is needed.
        refuse_unknown_parameters(request)
        # For the log and the audit, which belong to no route.
        caller = request.state.caller = Caller(client.client_id, client.role, client.org, said)
        return caller


class _CallerAlone(ClientCredentials):
    async def __call__(self, request: Request, needed: SecurityScopes) -> Caller:
        return await self.caller(request, needed)


current_caller: Final = _CallerAlone()
"""Gives a route its caller."""


async def _client(services: Services, said: Said, client_id: str) -> Client | None:
    """Return the client as it stands now, asked of the ledger in a thread where it may have changed."""
    asked, now = _asked(client_id), services.clock()
    ask = partial(services.platform.ledger.clients.get_until, client_id, now)
    known = said.recall(asked, _Known)
    if known is None:
        known = await to_thread.run_sync(said.answer, asked, lambda: _Known(*ask(), now))
    return known.client if known.holds_at(now) else (await to_thread.run_sync(ask))[0]


def is_known_still(said: Said, client_id: str, now: datetime) -> bool:
    """Whether what the ledger is known to say of a client is so at this moment too: approvals begin and end."""
    known = said.recall(_asked(client_id), _Known)
    return known is not None and known.holds_at(now)


@dataclass(frozen=True, slots=True)
class _Known:
    """A client as the ledger tells it of a moment and until another one, if it will change by itself."""

    client: Client | None
    until: datetime | None
    since: datetime

    def holds_at(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


def _asked(client_id: str) -> tuple[str, str]:
    return "client", client_id


def grant_of(request: Request, services: Services) -> Grant:
    """Return what the token of a request grants now.

    Raises:
        NotAuthenticated: no token, or one that does not hold.
    """
    return read_token(_token_of(request), key=services.platform.keys.token_key, now=services.clock())


def _token_of(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated(headers={"WWW-Authenticate": "Bearer"})
    return token.strip()
