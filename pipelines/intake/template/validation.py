"""What a cell of the data sheet lets in and what it says when it is chosen, out of the contract's rules.

A rule that refuses a row stops the typing; a rule that only warns lets it go on after a warning.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from data_contracts.model import Contract, Field, Rule
from pipelines.intake.template.choices import Choices
from pipelines.intake.template.words import form_text, need_text

TITLE_MOST = 32
MESSAGE_MOST = 255
INLINE_MOST = 120
"""Excel's own limits of a message's title and text, and the longest list that is written into the cell's rule."""

_WIDEST = 10**15
_EARLIEST, _LATEST = dt.date(1900, 3, 1), dt.date(9999, 12, 31)
_YEARS = (1900, 2099)
_MORE = "…"


def validation(field: Field, contract: Contract, *, choices: Choices | None, source: str, cell: str) -> dict[str, Any]:
    """Return XlsxWriter's options for a column's cells.

    Args:
        field: The column.
        contract: Its feed's contract.
        choices: What it may hold.
        source: Where the choices stand on the code sheet.
        cell: The column's first cell, for formulas.
    """
    rules = [r for r in contract.rules if r.fields[:1] == (field.name,)]
    options = _criteria(field, rules, choices, source, cell)
    if "criteria" in options or options["validate"] in ("list", "custom"):
        options |= _error(field, rules, several=field.form in ("text_list", "code_list"))
    return options | {
        "ignore_blank": True,
        "input_title": _cut(f"{field.title.zh} {field.title.en}", TITLE_MOST),
        "input_message": input_message(field),
    }


def input_message(field: Field) -> str:
    """Return what a chosen cell says: Chinese first, English as far as there is room."""
    need, form = need_text(field), form_text(field)
    chinese = f"{need.zh}。{field.help.zh}"
    parts = [chinese, f"{form.zh}。", f"{need.en}. {field.help.en}", f"Form: {form.en}."]
    return _cut("\n".join(parts), MESSAGE_MOST)


def _criteria(field: Field, rules: list[Rule], choices: Choices | None, source: str, cell: str) -> dict[str, Any]:
    if choices is not None and choices.drops_down:
        return {"validate": "list", "source": _inline(choices) or source}
    if field.form in ("integer", "year", "decimal"):
        lowest, highest = _limits(rules, *(_YEARS if field.form == "year" else (-_WIDEST, _WIDEST)))
        kind = "decimal" if field.form == "decimal" else "integer"
        return {"validate": kind, "criteria": "between", "minimum": lowest, "maximum": highest}
    if field.form == "date":
        return {"validate": "custom", "value": _date_formula(rules, cell)}
    length = next((r for r in rules if r.kind == "length"), None)
    if length is not None:
        return {"validate": "length", "criteria": "<=", "value": int(length.arguments["max"])}
    return {"validate": "any"}


def _inline(choices: Choices) -> list[str] | None:
    """Return the words for the cell's own rule, or None where the code sheet has to hold them."""
    joined = ",".join(choices.values)
    plain = not any(sign in value for value in choices.values for sign in ',"')
    return list(choices.values) if plain and len(joined) <= INLINE_MOST else None


def _limits(rules: list[Rule], lowest: int, highest: int) -> tuple[Decimal, Decimal]:
    found = next((r.arguments for r in rules if r.kind == "range"), {})
    return _number(found.get("min"), lowest), _number(found.get("max"), highest)


def _number(said: object, otherwise: int) -> Decimal:
    return Decimal(str(said)) if isinstance(said, int | float) else Decimal(otherwise)


def _date_formula(rules: list[Rule], cell: str) -> str:
    """Return a test of ISO text or a real date; it uses functions that every spreadsheet has."""
    found = next((r.arguments for r in rules if r.kind == "range"), {})
    first, last = (_date(found.get(end), limit) for end, limit in (("min", _EARLIEST), ("max", _LATEST)))
    day = f"IF(ISNUMBER({cell}),{cell},DATEVALUE({cell}))"
    return f"=IFERROR(AND({day}>={_as_formula(first)},{day}<={_as_formula(last)}),FALSE)"


def _date(said: object, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(str(said))
    except ValueError:
        return otherwise


def _as_formula(day: dt.date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _error(field: Field, rules: list[Rule], *, several: bool) -> dict[str, Any]:
    if several:
        return {"show_error": False}
    about = [r for r in rules if r.kind in ("allowed", "range", "form", "length")]
    # A date may be written in other ways, and 长期 for no end: the cell asks, the check decides.
    stops = any(r.severity == "error" for r in about) and field.form != "date"
    texts = [r.hint for r in about if "{value}" not in r.hint.zh] or [field.help]
    return {
        "error_type": "stop" if stops else "warning",
        "error_title": _cut(f"{field.title.zh} {field.title.en}", TITLE_MOST),
        "error_message": _cut(f"{texts[0].zh}\n{texts[0].en}", MESSAGE_MOST),
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_MORE)] + _MORE
