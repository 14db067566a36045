"""From the schemas of the OpenAPI document to rows of fields and examples. Routes belong in `reference_view`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from api.forms import FORM_WORDS

_PREFIX: Final = "#/components/schemas/"
_TEXTS: Final = "TextModel"
_TYPE_NAMES: Final = {
    "string": "text 文本",
    "integer": "integer 整数",
    "boolean": "true/false 布尔",
    "object": "object 对象",
    "number": "number 数值",
}
_FORMATS: Final = {"date": "date 日期", "binary": "file 文件"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of an answer, or one value of a request."""

    name: str
    type: str
    description: str
    seen_at: str = ""
    """Anchor of the route under which its own fields stand, if they are not told here."""


@dataclass(slots=True)
class SchemaBook:
    """The document's schemas, each told once: under the first route that shows it."""

    schemas: dict[str, Any]
    _told: dict[str, str] = field(default_factory=dict)

    def fields(self, schema: dict[str, Any], *, anchor: str) -> list[FieldView]:
        """Return an answer's fields, those of its parts among them."""
        return list(self._fields(schema, "", anchor))

    def told_at(self, schema: dict[str, Any], *, anchor: str) -> str:
        """Return the anchor of the route that tells a schema: this one, if none did before."""
        return self._told.setdefault(_name(schema), anchor) if _name(schema) else anchor

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return a schema itself where a reference to it stands."""
        name = _name(schema)
        found: dict[str, Any] = self.schemas[name] if name else schema
        return found

    def type_of(self, schema: dict[str, Any]) -> str:
        """Return what a value looks like, in words."""
        schema, is_nullable = _without_null(schema)
        if _name(schema) == _TEXTS:
            words = "text in both languages 中英文文本"
        elif schema.get("type") == "array":
            words = f"list of 列表: {self.type_of(schema['items'])}"
        else:
            words = _plain_type(self.resolved(schema))
        return f"{words}, or null 可为空" if is_nullable else words

    def example(self, schema: dict[str, Any]) -> str:
        """Return an answer's example as JSON; a page's is made from its item's; empty where there is none."""
        whole = self.resolved(schema)
        found = whole.get("example")
        item = whole.get("properties", {}).get("items", {}).get("items")
        if found is None and item is not None and "example" in self.resolved(item):
            found = {"edition": "e000001", "items": [self.resolved(item)["example"]], "next": None}
        return "" if found is None else json.dumps(found, ensure_ascii=False, indent=2)

    def _fields(self, schema: dict[str, Any], prefix: str, anchor: str) -> Iterator[FieldView]:
        for name, part in self.resolved(schema).get("properties", {}).items():
            inner, suffix = _innermost(part)
            model = _name(inner)
            is_object = model not in ("", _TEXTS) and "properties" in self.schemas[model]
            seen_at = self.told_at(inner, anchor=anchor) if is_object else anchor
            told_elsewhere = seen_at if seen_at != anchor else ""
            yield FieldView(prefix + name, self.type_of(part), part.get("description", ""), told_elsewhere)
            if is_object and not told_elsewhere:
                yield from self._fields(inner, f"{prefix}{name}{suffix}.", anchor)


def _plain_type(schema: dict[str, Any]) -> str:
    if choices := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return " | ".join(str(choice) for choice in choices)
    if (form := FORM_WORDS.get(schema.get("pattern", ""))) is not None:
        return f"{form.en} / {form.zh}"
    words = _FORMATS.get(schema.get("format", "")) or _TYPE_NAMES.get(schema.get("type", ""), "")
    if "minimum" in schema and "maximum" in schema:
        words += f" {schema['minimum']:,}..{schema['maximum']:,}"
    return words


def _innermost(schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the schema of a field's parts, and how they are reached from the field."""
    schema, _ = _without_null(schema)
    if schema.get("type") == "array":
        inner, suffix = _innermost(schema["items"])
        return inner, f"[]{suffix}"
    if isinstance(parts := schema.get("additionalProperties"), dict):
        return parts, ".*"
    return schema, ""


def _without_null(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    choices = schema.get("anyOf", [])
    real = [choice for choice in choices if choice.get("type") != "null"]
    return (real[0], True) if len(real) == 1 and len(choices) > 1 else (schema, False)


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).removeprefix(_PREFIX)
