"""Client credentials as RFC 6749 sends them: HTTP Basic or the form, one of the two, never the query."""

import base64
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from fastapi import Request

from api.problems import ClientUnknown, Problem, TokenRefused
from data_contracts.model import Text

_SECRET_PARAMETERS: Final = frozenset(
    {"access_token", "token", "refresh_token", "id_token", "bearer", "authorization", "assertion", "client_assertion"}
    | {"client_secret", "secret", "password", "passwd", "api_key", "apikey", "api-key", "x-api-key", "key"}
)
_CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="talent-reserve"'}
_TWICE: Final = Text(
    "Send the credentials once: as HTTP Basic or in the form.", "客户端凭据只能发送一次：HTTP Basic 或表单，二选一。"
)


class CredentialsInQuery(Problem):
    """A secret or token in the query string, where logs and histories keep it."""

    status = 400
    code = "credentials_in_query"
    title = Text(
        "Secrets and tokens are not taken from the address, where logs keep them: send the secret in the form of POST"
        " /oauth/token and the token in the Authorization header. Consider what you sent known, and have it replaced.",
        "密钥和令牌不得放在网址参数中（会被日志留存）：密钥请放入 POST /oauth/token 的表单，"
        "令牌请放入 Authorization 请求头。请将已发送的密钥视为泄露并更换。",
    )


@dataclass(frozen=True, slots=True)
class Credentials:
    """A client's id and secret, as sent."""

    client_id: str
    secret: str


def refuse_credentials_in_query(request: Request) -> None:
    """Refuse a query with a secret in it; nothing of it is repeated.

    Raises:
        CredentialsInQuery: it has a parameter of such a name.
    """
    if any(name.lower() in _SECRET_PARAMETERS for name in request.query_params):
        raise CredentialsInQuery(error="invalid_request")


def credentials_of(request: Request, client_id: str | None, client_secret: str | None) -> Credentials:
    """Return the credentials of a token request.

    Raises:
        TokenRefused: they were sent in two ways at once (RFC 6749 section 2.3).
        ClientUnknown: they cannot be read.
    """
    basic = _basic(request.headers.get("authorization"))
    if basic is None:
        return Credentials(client_id or "", client_secret or "")
    if client_secret is not None or client_id not in (None, basic.client_id):
        raise TokenRefused(_TWICE, error="invalid_request")
    return basic


def unknown_client() -> ClientUnknown:
    """Return the one answer to a wrong id, a wrong secret, and a client that is shut out."""
    return ClientUnknown(error="invalid_client", headers=_CHALLENGE)


def _basic(authorization: str | None) -> Credentials | None:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        colon = ""
    if not colon:
        raise unknown_client()
    return Credentials(unquote_plus(name), unquote_plus(secret))
