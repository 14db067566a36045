"""Puts attackers' values into every place of the OpenAPI document and says what came of it."""

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import httpx

from api.logs import JsonLine, WithoutWords
from tests.api.edition_maker import OTHERS, OTHERS_VACANCY, PEOPLE
from tests.api.openapi_inputs import Input, send
from tests.api.openapi_routes import Call, Route, calls
from tests.api.payloads import MARK
from tests.api.world import World

HARMLESS: Final = {
    "student_no": "NOBODY",
    "cursor": "nothing",
    "If-None-Match": '"nothing"',
    "evidence": "form 2",
    "grant_type": "nothing",
    "client_id": "nobody",
    "client_secret": "nothing",
    "scope": "nothing:read",
    "file": "a.csv",
    "X-Request-ID": "nothing-at-all",
    "Accept": "nothing/nothing",
    "Authorization": "nothing",
    "Content-Type": "nothing/nothing",
    "Host": "nothing",
    "User-Agent": "nothing",
}
"""A value of each place that takes more than a closed form: unknown, and no attack."""

_REFUSED: Final = {
    "path": {404, 422},
    "query": {422},
    "header": {422},
    "json": {422},
    "form": {422},
    "file name": {422},
}
"""What a value that breaks its description is answered; a path with a slash in it leads nowhere."""

# Differ from one request to the next, or with the length of the path that a problem repeats.
_PASSING: Final = {"date", "x-request-id", "ratelimit", "content-length"}
_GROWING: Final = "/v1/audit"
_NEVER_SHOWN: Final = (OTHERS_VACANCY, OTHERS, *PEOPLE)


@dataclass
class Attacked:
    """How many values were sent to each kind of place, and what was wrong."""

    sent: Counter[str] = field(default_factory=Counter)
    fitting: int = 0
    faults: list[str] = field(default_factory=list)


def attack(world: World, places: Sequence[Input], values: Sequence[str], *, every: int = 1) -> Attacked:
    """Send values to every place, each as who may call the route.

    Args:
        world: Whom to ask.
        places: Where values go in.
        values: What goes in.
        every: Of each place only every so many-th value, another one first at the next place.
    """
    done = Attacked()
    table = table_of(world)
    for number, at in enumerate(places):
        call = table[at.route]
        some = values[number % every :: every]
        token = world.tokens.get(call.by, {})
        unknown: httpx.Response | None = None
        for value, fits in zip(some, at.fitting(some, world.document), strict=True):
            answer = send(world.http, call, at, value, token)
            done.sent[at.where] += 1
            if not fits:
                right = answer.status_code in _REFUSED[at.where]
            else:
                done.fitting += 1
                unknown = unknown or send(world.http, call, at, HARMLESS[at.name], token)
                right = shown(answer, at.route) == shown(unknown, at.route)
            if not right or told_too_much(answer):
                done.faults.append(
                    f"{at.route} {at.where} {at.name} {value!r}: {answer.status_code} {answer.text[:400]}"
                )
    return done


def table_of(world: World) -> dict[Route, Call]:
    """How to call every route of the document, those for anyone too."""
    client_id, secret = world.stage.secrets["college"]
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return {
        **calls(world.stage),
        ("POST", "/oauth/token"): Call("nobody", "nobody", "everybody's", request={"data": form}),
        ("GET", "/health"): Call("nobody", "nobody", "everybody's"),
        ("GET", "/ready"): Call("nobody", "nobody", "everybody's"),
    }


def shown(answer: httpx.Response, route: Route) -> tuple[int, object, dict[str, str]]:
    """All of an answer but what differs from one request to the next."""
    body: object = answer.content
    if route[1] == _GROWING:
        body = b""
    elif answer.headers.get("content-type") in {"application/json", "application/problem+json"}:
        body = {**answer.json(), "instance": ""}
    return answer.status_code, body, {k: v for k, v in answer.headers.items() if k not in _PASSING}


def told_too_much(answer: httpx.Response) -> bool:
    """Whether an answer fails, repeats the value, lets it into its headers, or shows what is others'."""
    text = answer.text
    if text and answer.headers.get("content-type") == "application/problem+json":
        problem: Mapping[str, object] = answer.json()
        text = json.dumps({**problem, "instance": ""}, ensure_ascii=False)
    return (
        answer.status_code >= 500
        or MARK in text
        or any(MARK in part or "injected" in part.lower() for pair in answer.headers.items() for part in pair)
        or "set-cookie" in answer.headers
        or any(word in text for word in _NEVER_SHOWN)
    )


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Catch what the server would write to its log."""
    written, talent = io.StringIO(), logging.getLogger("talent")
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLine())
    handler.addFilter(WithoutWords())
    # The client's own log, which pytest may have turned on, is none of the server's.
    handler.addFilter(lambda record: not record.name.startswith(("httpx", "httpcore")))
    level = talent.level
    talent.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield written
    finally:
        logging.getLogger().removeHandler(handler)
        talent.setLevel(level)
