"""Findings about sheets and cells that hold for every feed: errors, absent columns of one sheet, what is hidden.

What a value must be belongs in the contracts, which column is which field in `header`.
"""

from __future__ import annotations

import re

import polars as pl

from data_contracts.checks import text_column
from data_contracts.checks.forms import CANONICAL
from data_contracts.checks.functions import LOST_DIGITS, wrong_check_sign
from data_contracts.model import Contract
from pipelines.intake.layout.table import SAID_PERIOD, Table
from pipelines.intake.normalise.dates import to_date
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.read import NUMERIC
from pipelines.intake.read.sheet import TOO_LONG
from pipelines.intake.report.findings import Finding, file_finding
from pipelines.intake.report.repair import ROW, SHEET

# Signs that Unicode leaves to fonts, so that another computer shows another character or none.
_PRIVATE_USE = r"[\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}]"
_SCIENTIFIC = "E+"
_DEMO_REGION = "99"


def bar_missing_columns(
    normalised: Normalised, table: Table, contract: Contract, *, needed: tuple[str, ...]
) -> list[Finding]:
    """Keep needed columns that only some sheets lack out of the rules there, and return what is missing where."""
    found: list[Finding] = []
    for name in needed:
        item = contract.fields[name]
        named = set(table.lacking.get(item.code_from or "", []))
        lacking = [place for place in table.lacking.get(name, []) if item.code_from is None or place in named]
        if lacking and len(lacking) < len(table.header_rows):
            normalised.bar(name, normalised.frame[SHEET].is_in([sheet for sheet, _ in lacking]))
            found += [
                file_finding("column_missing_in_sheet", value=item.title.zh, sheet=sheet, row=row, column=name)
                for sheet, row in lacking
            ]
    return found


def sheet_findings(table: Table, normalised: Normalised, contract: Contract, *, period: str) -> list[Finding]:
    """Return what is wrong with sheets and cells whatever the feed."""
    found = [file_finding(rule, value=value, sheet=s, row=row) for rule, s, row, value in table.hidden]
    found += [
        file_finding("cell_too_long", sheet=sheet, row=row, column=name)
        if error == TOO_LONG
        else file_finding("cell_error", value=error, sheet=sheet, row=row, column=name, quote=True)
        for sheet, row, name, error in normalised.errors
    ]
    found += [
        file_finding("columns_differ", value=contract.fields[name].title.zh, sheet=sheet, row=row, column=name)
        for sheet, row, name in dict.fromkeys(normalised.contradicted)
    ]
    return found + _other_period(table, period) + _private_use(normalised, contract)


def numbers_for_identities(table: Table, contract: Contract, known: list[Finding]) -> list[Finding]:
    """Return identity numbers stored as numbers about which nothing else was found."""
    said = {(f.sheet, f.row, f.column) for f in known}
    found: list[Finding] = []
    for item in contract.fields.values():
        if item.form == "id_number" and item.name in table.frame.columns:
            cell = pl.col(item.name)
            stored = cell.str.ends_with(NUMERIC) & ~cell.str.contains(_SCIENTIFIC, literal=True)
            places = table.frame.filter(stored).select(SHEET, ROW).rows()
            found += [
                file_finding("id_stored_as_number", value=item.title.zh, sheet=sheet, row=row, column=item.name)
                for sheet, row in places
                if (sheet, row, item.name) not in said
            ]
    return found


def zeros_at_the_end(frame: pl.DataFrame, contract: Contract) -> list[Finding]:
    """Return identity numbers that end as if digits were lost, and fit their check sign all the same."""
    found: list[Finding] = []
    for person in contract.persons:
        text = pl.col(text_column(person.id_number))
        ending = frame.filter(text.str.contains(LOST_DIGITS))
        places = ending.filter(~wrong_check_sign(text)).select(SHEET, ROW).rows() if ending.height else []
        title = contract.fields[person.id_number].title.zh
        found += [
            file_finding("id_ends_in_zeros", value=title, sheet=sheet, row=row, column=person.id_number)
            for sheet, row in places
        ]
    return found


def real_people(frame: pl.DataFrame, contract: Contract) -> int:
    """Return how many rows name an identity number outside the demo's region."""
    numbers = [pl.col(text_column(person.id_number)) for person in contract.persons]
    real = [n.str.contains(r"^(\d{17}[\dX]|\d{15})$") & ~n.str.starts_with(_DEMO_REGION) for n in numbers]
    return frame.filter(pl.any_horizontal(pl.lit(value=False), *real)).height


def _private_use(normalised: Normalised, contract: Contract) -> list[Finding]:
    return [
        file_finding("private_use_sign", value=item.title.zh, sheet=sheet, row=row, column=item.name)
        for item in contract.fields.values()
        if item.form == "person_name"
        for sheet, row in normalised.frame.filter(pl.col(text_column(item.name)).str.contains(_PRIVATE_USE))
        .select(SHEET, ROW)
        .iter_rows()
    ]


def _other_period(table: Table, period: str) -> list[Finding]:
    """Return the first row that speaks of another period than the delivery; what is no month says nothing."""
    if not period or SAID_PERIOD not in table.frame.columns:
        return []
    months = {text: _month(text) for text in table.frame[SAID_PERIOD].drop_nulls().unique()}
    others = [text for text, month in months.items() if month not in (None, period)]
    rows = table.frame.filter(pl.col(SAID_PERIOD).is_in(others)).select(SHEET, ROW, SAID_PERIOD)
    if rows.is_empty():
        return []
    sheet, row, text = rows.row(0)
    return [file_finding("period_differs", value=f"{months[text]} / {period}", sheet=sheet, row=row)]


def _month(text: str) -> str | None:
    day, _ = to_date(text.removesuffix(NUMERIC), numeric=text.endswith(NUMERIC))
    return day[:7] if day and re.match(CANONICAL["date"], day) else None
