"""What the template says about a field in words: how values look, what empty means, which values it shows."""

from __future__ import annotations

from data_contracts.code_tables import labels, normalise_word, vocabulary
from data_contracts.model import Contract, Field, Form, Text

ROLES: dict[str, Text] = {
    "college": Text("colleges", "院校"),
    "enterprise": Text("enterprises", "企业"),
    "steward": Text("the office", "主管部门"),
}

_FORMS: dict[Form, Text] = {
    "text": Text("text", "文字"),
    "person_name": Text("a person's name", "姓名"),
    "code": Text("a code, as text", "代码（文本）"),
    "choice": Text("one word of the drop-down", "从下拉列表中选一项"),
    "id_number": Text("an identity number, as text", "证件号码（文本）"),
    "phone": Text("a telephone number, as text", "电话号码（文本）"),
    "email": Text("an e-mail address", "电子邮箱"),
    "date": Text("a date as YYYY-MM-DD, like 2026-09-01", "日期，写作YYYY-MM-DD，如2026-09-01"),
    "year": Text("a year of four digits", "四位年份"),
    "integer": Text("a whole number without a unit", "整数，不带单位"),
    "decimal": Text("a number without a unit", "数字，不带单位"),
    "boolean": Text("是 (yes) or 否 (no)", "是或否"),
    "ladder_rank": Text("one level of the drop-down", "从下拉列表中选一个等级"),
    "text_list": Text("one or several, separated by ；", "一项或多项，以“；”分隔"),
    "code_list": Text("one or several codes, separated by ；", "一个或多个代码，以“；”分隔"),
}

_REQUIRED = Text("Required", "必填")
_OPTIONAL = Text("Optional", "选填")


def sent_fields(contract: Contract) -> list[Field]:
    """Return the fields that a sender fills, in contract order: those that intake computes are never asked for."""
    return [field for field in contract.fields.values() if not field.computed]


def must_fill(field: Field) -> bool:
    """Return whether every row needs a value: required, and nothing stands in for an empty cell."""
    return field.required and field.default is None


def heading(field: Field) -> str:
    """Return a column's heading: the Chinese name, marked where the column must be filled."""
    return field.title.zh + ("*" if must_fill(field) else "")


def form_text(field: Field) -> Text:
    """Return what a value of the field looks like."""
    return _FORMS[field.form]


def need_text(field: Field) -> Text:
    """Return whether a cell must be filled, or what it means when it is not."""
    if field.default == "sender":
        return Text("Empty means the sender", "留空视为本单位")
    if field.default is not None:
        shown = shown_value(field, field.default)
        return Text(f"Empty means {shown}", f"留空视为“{shown}”")
    return _REQUIRED if must_fill(field) else _OPTIONAL


def shown_value(field: Field, text: str) -> str:
    """Return a value in the word that the drop-down has for it; other values stay as they are."""
    if (name := word_list(field)) is None or field.form in ("text_list", "code_list"):
        return text
    code = vocabulary(name).get(normalise_word(text))
    if field.form == "boolean" and code is None:
        code = {"true": "yes", "false": "no"}.get(text)
    return labels(name)[code].zh if code else text


def word_list(field: Field) -> str | None:
    """Return the list whose words a field takes, if it takes words."""
    if field.form == "boolean":
        return "yes_no"
    if field.form == "ladder_rank":
        return "ladder_rank"
    if field.form == "choice":
        return field.vocabulary or field.name
    return "skills" if field.code_list == "skills" else field.vocabulary


def example_cells(contract: Contract) -> list[str | None]:
    """Return the contract's example row as the template shows it."""
    return [shown_value(f, f.examples[0]) if f.examples else None for f in sent_fields(contract)]
