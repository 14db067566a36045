"""The headers that answers carry, as the OpenAPI document tells them. Sending them belongs to whoever answers."""

from typing import Any, Final

_CONDITION: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "title": "If-None-Match"},
    "description": "`ETag` of the answer you hold: a 304 says that it still stands. "
    "所持应答的 ETag，仍有效时返回 304。",
}
HEADERS: Final[dict[str, dict[str, Any]]] = {
    "X-Request-ID": {
        "description": "Names this request in our logs; yours, if you sent one. 本次请求的编号。",
        "required": True,
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "The quotas that this request counts for, as in draft-ietf-httpapi-ratelimit-headers: `q` "
        "requests in `w` seconds, or so many at once. They are per client and per worker process. "
        "本请求适用的配额：w 秒内 q 次请求，或同时进行的请求数；按客户端和服务进程分别计算。",
        "required": True,
        "schema": {"type": "string", "examples": ['"client";q=3000;w=60']},
    },
    "RateLimit": {
        "description": "What is left: `r` requests; in `t` seconds the quota is whole again. 剩余次数及恢复所需秒数。",
        "required": True,
        "schema": {"type": "string", "examples": ['"client";r=2999;t=1']},
    },
    "Retry-After": {
        "description": "Seconds after which to come again. 建议重试前等待的秒数。",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "WWW-Authenticate": {
        "description": "How to authenticate (RFC 9110). 认证方式。",
        "required": True,
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Send it as `If-None-Match` to learn whether the answer still stands. 应答标识。",
        "required": True,
        "schema": {"type": "string", "minLength": 34, "maxLength": 34},
    },
}
_QUOTAS: Final = ("RateLimit-Policy", "RateLimit")
_BY_STATUS: Final = {"401": ("WWW-Authenticate",), "429": ("Retry-After", *_QUOTAS)}


def tell_headers(operation: dict[str, Any]) -> None:
    """Add to every answer of an operation which headers come with it, and to the operation how to ask conditionally."""
    responses: dict[str, Any] = operation["responses"]
    is_conditional = "304" in responses
    for status, response in responses.items():
        names = ["X-Request-ID", *_BY_STATUS.get(status, ())]
        if operation.get("security") and status[0] == "2":
            names += _QUOTAS
        if is_conditional and status in {"200", "304"}:
            names.append("ETag")
        refs = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        response["headers"] = response.get("headers", {}) | refs
    if is_conditional:
        operation["parameters"] = [*operation.get("parameters", []), dict(_CONDITION)]
