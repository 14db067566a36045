"""Every place of the OpenAPI document where a caller's value goes in, and how to put one there.

Paths, queries, headers, fields of JSON bodies and of forms, and the name of an uploaded file: read from the document,
so that none can be forgotten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import quote

import httpx
import jsonschema_rs

from tests.api.openapi_routes import Call, Route, filled, operations

Where = Literal["path", "query", "header", "json", "form", "file name"]

HEADERS_READ: Final = ("X-Request-ID", "Accept", "Authorization", "Content-Type", "Host", "User-Agent")
"""Headers that are read, or might be, without standing in the document as parameters."""

_BODIES: Final[dict[str, Where]] = {
    "application/json": "json",
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "form",
}


@dataclass(frozen=True)
class Input:
    """One place where a value goes in."""

    route: Route
    where: Where
    name: str
    schema: Mapping[str, Any]

    def fitting(self, values: Sequence[str], document: Mapping[str, Any]) -> list[bool]:
        """Say of each value whether it fits what the document says of this place."""
        whole = {**self.schema, "components": document["components"]}
        validator = jsonschema_rs.validator_for(whole, validate_formats=True)
        return [validator.is_valid(value) for value in values]


def inputs(document: Mapping[str, Any]) -> Iterator[Input]:
    """Every place of the document."""
    for method, path, operation in operations(document):
        route = method, path
        for parameter in operation.get("parameters", ()):
            yield Input(route, parameter["in"], parameter["name"], parameter["schema"])
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            for name, schema in _fields(media["schema"], document).items():
                where: Where = "file name" if schema.get("format") == "binary" else _BODIES[kind]
                yield Input(route, where, name, {"type": "string"} if where == "file name" else schema)
        for name in HEADERS_READ:
            yield Input(route, "header", name, {})


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return dict(found["properties"])


def send(http: httpx.Client, call: Call, at: Input, value: str, headers: Mapping[str, str]) -> httpx.Response:
    """Call a route as the table says, with one value put where it goes in.

    What changes something is asked of an object that is nobody's.
    """
    method, path = at.route
    place = dict((call.nowhere or call.place) if method == "POST" else call.place)
    request: dict[str, Any] = {key: dict(part) for key, part in call.request.items()}
    sent: list[tuple[bytes, bytes]] = [(k.encode(), v.encode()) for k, v in headers.items()]
    if at.where == "path":
        place[at.name] = quote(value, safe="")
    elif at.where == "query":
        request["params"] = request.get("params", {}) | {at.name: value}
    elif at.where == "header":
        # What cannot stand in a header ends it: what comes after is the caller's own next one.
        text = "".join(sign if sign.isprintable() else " " for sign in value).strip()
        sent = [pair for pair in sent if pair[0].lower() != at.name.lower().encode()]
        sent.append((at.name.encode(), text.encode()))
    elif at.where == "file name":
        file_name, *rest = request["files"][at.name]
        assert file_name
        request["files"] = {at.name: (value, *rest)}
    else:
        key = "json" if at.where == "json" else "data"
        request[key] = request.get(key, {}) | {at.name: value}
    return http.request(method, filled(path, place), headers=sent, **request)
