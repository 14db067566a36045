"""POST /oauth/token: client credentials in the form or as HTTP Basic, never in the query."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from api.auth.credentials import CredentialsInQuery, credentials_of, refuse_credentials_in_query, unknown_client
from api.auth.roles import SCOPES_BY_ROLE
from api.auth.schemas import TokenAnswer
from api.auth.tokens import LIFE_SECONDS, Grant, write_token
from api.faults import LedgerDown
from api.limit_problems import TooManyRequests, TooSlow
from api.limits import ticket_of
from api.parameters import refuse_unknown_parameters
from api.problems import ClientUnknown, TokenRefused, TooLarge
from api.reference import problems_of
from api.services import ServicesDep
from data_contracts.model import Text
from pipelines.store.ledger import Client

# Bounds what an anonymous caller can make us hold in memory.
_FORM_LIMITS = {"max_fields": 8, "max_files": 0, "max_part_size": 4096}

router = APIRouter(tags=["access"])

GrantType = Annotated[str | None, Form(description="Always `client_credentials`. 固定为 client_credentials。")]
ClientId = Annotated[str | None, Form(description="Unless sent as HTTP Basic. 客户端编号，未用 HTTP Basic 时填写。")]
ClientSecret = Annotated[
    str | None, Form(description="Unless sent as HTTP Basic. 客户端密钥，未用 HTTP Basic 时填写。")
]
ScopeWish = Annotated[
    str | None, Form(description="Scopes to narrow the token to, by spaces. 申请的权限，以空格分隔。")
]


@router.post(
    "/oauth/token",
    summary="Get an access token 获取访问令牌",
    responses=problems_of(
        *(TokenRefused, CredentialsInQuery, ClientUnknown, TooSlow, TooLarge, TooManyRequests, LedgerDown)
    ),
    form_limits=_FORM_LIMITS,  # type: ignore[arg-type]  # FastAPI keeps the TypedDict private
)
def get_token(
    request: Request,
    response: Response,
    services: ServicesDep,
    grant_type: GrantType = None,
    client_id: ClientId = None,
    client_secret: ClientSecret = None,
    scope: ScopeWish = None,
) -> TokenAnswer:
    """Exchange client credentials for a token of 15 minutes.

    Send `grant_type=client_credentials` as a form, with `client_id` and `client_secret` in the form or as HTTP
    Basic. `scope` narrows the token; without it the token has all scopes of the client's role.
    """
    services.meter.ask_token(ticket_of(request), request.client.host if request.client else "")
    refuse_credentials_in_query(request)
    refuse_unknown_parameters(request)
    if grant_type != "client_credentials":
        detail = Text("grant_type must be client_credentials.", "grant_type 必须为 client_credentials。")
        raise TokenRefused(detail, error="unsupported_grant_type" if grant_type else "invalid_request")
    sent = credentials_of(request, client_id, client_secret)
    client = services.platform.ledger.clients.authenticate(sent.client_id, sent.secret, services.clock())
    if client is None:
        raise unknown_client()
    grant = Grant(client.client_id, _scopes(client, scope))
    token = write_token(grant, key=services.platform.keys.token_key, now=services.clock())
    response.headers["Cache-Control"] = "no-store"
    return TokenAnswer(access_token=token, expires_in=LIFE_SECONDS, scope=" ".join(sorted(grant.scopes)))


def _scopes(client: Client, asked: str | None) -> frozenset[str]:
    held = frozenset(SCOPES_BY_ROLE[client.role])
    if not asked:
        return held
    wanted = frozenset(asked.split())
    if not wanted <= held:
        detail = Text("A scope was asked for that the client's role does not have.", "申请了该角色没有的权限。")
        raise TokenRefused(detail, error="invalid_scope")
    return wanted
