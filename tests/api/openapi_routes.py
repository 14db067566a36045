"""How to call each route of the OpenAPI document: who may, with what, and what of it is somebody else's.

A route without a line here fails the tests that ask every route, so none can be forgotten. Asking belongs in them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from api.auth.roles import SCOPES_BY_ROLE
from tests.api.conftest import CLIENTS
from tests.api.edition_maker import MY_VACANCIES, student_no
from tests.api.stage import Stage

Route = tuple[str, str]
"""Method and path, as the document has them."""

Foreign = Literal["like nothing", "its own", "everybody's", "told why"]
"""How the right role of another organisation is answered: its object as one that is not there; with its own and
nothing of others; with what is the same for everybody; or that it may not, where that there is one is no secret."""


@dataclass(frozen=True)
class Call:
    """One route called by who may call it.

    Attributes:
        by: The client who may.
        stranger: Of the same role and another organisation.
        foreign: How the stranger is answered.
        place: Values of the path's parameters: the client's own object.
        nowhere: The same for an object that is nobody's, of the same length.
        request: What else is sent, as httpx takes it.
        status: Of the answer to who may.
    """

    by: str
    stranger: str
    foreign: Foreign
    place: Mapping[str, str] = field(default_factory=dict)
    nowhere: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


PUBLIC: Final[dict[Route, str]] = {
    ("POST", "/oauth/token"): "gives the token itself, for the client's secret",
    ("GET", "/health"): "tells only that the process lives, to whoever restarts it",
    ("GET", "/ready"): "tells only whether and in which edition it answers, to whoever sends requests here",
}
"""Routes of the document that need no token, and why."""

UNDOCUMENTED: Final[dict[Route, str]] = {
    ("GET", "/openapi.json"): "the document itself: what the routes take and answer, no data",
    ("HEAD", "/openapi.json"): "the same",
    ("GET", "/"): "a page of words: how to get in",
    ("HEAD", "/"): "the same",
    ("GET", "/docs"): "the document as a page",
    ("HEAD", "/docs"): "the same",
    ("GET", "/docs/rules/{page}"): "the rules of the contracts as pages, where findings link to",
    ("HEAD", "/docs/rules/{page}"): "the same",
}
"""Routes outside the document that need no token, and why."""

HEAD_EXPORT: Final[Route] = ("HEAD", "/v1/export/candidates")
"""Outside the document, which tells it at GET, and behind a token all the same."""

_NOWHERE: Final = {
    "vacancy_id": "v_" + "z" * 20,
    "introduction_id": "i_" + "z" * 16,
    "student_no": "S777",
    "delivery_no": "9",
}


def calls(stage: Stage) -> dict[Route, Call]:
    """Return how to call each route behind a token, in an order in which each still finds what it asks for."""
    return {**_enterprise(stage), **_steps(stage), **_senders(stage), **_official()}


def _enterprise(stage: Stage) -> dict[Route, Call]:
    both = ("enterprise", "other_enterprise")
    vacancy = {"vacancy_id": MY_VACANCIES[0]}, _nowhere("vacancy_id")
    asked = {"json": {"candidate_id": stage.candidate_id}}
    return {
        ("GET", "/v1/vacancies"): Call(*both, "its own"),
        ("GET", "/v1/vacancies/{vacancy_id}"): Call(*both, "like nothing", *vacancy),
        ("GET", "/v1/vacancies/{vacancy_id}/candidates"): Call(*both, "like nothing", *vacancy),
        ("GET", "/v1/export/candidates"): Call(*both, "its own"),
        HEAD_EXPORT: Call(*both, "its own"),
        ("GET", "/v1/changes"): Call(*both, "its own", request={"params": {"since": "e000001"}}),
        ("GET", "/v1/pool"): Call(*both, "its own"),
        ("POST", "/v1/vacancies/{vacancy_id}/introductions"): Call(
            *both, "like nothing", *vacancy, request=asked, status=201
        ),
        ("GET", "/v1/introductions"): Call(*both, "its own"),
    }


def _steps(stage: Stage) -> dict[Route, Call]:
    enterprises, colleges = ("enterprise", "other_enterprise"), ("college", "other_college")

    def step(kept_for: str, *clients: str, **body: str) -> Call:
        place = {"introduction_id": stage.introductions[kept_for]}
        by, stranger = clients
        request = {"json": body} if body else {}
        return Call(by, stranger, "like nothing", place, _nowhere("introduction_id"), request)

    one = "/v1/introductions/{introduction_id}"
    student = {"student_no": student_no(8)}, _nowhere("student_no")
    return {
        ("GET", f"{one}/contact"): step("contact", *enterprises),
        ("POST", f"{one}/outcome"): step("outcome", *enterprises, outcome="interview"),
        ("POST", f"{one}/decision"): step("decision", *colleges, decision="put_to_student"),
        ("POST", f"{one}/withdrawal"): step("withdrawal", *colleges),
        ("POST", "/v1/students/{student_no}/withdrawal"): Call(*colleges, "like nothing", *student),
    }


def _senders(stage: Stage) -> dict[Route, Call]:
    both = ("college", "other_college")
    feed = {"feed": "enrolment"}
    read, confirmed = ({"delivery_no": str(number)} for number in stage.deliveries)
    one = "/v1/deliveries/{delivery_no}"
    own = read, _nowhere("delivery_no")
    # Kept and rejected: what a file must hold is no affair of these tests.
    file = {"data": {"feed": "job_intention", "period": "2026-07"}, "files": {"file": ("a.csv", b"a,b\n1,2\n")}}
    return {
        ("GET", "/v1/contracts"): Call(*both, "everybody's"),
        ("GET", "/v1/contracts/{feed}"): Call(*both, "everybody's", feed),
        ("GET", "/v1/contracts/{feed}/template"): Call(*both, "everybody's", feed),
        ("GET", "/v1/deliveries"): Call(*both, "its own"),
        ("GET", one): Call(*both, "like nothing", *own),
        ("GET", f"{one}/findings"): Call(*both, "like nothing", *own),
        ("GET", f"{one}/findings/workbook"): Call(*both, "like nothing", *own),
        ("GET", f"{one}/difference"): Call(*both, "like nothing", *own),
        ("POST", f"{one}/confirm"): Call(*both, "like nothing", confirmed, _nowhere("delivery_no")),
        ("POST", "/v1/deliveries"): Call(*both, "its own", request=file, status=201),
    }


def _official() -> dict[Route, Call]:
    both = ("official", "city_official")
    report = {"edition": "e000001", "report": "placement"}
    return {
        ("GET", "/v1/metrics"): Call(*both, "everybody's"),
        ("GET", "/v1/metrics/{metric_id}"): Call(*both, "its own", {"metric_id": "destination_rate"}),
        ("GET", "/v1/editions"): Call(*both, "everybody's"),
        ("GET", "/v1/editions/{edition}/reports/{report}"): Call(*both, "told why", report),
        ("GET", "/v1/audit"): Call(*both, "its own"),
    }


def _nowhere(name: str) -> dict[str, str]:
    return {name: _NOWHERE[name]}


def scopes_of(document: Mapping[str, Any]) -> dict[Route, frozenset[str]]:
    """Return the scopes that each route of the document needs; none where it is for anyone."""
    return {
        (method, path): frozenset(
            s for entry in operation.get("security", ()) for names in entry.values() for s in names
        )
        for method, path, operation in operations(document)
    }


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every method and path of the document with what is said of it."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def wrong_roles(scopes: frozenset[str]) -> list[str]:
    """Return a client of each role that lacks one of the scopes."""
    return [name for name in ("enterprise", "college", "official", "steward") if not scopes <= held_by(name)]


def held_by(name: str) -> frozenset[str]:
    """Return the scopes of a client's role."""
    return frozenset(SCOPES_BY_ROLE[CLIENTS[name][0]])


def filled(path: str, place: Mapping[str, str]) -> str:
    """Return a path with its parameters filled in."""
    for name, value in place.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"no value for the parameters of {path}"
    return path
