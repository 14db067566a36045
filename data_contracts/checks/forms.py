"""Each form's canonical text and its typed value. Turning dirty cells into canonical text belongs in intake.

A checked frame holds two columns per field: `<field>__text` (canonical text or what could not be read) and
`<field>` (the typed value, null where the text is not canonical).
"""

from __future__ import annotations

import polars as pl

from data_contracts.model import Contract, Field, Form

POLARS_TYPES: dict[Form, pl.DataType] = {
    "text": pl.String(),
    "person_name": pl.String(),
    "code": pl.String(),
    "choice": pl.String(),
    "id_number": pl.String(),
    "phone": pl.String(),
    "email": pl.String(),
    "date": pl.Date(),
    "year": pl.Int64(),
    "integer": pl.Int64(),
    "ladder_rank": pl.Int64(),
    "decimal": pl.Decimal(14, 2),
    "boolean": pl.Boolean(),
    "text_list": pl.List(pl.String()),
    "code_list": pl.List(pl.String()),
}

# `[0-9]`, since `\d` also means full-width digits, which no number type can hold.
CANONICAL: dict[Form, str] = {
    "id_number": r"^([0-9]{17}[0-9X]|[0-9]{15}|[0-9]\.[0-9]+E\+[0-9]+|[A-Z0-9]{5,17})$",
    "phone": r"^(\+?[0-9][0-9-]{5,18}[0-9])$",
    "email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "year": r"^(19|20)[0-9]{2}$",
    "integer": r"^-?[0-9]{1,15}$",
    "ladder_rank": r"^[1-8]$",
    "decimal": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$",
    "boolean": r"^(true|false)$",
}
"""What canonical text looks like, for the forms that have a look."""

LIST_SEPARATOR = "\u001f"
"""Joins the items of a list in canonical text; no sheet contains it."""


def text_column(field: str) -> str:
    """Return the name of a field's text column in a checked frame."""
    return f"{field}__text"


def form_fails(field: Field) -> pl.Expr:
    """Return where a filled cell is not canonical text of its form, null where it is empty."""
    text = pl.col(text_column(field.name))
    unreadable = ~text.str.contains(CANONICAL[field.form])
    if field.form == "date":
        unreadable = unreadable | text.str.to_date("%Y-%m-%d", strict=False).is_null()
    return pl.when(text.is_not_null()).then(unreadable)


def typed_value(field: Field) -> pl.Expr:
    """Return a field's typed value out of its text column."""
    text = pl.col(text_column(field.name))
    if field.form in ("text_list", "code_list"):
        value = text.str.split(LIST_SEPARATOR)
    elif field.form == "date":
        value = text.str.to_date("%Y-%m-%d", strict=False)
    elif field.form == "boolean":
        value = pl.when(text == "true").then(True).when(text == "false").then(False)  # noqa: FBT003 - polars' own API
    elif field.form in CANONICAL:
        canonical = pl.when(text.str.contains(CANONICAL[field.form])).then(text)
        value = canonical.cast(POLARS_TYPES[field.form], strict=False)
    else:
        value = text
    return value.alias(field.name)


def typed(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Add each field's typed value to a frame of text columns."""
    return frame.with_columns(typed_value(field) for field in contract.fields.values())
