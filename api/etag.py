"""ETags of answers that depend on the edition, the question and the caller alone: decided before any query runs."""

import hashlib
import json
from functools import lru_cache
from typing import Any, Final

from fastapi import Request

from api.problem_handlers import NotModified

# Counted up when the same edition is shown differently, so that old copies are not confirmed.
_REPRESENTATION = "3"
_TAGS_REMEMBERED: Final = 4096
CONDITIONAL: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "The answer you hold, by `If-None-Match`, still stands. 所持应答仍然有效。"}
}
"""Documents a route whose answers are conditional."""


def conditional(request: Request, *, stamp: str, organisation: str) -> dict[str, str]:
    """Return the headers of a cacheable answer.

    Args:
        request: Gives path, query and `If-None-Match`.
        stamp: What the answer is a function of beside these: the edition, or versions.
        organisation: The caller's; two organisations never share an ETag.

    Raises:
        NotModified: the caller has this answer already.
    """
    headers = tagged(request, stamp=stamp, organisation=organisation)
    unless_held(request, headers)
    return headers


def tagged(request: Request, *, stamp: str, organisation: str) -> dict[str, str]:
    """Return the headers of a cacheable answer, of which is not known yet whether there is one."""
    query = tuple(sorted(request.query_params.multi_items()))
    tag = _tag(stamp, request.scope["path"], query, organisation)
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}


@lru_cache(_TAGS_REMEMBERED)
def _tag(*of: object) -> str:
    text = json.dumps([_REPRESENTATION, *of])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def unless_held(request: Request, headers: dict[str, str]) -> None:
    """Go on unless the caller has this answer already.

    Raises:
        NotModified: with the answer's headers.
    """
    held = request.headers.get("if-none-match")
    if held and headers["ETag"] in {part.strip().removeprefix("W/") for part in held.split(",")}:
        raise NotModified(headers)
