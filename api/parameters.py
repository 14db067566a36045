"""Refuse query parameters that a route does not have: a misspelt filter must not answer as if there were none."""

import re
from collections import Counter
from typing import Any, Final

from fastapi import Request

from api.problems import InvalidInput
from data_contracts.model import Text

# What does not look like a parameter is not repeated back; it may be a value in the wrong place.
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_REPEATED: Final = Text("Send this parameter once.", "该参数只能出现一次。")


def refuse_unknown_parameters(request: Request) -> None:
    """Hold a request's query against the reference of its route.

    Raises:
        InvalidInput: a parameter that the route does not have, or one sent more than once.
    """
    if not request.query_params:
        return
    sent = Counter(name for name, _ in request.query_params.multi_items())
    known = _parameters_of(request)
    errors = [_error(name, "unknown", _unknown(known)) for name in sent if name not in known]
    errors += [_error(name, "repeated", _REPEATED) for name, times in sent.items() if name in known and times > 1]
    if errors:
        raise InvalidInput(errors=errors)


def takes_parameter(request: Request, name: str) -> bool:
    """Whether a request's route has a query parameter of this name."""
    return name in _parameters_of(request)


def _parameters_of(request: Request) -> list[str]:
    path: dict[str, Any] = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    # HEAD asks as GET does, and is not described by itself.
    described = path.get("get" if request.method == "HEAD" else request.method.lower(), {}).get("parameters", [])
    return [parameter["name"] for parameter in described if parameter["in"] == "query"]


def _unknown(known: list[str]) -> Text:
    if not known:
        return Text("This route takes no query parameters.", "该接口没有查询参数。")
    names = ", ".join(known)
    return Text(f"There is no such parameter here; there are: {names}.", f"没有该参数，可用参数：{names}。")


def _error(name: str, reason: str, message: Text) -> dict[str, object]:
    where = f"query.{name}" if _NAME.fullmatch(name) else "query"
    return {"where": where, "reason": reason, "message": message.as_dict()}
