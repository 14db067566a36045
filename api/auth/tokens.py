"""Access tokens: JWTs of 15 minutes signed with the platform's token key. Who may have one belongs in `endpoints`."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from api.problems import NotAuthenticated

LIFE_SECONDS: Final = 15 * 60
_ALGORITHM: Final = "HS256"
_ISSUER: Final = "talent-reserve"
_TYPE: Final = "at+jwt"
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says: which client, and which scopes it asked for."""

    client_id: str
    scopes: frozenset[str]


def write_token(grant: Grant, *, key: bytes, now: datetime) -> str:
    """Return a signed token for a grant."""
    issued = int(now.timestamp())
    claims = {
        "iss": _ISSUER,
        "sub": grant.client_id,
        "scope": " ".join(sorted(grant.scopes)),
        "iat": issued,
        "exp": issued + LIFE_SECONDS,
    }
    return jwt.encode({"alg": _ALGORITHM, "typ": _TYPE}, claims, OctKey.import_key(key))


def read_token(token: str, *, key: bytes, now: datetime) -> Grant:
    """Return what a token grants.

    Raises:
        NotAuthenticated: not ours, changed, or expired.
    """
    try:
        return _granted(token, key, int(now.timestamp()))
    except (JoseError, ValueError) as exc:
        raise NotAuthenticated(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from exc


@lru_cache(_REMEMBERED)
def _granted(token: str, key: bytes, second: int) -> Grant:
    """Return what a token grants in one second, in which its rules say one thing only.

    Raises:
        JoseError: it is not ours, was changed, or has expired; ValueError where it is no token at all.
    """
    rules = jwt.JWTClaimsRegistry(
        now=second,
        iss={"essential": True, "value": _ISSUER},
        sub={"essential": True},
        exp={"essential": True},
        scope={"essential": True, "allow_blank": True},
    )
    claims = _signed(token, key)
    rules.validate(claims)
    return Grant(claims["sub"], frozenset(claims["scope"].split()))


@lru_cache(_REMEMBERED)
def _signed(token: str, key: bytes) -> dict[str, Any]:
    """Return the claims of a token that we signed; whether they still hold is another question.

    Raises:
        JoseError: it is not ours, or was changed; ValueError where it is no token at all.
    """
    return dict(jwt.decode(token, OctKey.import_key(key), algorithms=[_ALGORITHM]).claims)
