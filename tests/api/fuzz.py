"""Schemathesis over the whole OpenAPI document: cases made from it, sent to the real server, every check on.

Of each route first the cases that schemathesis lays down (the ends of every range, each parameter missing or wrong,
undeclared methods), then as many as wanted that Hypothesis draws: right ones at objects that are there, right ones
anywhere, and wrong ones. Nothing is random: the same document and the same code make the same cases.
"""

import logging
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import APIOperation, GenerationMode
from schemathesis import Case as AnyCase
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData

from tests.api.openapi_routes import calls, held_by, scopes_of
from tests.api.real_server import WAIT
from tests.api.world import World

_log = logging.getLogger("tests.figures")
Case = AnyCase[APIOperation[Any, Any, Any, Any]]

_EVERY_CHECK: Final = None
_BOTH: Final = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
_ROLES: Final = ("enterprise", "college", "official", "steward")

REFUSED_BY_SENSE: Final = {
    ("bad_cursor", ""): "a cursor fits its description and was not made by us",
    ("invalid_input", "body"): "a month fits its description and has not begun",
    ("invalid_input", "body.sha256"): "a digest fits its description and is not the file's",
    ("invalid_input", "body.evidence"): "a document's number fits its description and looks like a person's",
}
"""What `positive_data_acceptance` alone is not held to, by code and place, and why; every other check holds for these
answers too. No check is switched off."""


@dataclass
class Fuzzed:
    """How many cases were sent of each route, what they were answered, and what was wrong, once each."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many cases were sent."""
        return self.cases.total()


def fuzz(world: World, *, examples: int) -> Fuzzed:
    """Send the cases of every route.

    Args:
        world: Whom to ask.
        examples: How many cases Hypothesis draws of each route and kind.
    """
    schema = schemathesis.openapi.from_dict(dict(world.document))
    schema.config.update(base_url=str(world.http.base_url).rstrip("/"))
    done = Fuzzed()
    table, scopes = calls(world.stage), scopes_of(world.document)
    with requests.Session() as session:
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            route = operation.method.upper(), operation.path
            send = _sender(world, session, scopes[route], done)
            config = schema.config.generation_for(operation=operation)
            for case in schema.iter_coverage_cases(operation, generation_modes=_BOTH, generation_config=config):
                send(case)
            place = dict(table[route].place) if route in table else {}
            strategies = [operation.as_strategy(generation_mode=mode) for mode in _BOTH]
            if place:
                strategies.append(operation.as_strategy(path_parameters=place))
            for strategy in strategies:
                _draw(strategy, send, examples)
            _log.debug("%s: %d cases, %d in all", operation.label, done.cases[operation.label], done.total)
    return done


def _sender(world: World, session: requests.Session, scopes: frozenset[str], done: Fuzzed) -> Callable[[Case], None]:
    """Return what sends a case, in turn as each role that may."""
    tokens: Sequence[dict[str, str]] = [world.tokens[n] for n in _ROLES if scopes <= held_by(n)] if scopes else [{}]
    turns: Iterator[dict[str, str]] = cycle(tokens)

    def send(case: Case) -> None:
        token = next(turns)
        sent: dict[str, Any] = {"session": session, "headers": token, "timeout": 3 * WAIT}
        response = case.call(**sent)
        done.cases[case.operation.label] += 1
        done.statuses[response.status_code] += 1
        try:
            case.validate_response(response, _EVERY_CHECK, headers=token, transport_kwargs=sent)
        except FailureGroup as group:
            for fault in group.exceptions:
                by_sense = isinstance(fault, RejectedPositiveData) and _is_by_sense(response)
                if not (by_sense or _is_unsent(fault, case)):
                    done.faults.setdefault((case.operation.label, type(fault).__name__), _told(fault, case, response))

    return send


def _draw(strategy: SearchStrategy[Case], send: Callable[[Case], None], examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def drawn(case: Case) -> None:
        send(case)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            drawn()
    except Unsatisfiable:
        # A route without parameters has no wrong case.
        return


def _is_by_sense(response: Response) -> bool:
    body = response.json()
    places = {error["where"] for error in body.get("errors") or ()} or {""}
    return places <= {place for code, place in REFUSED_BY_SENSE if code == body["code"]}


def _is_unsent(fault: Exception, case: Case) -> bool:
    """Whether what was wrong never left the client: an empty list or object is no part of a form."""
    body: Any = case.body
    is_form = case.media_type == "multipart/form-data" and isinstance(body, dict)
    return isinstance(fault, AcceptedNegativeData) and is_form and any(v in ([], {}) for v in body.values())


def _told(fault: Exception, case: Case, response: Response) -> str:
    shown: Any = response.text[:600]
    return f"{fault}\n{case.as_curl_command()[:1500]}\n{response.status_code} {shown}"
