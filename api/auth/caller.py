"""From a request's token to the caller behind it, with the ledger asked on every request.

So approval and revocation count from the next request on, not from the next token on.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import OAuth2, SecurityScopes

from api.auth.roles import OPEN_BEFORE_APPROVAL, ROLE_TEXTS, SCOPE_TEXTS, SCOPES_BY_ROLE
from api.auth.tokens import read_token
from api.parameters import refuse_unknown_parameters
from api.problems import NotAllowed, NotApproved, NotAuthenticated
from api.services import ServicesDep
from data_contracts.model import Text
from pipelines.store.ledger import Role

_BEARER = OAuth2(
    flows={"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": SCOPE_TEXTS}},
    scheme_name="client_credentials",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The client behind a request."""

    client_id: str
    role: Role
    org: str


def current_caller(
    request: Request,
    needed: SecurityScopes,
    services: ServicesDep,
    authorization: Annotated[str | None, Security(_BEARER)] = None,
) -> Caller:
    """Return the caller, who may do what the route needs.

    Raises:
        NotAuthenticated: no token, or one that does not hold, or its client was revoked.
        NotAllowed: the role, or the scopes asked for, do not reach.
        NotApproved: an enterprise before its approval.
        InvalidInput: the query has a parameter that the route does not have.
    """
    grant = read_token(_bearer_of(authorization), key=services.platform.keys.token_key, now=services.clock())
    client = services.platform.ledger.clients.get(grant.client_id)
    if client is None or client.revoked:
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
    return Caller(client.client_id, client.role, client.org)


def _bearer_of(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated(headers={"WWW-Authenticate": "Bearer"})
    return token.strip()
