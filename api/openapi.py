"""The OpenAPI document: FastAPI's, with every error shown as the problem it is. No route is described here."""

from threading import Lock
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.auth.credentials import CredentialsInQuery
from api.faults import LedgerDown
from api.limit_problems import Overloaded, TookTooLong, TooManyAtOnce, TooManyRequests, TooSlow
from api.problems import MEDIA_TYPE, InvalidInput, NotAllowed, NotApproved, NotAuthenticated, Problem, TooLarge
from api.reference import ProblemModel, problems_of
from api.response_headers import HEADERS, tell_headers

_REFERENCE: Final = {"schema": {"$ref": "#/components/schemas/ProblemModel"}}
COMMON_PROBLEMS: Final = (
    *(CredentialsInQuery, NotAuthenticated, NotAllowed, NotApproved, InvalidInput),
    *(TooManyRequests, TooManyAtOnce, LedgerDown, Overloaded, TookTooLong, Problem),
)
"""What any route may answer with; told at each route in the document, and once on the reference page."""

_SECURED: Final = problems_of(*(kind for kind in COMMON_PROBLEMS if kind not in {InvalidInput, Problem}))
_OF_BODIES: Final = problems_of(TooSlow, TooLarge)
_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})


def install(app: FastAPI) -> None:
    """Make `app.openapi()` return the document, made once."""
    making = Lock()

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            # The framework cannot make two at once, and the first requests of a process come together.
            with making:
                app.openapi_schema = app.openapi_schema or _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # the way FastAPI documents for extending it


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemModel.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["ProblemModel"] = problem
    made["components"]["headers"] = HEADERS
    for path in made["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _tell_problems(operation)
    return made


def _tell_problems(operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    if operation.get("security"):
        for status, entry in _SECURED.items():
            told = responses.setdefault(str(status), {"description": ""})
            told["description"] = "\n\n".join(filter(None, (told["description"], entry["description"])))
    for status, entry in _OF_BODIES.items() if "requestBody" in operation else ():
        responses.setdefault(str(status), dict(entry))
    if "422" in responses:
        responses["422"] = dict(problems_of(InvalidInput)[422])
    responses["500"] = dict(problems_of(Problem)[500])
    for status, entry in responses.items():
        if status[0] in "45":
            entry["content"] = {MEDIA_TYPE: _REFERENCE}
    operation["responses"] = dict(sorted(responses.items()))
    tell_headers(operation)
