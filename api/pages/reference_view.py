"""From the OpenAPI document to what the reference page shows. How it looks belongs in the template."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from api.pages.schema_view import FieldView, SchemaBook
from api.problems import Problem, all_problems

# What sends comes before what reads it back.
_METHODS: Final = ("post", "get", "put", "patch", "delete")
_PLACES: Final = {"path": "path 路径", "query": "query 查询", "header": "header 请求头"}
_CODE: Final = re.compile(r"^`([a-z_]+)`: ")


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What a route answers when all is well."""

    status: str
    description: str
    fields: list[FieldView]
    example: str
    seen_at: str = ""
    """Anchor of the route that has told this very answer before."""


@dataclass(frozen=True, slots=True)
class RouteView:
    """One route as shown; `problems` are those that not every route may answer with."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    scopes: str
    parameters: list[FieldView]
    answers: list[AnswerView]
    problems: list[type[Problem]]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The routes of one tag."""

    name: str
    description: str
    routes: list[RouteView]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The whole page."""

    title: str
    version: str
    description: str
    groups: list[GroupView]
    common_problems: list[type[Problem]]
    route_problems: list[type[Problem]]


def reference_view(document: dict[str, Any], *, common: tuple[type[Problem], ...]) -> ReferenceView:
    """Return what the page shows of an OpenAPI document, routes grouped by tag.

    Args:
        document: The OpenAPI document.
        common: The problems that any route may answer with; they are not told at the routes.
    """
    book = SchemaBook(document["components"]["schemas"])
    is_common = {kind.code for kind in common}
    groups = [
        GroupView(
            tag["x-displayName"],
            tag["description"],
            [_route(book, is_common, *found) for found in _operations(document, tag["name"])],
        )
        for tag in document["tags"]
    ]
    named = {kind.code for group in groups for route in group.routes for kind in route.problems}
    return ReferenceView(
        title=document["info"]["title"],
        version=document["info"]["version"],
        description=document["info"]["description"],
        groups=groups,
        common_problems=[kind for kind in all_problems() if kind.code not in named],
        route_problems=[kind for kind in all_problems() if kind.code in named],
    )


def _operations(document: dict[str, Any], tag: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if tag in item.get(method, {}).get("tags", ()):
                yield method, path, item[method]


def _route(book: SchemaBook, is_common: set[str], method: str, path: str, operation: dict[str, Any]) -> RouteView:
    anchor = "-".join([method, *re.findall(r"\w+", path)])
    return RouteView(
        anchor=anchor,
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        scopes=", ".join(s for entry in operation.get("security", []) for names in entry.values() for s in names),
        parameters=[_parameter(book, p) for p in operation.get("parameters", [])] + _body_fields(book, operation),
        answers=[
            _answer(book, anchor, status, response)
            for status, response in operation["responses"].items()
            if status.startswith("2")
        ],
        problems=_problems(operation, is_common),
    )


def _parameter(book: SchemaBook, parameter: dict[str, Any]) -> FieldView:
    schema = parameter["schema"]
    return _asked(book, parameter["name"], _PLACES[parameter["in"]], schema, is_needed=bool(parameter.get("required")))


def _body_fields(book: SchemaBook, operation: dict[str, Any]) -> list[FieldView]:
    content = operation.get("requestBody", {}).get("content", {})
    return [
        _asked(book, name, "form 表单", entry, is_needed=name in schema.get("required", ()))
        for schema in (book.resolved(media["schema"]) for media in content.values())
        for name, entry in schema["properties"].items()
    ]


def _asked(book: SchemaBook, name: str, place: str, schema: dict[str, Any], *, is_needed: bool) -> FieldView:
    words = book.type_of(schema).removesuffix(", or null 可为空")
    default = f"default 默认 {schema['default']}" if schema.get("default") is not None else ""
    parts = [place, "required 必填" if is_needed else "", words, default]
    return FieldView(name, " · ".join(part for part in parts if part), schema.get("description", ""))


def _answer(book: SchemaBook, anchor: str, status: str, response: dict[str, Any]) -> AnswerView:
    kind, media = next(iter(response.get("content", {}).items()), ("", {"schema": {}}))
    schema: dict[str, Any] = media["schema"]
    told = response["description"]
    is_page = kind == "text/html"
    description = f"`{kind}`" if is_page else "" if told == "Successful Response" else told
    if (seen_at := book.told_at(schema, anchor=anchor)) != anchor:
        return AnswerView(status, description, [], "", seen_at)
    return AnswerView(status, description, book.fields(schema, anchor=anchor), book.example(schema))


def _problems(operation: dict[str, Any], is_common: set[str]) -> list[type[Problem]]:
    lines = [line for r in operation["responses"].values() for line in r["description"].split("\n\n")]
    codes = {found[1] for line in lines if (found := _CODE.match(line))} - is_common
    return [kind for kind in all_problems() if kind.code in codes]
