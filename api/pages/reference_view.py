"""From the OpenAPI document to what the reference page shows. How it looks belongs in the template."""

from dataclasses import dataclass
from typing import Any, Final

from api.problems import Problem, all_problems

_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class RouteView:
    """One route as shown."""

    method: str
    path: str
    summary: str
    description: str
    scopes: str
    parameters: list[dict[str, str]]
    responses: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The whole page."""

    title: str
    version: str
    description: str
    groups: dict[str, list[RouteView]]
    problems: list[type[Problem]]


def reference_view(document: dict[str, Any]) -> ReferenceView:
    """Return what the page shows of an OpenAPI document, routes grouped by tag."""
    groups: dict[str, list[RouteView]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if operation := item.get(method):
                groups.setdefault(operation["tags"][0], []).append(_route(method, path, operation))
    info = document["info"]
    return ReferenceView(info["title"], info["version"], info.get("description", ""), groups, all_problems())


def _route(method: str, path: str, operation: dict[str, Any]) -> RouteView:
    return RouteView(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        scopes=", ".join(s for entry in operation.get("security", []) for names in entry.values() for s in names),
        parameters=[_parameter(p) for p in operation.get("parameters", [])] + _body_fields(operation),
        responses=[{"status": s, "description": r["description"]} for s, r in operation["responses"].items()],
    )


def _parameter(parameter: dict[str, Any]) -> dict[str, str]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": "yes 是" if parameter.get("required") else "",
        "description": parameter.get("description") or parameter["schema"].get("description", ""),
    }


def _body_fields(operation: dict[str, Any]) -> list[dict[str, str]]:
    content = operation.get("requestBody", {}).get("content", {})
    schemas = [media["schema"] for media in content.values() if "properties" in media["schema"]]
    return [
        {
            "name": name,
            "place": "form",
            "required": "yes 是" if name in schema.get("required", ()) else "",
            "description": entry.get("description", ""),
        }
        for schema in schemas
        for name, entry in schema["properties"].items()
    ]
